"""The Reviewdog Diagnostic Format, by which reviewdog comments at lines of a pull request.

Source: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from lambda_policies.report import Format, Style
from lambda_policies.report.entry import sentence
from lambda_policies.report.escape import plain
from lambda_policies.report.levels import Level, level
from lambda_policies.report.markup import code, escaped
from lambda_policies.report.requirements import NAME
from lambda_policies.report.spots import of, spot, spots
from lambda_policies.report.tally import advised
from lambda_policies.verdicts import Finding, Outcome, Report

TEXT = 1_000
NEARBY = 20

_SEVERITIES: Mapping[Level, str] = MappingProxyType(
    {
        Level.ERROR: "ERROR",
        Level.WARNING: "WARNING",
        Level.NOTE: "INFO",
    }
)


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as one diagnostic for each finding."""
    plans = spots(report)
    diagnostics = []
    for finding in advised(report):
        where = spot(finding, plans)
        near = [(f"{address} takes part.", place) for address, place in finding.nearby]
        near += [("The module is called here.", finding.call)] if finding.call else []
        diagnostics.append(
            {
                "message": _message(finding),
                "location": _location(where.file, where.line),
                "severity": _SEVERITIES[level(finding)],
                "code": {"value": plain(finding.guardrail, TEXT)},
                "relatedLocations": [
                    {"message": escaped(text, TEXT), "location": _location(of(place).file, place.line)}
                    for text, place in near[:NEARBY]
                ],
            }
        )
    document = {"source": {"name": NAME}, "severity": "WARNING", "diagnostics": diagnostics}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _message(finding: Finding) -> str:
    """What becomes a comment, so Markdown."""
    verdict = finding.verdict
    undecided = "Undecided: " if verdict.outcome is Outcome.UNKNOWN else ""
    because, fix = sentence(verdict.because), sentence(finding.fix)
    return f"{undecided}{escaped(because, TEXT)} {code(verdict.address, TEXT)} Fix: {escaped(fix, TEXT)}"


def _location(file: str, line: int) -> dict[str, object]:
    return {"path": file, "range": {"start": {"line": line}}}


FORMAT = Format(render=render)
