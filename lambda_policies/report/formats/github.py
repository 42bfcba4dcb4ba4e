"""Annotations of GitHub Actions, most severe first and as many as a step may have, and the verdict.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
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

MOST = 10
"""The most annotations of one level that a step shows; GitHub drops the rest in silence."""
TEXT = 1_000
WIDE = 10_000

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as workflow commands, the verdict below them."""
    paper = Paper(WIDE, colour=False)
    standing = Standing(Tally(report.findings), report.plans, report.exit_code, report.passed)
    plans = spots(report)
    counts: Counter[Level] = Counter()
    lines: list[str] = []
    for finding in advised(report):
        counts[level(finding)] += 1
        if counts[level(finding)] <= MOST:
            lines.append(_annotation(finding, plans))
    lines += [*headline.header(report.plans, report.guardrails, paper), *headline.verdict(standing, paper)]
    cut = [counted(number - MOST, _COMMANDS[each]) for each, number in counts.items() if number > MOST]
    if cut:
        lines.append(f"Not annotated, because a step shows {MOST} of a kind: {', '.join(cut)}.")
    return "\n".join([*lines, headline.last(standing, paper)]) + "\n"


def complaint(sentence: str, hint: str) -> str:
    """What kept the run from judging, as an annotation."""
    return f"::error title=lp cannot judge::{_data(f'{sentence} {hint}')}\n"


def _annotation(finding: Finding, plans: Mapping[str, PlanSummary]) -> str:
    where, verdict = spot(finding, plans), finding.verdict
    mark = ", undecided" if verdict.outcome is Outcome.UNKNOWN else ""
    title = _property(f"{finding.guardrail} {finding.slug} ({finding.severity}{mark})")
    place = f"file={_property(where.file)},line={where.line}," if where.known else ""
    text = _data(f"{verdict.address}: {verdict.because} Fix: {finding.fix}")
    return f"::{_COMMANDS[level(finding)]} {place}title={title}::{text}"


def _data(text: str) -> str:
    return shown(text, TEXT).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format(render=render, complaint=complaint)
