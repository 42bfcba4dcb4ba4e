"""One self-contained page: no network, no JavaScript needed, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import lambda_policies
from lambda_policies.governance.waiving import EXPIRED
from lambda_policies.packs.pack import FAMILIES
from lambda_policies.report import Format, Style, headline
from lambda_policies.report.cards import ADDRESS, FEW, KINDS, Desk, group, guardrail, named, text
from lambda_policies.report.entry import sentence
from lambda_policies.report.groups import Group, grouped
from lambda_policies.report.headline import Standing
from lambda_policies.report.lines import Paper
from lambda_policies.report.matrix import OTHER, families, family_of, rows
from lambda_policies.report.order import natural, rank
from lambda_policies.report.page import page
from lambda_policies.report.requirements import NAME, requirements
from lambda_policies.report.tally import LISTED, Place, Tally, place
from lambda_policies.verdicts import PlanSummary, Report, Severity

WIDE = 10_000
ROWS = 300
"""The functions of the matrix; of more, those that stand worst."""

_HEADINGS = {"DENIED": "denied", "CANNOT JUDGE": "unjudged", "WARNED": "warned", "PASSED": "passed"}
_SIGNS = {"denied": "✕", "undecided": "?", "warned": "!", "passed": "✓"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as a page."""
    told = requirements(report)
    desk = Desk(told, report.names, bool(Tally(report.findings).old))
    groups = list(_groups(report))
    title = text(f"{', '.join(plan.name for plan in report.plans[:3])} · {NAME}", ADDRESS)
    parts = (part for section in _SECTIONS for part in section(report, desk, groups))
    return page(title, ("page.css",), "page.js", parts)


_Groups = Sequence[tuple[str, Group]]


def _groups(report: Report) -> Iterator[tuple[str, Group]]:
    """The groups of each plan, with its name where there are several; what belongs to no plan comes last."""
    names = [plan.name for plan in report.plans]
    for name in (*names, *sorted({each.plan for each in report.findings} - set(names))):
        for each in grouped([finding for finding in report.findings if finding.plan == name]):
            yield (name if len(names) > 1 else "", each)


def _top(report: Report, desk: Desk, groups: _Groups) -> Iterator[str]:  # noqa: ARG001 - as every section
    """The verdict, what was checked, and the figures."""
    paper = Paper(WIDE, colour=False)
    tally = Tally(report.findings)
    (verdict,) = headline.verdict(Standing(tally, report.plans, report.exit_code, report.passed), paper)
    word = verdict.partition(":")[0].rstrip(".")
    day = f" · {report.as_of.isoformat()}" if report.as_of else ""
    yield f'<p class="eyebrow">{NAME} {lambda_policies.__version__}{day}</p>'
    yield f'<h1 class="{_HEADINGS.get(word, "calm")}">{text(word.capitalize())}</h1>'
    yield f'<p class="lead">{text(" ".join(headline.header(report.plans, report.guardrails, paper)))}</p>'
    yield f'<dl class="figures">{"".join(_figures(report, tally))}</dl>'
    yield from _notes(report)


def _figures(report: Report, tally: Tally) -> Iterator[str]:
    warned = tally.of(Place.WARNED) + tally.of(Place.WARNED_UNDECIDED)
    shown = (
        ("denied", tally.of(Place.DENIED), tally.severities(Place.DENIED)),
        ("undecided", tally.of(Place.UNDECIDED), tally.severities(Place.UNDECIDED)),
        ("warned", warned, ""),
        ("outside the plan", tally.of(Place.OUTSIDE), "undecided, warned"),
        ("waived", tally.of(Place.WAIVED), ""),
        ("folded", tally.of(Place.FOLDED), "same cause as others"),
        ("off", tally.of(Place.OFF), ""),
        ("passed", report.passed, ""),
        ("new", tally.new, f"{tally.old} there before") if tally.old else ("new", 0, ""),
    )
    for name, number, more in shown:
        if number or name in {"denied", "passed"}:
            small = f"<small>{more}</small>" if more else ""
            yield f'<div class="{name if " " not in name else "outside"}"><dd>{number}{small}</dd><dt>{name}</dt></div>'


def _notes(report: Report) -> Iterator[str]:
    said = [*(_errored(plan) for plan in report.plans if plan.incomplete)]
    said += [notice for plan in report.plans for notice in plan.notices]
    items = "".join(f"<li>{text(each)}</li>" for each in (*said, *report.warnings)[:FEW])
    if items:
        yield f'<ul class="notes">{items}</ul>'


def _errored(plan: PlanSummary) -> str:
    return f"{plan.name} ended in an error, so some of what it would do is missing here."


def _matrix(report: Report, desk: Desk, groups: _Groups) -> Iterator[str]:
    """Functions by families."""
    found = rows(report, desk.requirements)
    if not found:
        return
    numbered = reversed(list(enumerate(groups)))
    anchors = {(plan, member): f"at-{number}" for number, (plan, each) in numbered for member in each.members}
    several = len(report.plans) > 1
    columns = families(found)
    heads = "".join(f'<th scope="col">{text(column)}</th>' for column in columns)
    yield '<h2 id="matrix">Functions</h2>'
    yield '<div class="scroll" role="region" aria-labelledby="matrix" tabindex="0"><table>'
    yield f'<thead><tr><th scope="col">function</th>{heads}</tr></thead><tbody>'
    for row in found[:ROWS]:
        name = text(report.names.get(row.address) or row.address, ADDRESS)
        anchor = anchors.get((row.plan if several else "", row.address))
        named = f'<a href="#{anchor}">{name}</a>' if anchor else name
        cells = "".join(_cell(*row.worst(column)) for column in columns)
        yield f'<tr><th scope="row" title="{text(row.address, ADDRESS)}">{named}</th>{cells}</tr>'
    yield "</tbody></table></div>"
    cut = f" {len(found) - ROWS} functions more are not in this table." if len(found) > ROWS else ""
    yield f'<p class="legend">✕ denied, ? undecided, ! warned, ✓ passed, · nothing to decide.{cut}</p>'


def _cell(standing: str, number: int) -> str:
    if not standing:
        return '<td class="none">·</td>'
    shown = f" {number}" if standing != "passed" else ""
    return f'<td class="{standing}"><span>{_SIGNS[standing]}{shown}<span class="hidden"> {standing}</span></span></td>'


def _findings(report: Report, desk: Desk, groups: _Groups) -> Iterator[str]:
    """Everything that is shown one by one, with filters beside it."""
    if not groups:
        return
    yield "<h2>Findings</h2>"
    yield '<div class="board">'
    yield from _filters(report, desk)
    yield "<div>"
    for number, (plan, each) in enumerate(groups):
        yield group(each, plan, f"at-{number}", desk)
    yield "</div></div>"


def _filters(report: Report, desk: Desk) -> Iterator[str]:
    """Check boxes, which the style sheet obeys, and a search field for those who have JavaScript."""
    found = [finding for finding in report.findings if place(finding) in LISTED]
    severities = {finding.severity for finding in found}
    kinds, of = (
        {KINDS[place(finding)] for finding in found},
        {family_of(finding, desk.requirements) for finding in found},
    )
    sets = (
        ("Severity", "s", [each.value for each in Severity if each in severities]),
        ("Outcome", "o", [each for each in dict.fromkeys(KINDS.values()) if each in kinds]),
        ("Age", "n", ["new", "old"] if desk.dated else []),
        ("Family", "f", [each for each in (*FAMILIES, OTHER) if each in of]),
    )
    yield '<form class="filters" aria-label="Filters">'
    yield '<label class="search scripted" hidden>Function, address, guardrail<input type="search" id="search"></label>'
    for legend, letter, values in sets:
        if values:
            boxes = "".join(
                f'<label><input type="checkbox" id="{letter}-{value}" checked autocomplete="off"> {value}</label>'
                for value in values
            )
            yield f"<fieldset><legend>{legend}</legend>{boxes}</fieldset>"
    yield '<p id="count" class="legend scripted" role="status" hidden></p></form>'


def _outside(report: Report, desk: Desk, groups: _Groups) -> Iterator[str]:  # noqa: ARG001 - as every section
    """What only something outside the plan could decide, once for each guardrail."""
    found = sorted((each for each in report.findings if place(each) is Place.OUTSIDE), key=rank)
    if not found:
        return
    yield '<h2>Undecided, outside the plan</h2>\n<ul class="plain">'
    for guardrail_ in sorted({each.guardrail for each in found}, key=natural):
        alike = [each for each in found if each.guardrail == guardrail_]
        addresses = sorted({each.verdict.address for each in alike}, key=natural)
        more = f" and {len(addresses) - FEW} more" if len(addresses) > FEW else ""
        listed = " ".join(f"<code>{text(each, ADDRESS)}</code>" for each in addresses[:FEW])
        yield f"<li>{named(alike[0])}: {text(sentence(alike[0].verdict.because))}<br>{listed}{more}</li>"
    yield "</ul>"


def _guardrails(report: Report, desk: Desk, groups: _Groups) -> Iterator[str]:  # noqa: ARG001 - as every section
    """The guardrails that somebody has to read about."""
    found = {each.guardrail for each in report.findings if place(each) in LISTED | {Place.OUTSIDE, Place.FOLDED}}
    pages = [guardrail(each) for each in desk.requirements.values() if each.id in found - {EXPIRED}]
    if pages:
        yield "<h2>Guardrails</h2>"
        yield from pages


def _bottom(report: Report, desk: Desk, groups: _Groups) -> Iterator[str]:  # noqa: ARG001 - as every section
    """How it ended."""
    standing = Standing(Tally(report.findings), report.plans, report.exit_code, report.passed)
    yield f"<footer>{text(headline.last(standing, Paper(WIDE, colour=False)))}</footer>"


_SECTIONS: Sequence[Callable[[Report, Desk, _Groups], Iterator[str]]] = (
    _top,
    _matrix,
    _findings,
    _outside,
    _guardrails,
    _bottom,
)
"""The page from top to bottom; each yields HTML."""


FORMAT = Format(render=render, passes=True)
