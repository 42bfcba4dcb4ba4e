"""CSV for spreadsheets: one line for each finding, no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from lambda_policies.report import Format, Style
from lambda_policies.report.escape import plain
from lambda_policies.report.fingerprints import fingerprints
from lambda_policies.report.tally import place, told
from lambda_policies.verdicts import Finding, Report

TEXT = 2_000
COLUMNS = (
    *("guardrail", "slug", "severity", "effect", "outcome", "counted", "new", "plan", "functions", "address"),
    *("at", "file", "line", "called", "because", "fix", "waived_by", "waived_until", "waiver", "fingerprint"),
)

_FORMULAS = tuple("=+-@＝＋－＠")  # noqa: RUF001 - spreadsheets take these for formulas too


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as a table with a header."""
    prints = fingerprints(report)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for finding in told(report):
        table.writerow([*map(_cell, _cells(finding)), prints[id(finding)]])
    return text.getvalue()


def _cells(finding: Finding) -> Iterator[str]:
    verdict, place_, call, waiver = finding.verdict, finding.place, finding.call, finding.waiver
    yield from (finding.guardrail, finding.slug, finding.severity, finding.effect, verdict.outcome, place(finding))
    yield "" if finding.new is None else str(finding.new).lower()
    yield from (finding.plan, " ".join(finding.subjects), verdict.address, verdict.at)
    yield from (place_.file, str(place_.line)) if place_ else ("", "")
    yield f"{call.file}:{call.line}" if call else ""
    yield from (verdict.because, finding.fix)
    yield from (waiver.owner, waiver.expires.isoformat(), waiver.reason) if waiver else ("", "", "")


def _cell(text: str) -> str:
    """Text of one line that no spreadsheet evaluates."""
    text = plain(text, TEXT)
    return f"'{text}" if text.lstrip().startswith(_FORMULAS) else text


FORMAT = Format(render=render)
