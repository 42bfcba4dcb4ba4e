"""The report for a person at a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from lambda_policies.report import Format, Style, headline
from lambda_policies.report.entry import ADDRESS, SENTENCE, WORD, Page, lines
from lambda_policies.report.escape import shown
from lambda_policies.report.groups import Group, grouped
from lambda_policies.report.headline import Standing
from lambda_policies.report.lines import Ink, counted, paper, some
from lambda_policies.report.tail import outside, passes
from lambda_policies.report.tally import Tally
from lambda_policies.verdicts import Finding, PlanSummary, Report

MEMBERS = 8


def render(report: Report, *, verbose: bool = False, quiet: bool = False, width: int = 80, colour: bool = False) -> str:
    """The report as text that ends with a newline.

    ``quiet`` leaves the verdict only; ``verbose`` adds passes and what feeds an unknown. ``width`` is in columns.
    """
    page = Page(paper(width, colour=colour), verbose)
    standing = Standing(Tally(report.findings), report.plans, report.exit_code, report.passed)
    out = [*headline.header(report.plans, report.guardrails, page.paper), *headline.verdict(standing, page.paper)]
    by_plan: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_plan[finding.plan].append(finding)
    for plan in report.plans:
        out += _plan(plan, by_plan.pop(plan.name, []), report, page, quiet=quiet)
    if not quiet:
        for left in sorted(by_plan):
            out += _findings(by_plan[left], report, page)
        out += _said("warning", report.warnings, page)
        out += ["", headline.last(standing, page.paper)]
    return "\n".join(out) + "\n"


def _plan(plan: PlanSummary, findings: list[Finding], report: Report, page: Page, *, quiet: bool) -> list[str]:
    out: list[str] = []
    if len(report.plans) > 1:
        tally = Tally(findings)
        out += ["", *headline.header([plan], None, page.paper)]
        out += headline.verdict(Standing(tally, (plan,), _own_exit_code(plan, report)), page.paper)
    if quiet:
        return out
    if plan.incomplete:
        out += page.paper.wrap("The plan ended in an error, so some of what it would do is missing here.", 0, 2)
    out += _said("note", plan.notices, page)
    page = replace(page, dated=bool(Tally(findings).old))
    return [*out, *_findings(findings, report, page)]


def _own_exit_code(plan: PlanSummary, report: Report) -> int:
    """The exit code of the run, where this plan may be what kept it from judging."""
    errored = any(each.incomplete for each in report.plans)
    blamed = plan.incomplete if errored else not plan.functions
    return report.exit_code if blamed else 0


def _findings(findings: Sequence[Finding], report: Report, page: Page) -> list[str]:
    out: list[str] = []
    for group in grouped(findings):
        out += ["", *_header(group, report, page)]
        for entry in group.entries:
            only = shown(group.members[0], ADDRESS) if len(group.members) == 1 else ""
            out += ["", *lines(entry, only, page)]
    out += outside(findings, page)
    return [*out, *passes(findings, page)] if page.verbose else out


def _header(group: Group, report: Report, page: Page) -> list[str]:
    names = [shown(report.names.get(member) or member, ADDRESS) for member in group.members]
    if len(names) > 1:
        many = f"{counted(len(names), 'function' if group.functions else 'resource')}:"
        shown_names = some(names, len(names) if page.verbose else MEMBERS)
        first, *rest = page.paper.flow([many, *shown_names], 0, gap=" ", hanging=2)
        return [first.replace(many, page.paper.paint(many, Ink.BOLD), 1), *rest]
    address = shown(group.members[0], ADDRESS)
    if not group.functions or not report.names.get(group.members[0]):
        return [page.paper.paint(address, Ink.BOLD)]
    name = shown(report.names[group.members[0]], WORD)
    first, *rest = page.paper.flow([name, address], 0, gap="  ", hanging=2)
    return [page.paper.paint(name, Ink.BOLD) + first[len(name) :], *rest]


def _said(kind: str, sentences: Sequence[str], page: Page) -> list[str]:
    if not sentences:
        return []
    out = [""]
    for sentence in sentences:
        first, *rest = page.paper.wrap(f"{kind}: {shown(sentence, SENTENCE)}", 0, 2)
        out += [page.paper.paint(kind, Ink.YELLOW) + first[len(kind) :], *rest]
    return out


def _styled(report: Report, style: Style) -> str:
    return render(report, verbose=style.verbose, quiet=style.quiet, width=style.width, colour=style.colour)


FORMAT = Format(render=_styled)
