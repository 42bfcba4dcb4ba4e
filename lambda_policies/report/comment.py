"""What reviewers read: Markdown that says first what the plan brings, then the rest, as much as there is room for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from lambda_policies.report import headline
from lambda_policies.report.entry import sentence
from lambda_policies.report.groups import Entry, grouped, unique
from lambda_policies.report.headline import Standing
from lambda_policies.report.lines import Paper, counted, some
from lambda_policies.report.markup import code, escaped, fenced, inline, prose
from lambda_policies.report.order import natural, rank
from lambda_policies.report.requirements import NAME, requirements
from lambda_policies.report.spots import root
from lambda_policies.report.tally import Place, Tally, place
from lambda_policies.verdicts import Finding, Outcome, Report, Requirement, Severity
from lambda_policies.verdicts import Place as Line

ADDRESS = 300
TEXT = 800
FEW = 20
WIDE = 10_000
RESERVE = 600
"""Bytes that are kept for saying what was left out."""

_OPENING = frozenset({"invoke", "url", "api"})
_UNSAFE = re.compile(r"[^\w./-]|--", re.ASCII)


@dataclass(slots=True)
class _Block:
    """A piece that is shown whole or not at all, written when there is room, and the findings that it tells."""

    write: Callable[[], str]
    findings: Sequence[Finding] = ()


@dataclass(slots=True)
class _Told:
    """What a comment remembers while it is written: whose way out it told."""

    requirements: Mapping[str, Requirement]
    names: Mapping[str, str]
    fixes: set[str] = field(default_factory=set)


def comment(report: Report, limit: int, reader: str) -> str:
    """The report in at most ``limit`` bytes; what ``reader`` has no room for is counted in its last line."""
    used, out, cut = 0, [], Counter[Severity]()
    for block in _blocks(report):
        text = "" if cut else block.write()
        size = len(text.encode()) + 2
        if cut or used + size > limit - RESERVE:
            cut.update(finding.severity for finding in block.findings)
            continue
        out.append(text)
        used += size
    if cut:
        which = ", ".join(f"{cut[each]} {each}" for each in Severity if cut[each])
        findings = counted(cut.total(), "finding")
        out.append(f"**{findings} not shown here** ({which}): {reader}. The other reports hold all of them.")
    return "\n\n".join(out) + "\n"


def _blocks(report: Report) -> Iterator[_Block]:
    told = _Told(requirements(report), report.names)
    yield _Block(lambda: "\n\n".join(_head(report)))
    changes = list(_changes(report, told))
    if changes:
        title = "### What this plan changes" if len(report.plans) == 1 else "### What changes"
        yield _Block(lambda: "\n".join([title, *changes]))
    dated = bool(Tally(report.findings).old)
    counted_ones = [finding for finding in report.findings if finding.waiver is None]
    news = [finding for finding in counted_ones if not dated or finding.new is not False]
    yield from _section("New in this plan" if dated else "Findings", news, told)
    yield from _section("There before", [finding for finding in counted_ones if dated and finding.new is False], told)
    yield from _outside(report)
    yield from _section("Accepted", [finding for finding in report.findings if finding.waiver], told)
    said = [*(notice for plan in report.plans for notice in plan.notices), *report.warnings]
    if said:
        yield _Block(lambda: "\n".join(["### Notes", "", *(f"- {escaped(each, TEXT)}" for each in said[:FEW])]))


def _head(report: Report) -> Iterator[str]:
    """The marker by which a script finds its comment again, and the verdict."""
    folder = root(report.plans[0]) if len(report.plans) == 1 else ""
    paper = Paper(WIDE, colour=False)
    standing = Standing(Tally(report.findings), report.plans, report.exit_code, report.passed)
    (verdict,) = headline.verdict(standing, paper)
    word, colon, rest = verdict.partition(":")
    yield f"<!-- {NAME}: {_UNSAFE.sub('_', folder) or '.'} -->"
    yield f"## {escaped(word.rstrip('.'), TEXT)}{colon} {escaped(rest, TEXT)}".rstrip()
    yield escaped(" ".join(headline.header(report.plans, report.guardrails, paper)), TEXT)
    if len(report.plans) > 1:
        yield "\n".join(f"- {line}" for line in _each_plan(report))


def _each_plan(report: Report) -> Iterator[str]:
    for plan in report.plans[:FEW]:
        tally = Tally(finding for finding in report.findings if finding.plan == plan.name)
        denied = tally.of(Place.DENIED) + tally.of(Place.UNDECIDED)
        errored = ", incomplete: the plan errored" if plan.incomplete else ""
        yield f"{code(plan.name, ADDRESS)}: {counted(plan.functions, 'function')}, {denied} denied{errored}"
    if len(report.plans) > FEW:
        yield f"and {len(report.plans) - FEW} more"


def _changes(report: Report, told: _Told) -> Iterator[str]:
    """What the plan does, whom it lets in, and what it brings."""
    sums = [
        (sum(getattr(plan.changes, verb) for plan in report.plans), f"{verb}d")
        for verb in ("create", "update", "delete")
    ]
    if any(number for number, _ in sums):
        yield "- Resources: " + ", ".join(f"{number} {verb}" for number, verb in sums if number) + "."
    fresh = [each for each in report.findings if each.new and each.counts and each.verdict.outcome is Outcome.FAIL]
    opened = [each for each in fresh if told.requirements[each.guardrail].family in _OPENING]
    names = unique(report.names.get(subject) or subject for each in opened for subject in each.subjects)
    if names:
        yield f"- Functions that it leaves open: {' '.join(some([code(name, ADDRESS) for name in names], FEW))}."
    tally = Tally(report.findings)
    if tally.new or tally.old:
        new = Counter(finding.severity for finding in report.findings if finding.new and place(finding) in _GATED)
        which = ", ".join(f"{new[each]} {each}" for each in Severity if new[each])
        yield f"- New findings: {tally.new}{f' (denied: {which})' if which else ''}. There before: {tally.old}."


_GATED = frozenset({Place.DENIED, Place.UNDECIDED})


def _section(title: str, findings: Sequence[Finding], told: _Told) -> Iterator[_Block]:
    entries = [entry for group in grouped(findings) for entry in group.entries]
    entries.sort(key=lambda entry: rank(entry.finding))
    for number, entry in enumerate(entries):
        yield _Block(partial(_titled, "" if number else title, partial(_entry, entry, told)), entry.findings)


def _titled(title: str, write: Callable[[], str]) -> str:
    return f"### {title}\n\n{write()}" if title else write()


def _entry(entry: Entry, told: _Told) -> str:
    finding = entry.finding
    because = inline(sentence(finding.verdict.because), TEXT)
    name = f"<b>{finding.severity}</b> <code>{inline(finding.guardrail, ADDRESS)}</code>"
    parts = [f"<details><summary>{name} {because}{_marks(finding)}</summary>", _about(entry, told), _places(entry)]
    if entry.followers:
        parts.append(f"Same cause: {', '.join(code(each, ADDRESS) for each in entry.followers)}")
    return "\n\n".join([*parts, *_way_out(finding, told), "</details>"])


def _about(entry: Entry, told: _Told) -> str:
    names = unique(told.names.get(subject) or subject for subject in entry.subjects)
    functions = f" about {' '.join(some([code(name, ADDRESS) for name in names], FEW))}" if names else ""
    return f"{code(entry.finding.slug, ADDRESS)}{functions}"


def _marks(finding: Finding) -> str:
    undecided = finding.verdict.outcome is Outcome.UNKNOWN
    words = [word for word, holds in (("undecided", undecided), (finding.effect.value, not finding.waiver)) if holds]
    return f" <i>{', '.join(words)}</i>" if words else ""


def _places(entry: Entry) -> str:
    """Where to look: one line for each address."""
    by_address = {finding.verdict.address: finding for finding in reversed(entry.findings)}
    shown = [by_address[address] for address in entry.addresses]
    lines = [" ".join(_place(finding)) for finding in shown[:FEW]]
    more = [f"and {len(shown) - FEW} more"] if len(shown) > FEW else []
    return "\n".join(f"- {line}" for line in (*lines, *more))


def _place(finding: Finding) -> Iterator[str]:
    yield from (_line(place) for place in (finding.place,) if place)
    yield code(finding.verdict.address, ADDRESS)
    if said := (finding.place.frame if finding.place else "") or finding.verdict.at:
        yield code(said, ADDRESS)
    if finding.call:
        yield f"called at {_line(finding.call)}"


def _line(place: Line) -> str:
    return code(f"{place.file}:{place.line}", ADDRESS)


def _way_out(finding: Finding, told: _Told) -> Iterable[str]:
    if waiver := finding.waiver:
        said = f"Waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}"
        return [escaped(sentence(said), TEXT)]
    fix = f"**Fix.** {prose(sentence(finding.fix), TEXT)}"
    hcl = told.requirements[finding.guardrail].fix_hcl.strip()
    if not hcl or finding.guardrail in told.fixes:
        return [fix]
    told.fixes.add(finding.guardrail)
    return [fix, fenced(hcl, "hcl")]


def _outside(report: Report) -> Iterator[_Block]:
    """What only something outside the plan could decide, once for each guardrail."""
    found = [finding for finding in report.findings if place(finding) is Place.OUTSIDE]
    for number, guardrail in enumerate(sorted({each.guardrail for each in found}, key=natural)):
        alike = sorted((each for each in found if each.guardrail == guardrail), key=rank)
        title = "" if number else "Undecided, outside the plan"
        yield _Block(partial(_titled, title, partial(_missing, alike)), alike)


def _missing(alike: Sequence[Finding]) -> str:
    because = escaped(sentence(alike[0].verdict.because), TEXT)
    addresses = counted(len({each.verdict.address for each in alike}), "resource")
    return f"- {code(alike[0].guardrail, ADDRESS)} {code(alike[0].slug, ADDRESS)}, {addresses}: {because}"
