"""Logging commands of Azure Pipelines, most severe first, and the verdict.

Source: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lambda_policies.report import Format, Style, headline
from lambda_policies.report.escape import shown
from lambda_policies.report.headline import Standing
from lambda_policies.report.levels import Level, level
from lambda_policies.report.lines import Paper, counted
from lambda_policies.report.spots import spot, spots
from lambda_policies.report.tally import Tally, advised
from lambda_policies.verdicts import Finding, Outcome, PlanSummary, Report

MOST = 100
"""The most issues of one type; nobody reads more of them in a log."""
TEXT = 1_000
WIDE = 10_000

_ESCAPES = {"%": "%AZP25", ";": "%3B", "]": "%5D"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as issues, the verdict below them. Warnings alone leave the task with issues."""
    paper = Paper(WIDE, colour=False)
    standing = Standing(Tally(report.findings), report.plans, report.exit_code, report.passed)
    plans = spots(report)
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for finding in advised(report):
        kind = _kind(finding)
        counts[kind] += 1
        if counts[kind] <= MOST:
            lines.append(_issue(finding, kind, plans))
    lines += [*headline.header(report.plans, report.guardrails, paper), *headline.verdict(standing, paper)]
    cut = [counted(number - MOST, kind) for kind, number in counts.items() if number > MOST]
    lines += [f"Not listed, after {MOST} of a kind: {', '.join(cut)}."] if cut else []
    lines += ["##vso[task.complete result=SucceededWithIssues;]"] if counts and not report.exit_code else []
    return "\n".join([*lines, headline.last(standing, paper)]) + "\n"


def complaint(sentence: str, hint: str) -> str:
    """What kept the run from judging, as an issue."""
    return f"##vso[task.logissue type=error;]lp cannot judge: {_data(f'{sentence} {hint}')}\n"


def _kind(finding: Finding) -> str:
    return "error" if level(finding) is Level.ERROR else "warning"


def _issue(finding: Finding, kind: str, plans: Mapping[str, PlanSummary]) -> str:
    where, verdict = spot(finding, plans), finding.verdict
    place = f"sourcepath={_property(where.file)};linenumber={where.line};columnnumber=1;" if where.known else ""
    undecided = "undecided: " if verdict.outcome is Outcome.UNKNOWN else ""
    text = f"{finding.guardrail} {finding.severity}, {verdict.address}: {undecided}{verdict.because} Fix: {finding.fix}"
    return f"##vso[task.logissue type={kind};{place}code={_property(finding.guardrail)};]{_data(text)}"


def _data(text: str) -> str:
    return shown(text, TEXT).replace("%", "%AZP25")


def _property(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in shown(text, TEXT))


FORMAT = Format(render=render, complaint=complaint)
