"""GitLab's Code Quality report: one JSON array, every entry valid, since GitLab stops reading at the first that is not.

Source: https://docs.gitlab.com/ci/testing/code_quality/
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from lambda_policies.report import Format, Style
from lambda_policies.report.entry import sentence
from lambda_policies.report.escape import plain
from lambda_policies.report.fingerprints import fingerprints
from lambda_policies.report.spots import spot, spots
from lambda_policies.report.tally import advised
from lambda_policies.verdicts import Outcome, Report, Severity

TEXT = 1_000

_SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.CRITICAL: "blocker",
        Severity.HIGH: "critical",
        Severity.MEDIUM: "major",
        Severity.LOW: "minor",
        Severity.INFO: "info",
    }
)


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as an array; empty where nothing was found."""
    plans, prints = spots(report), fingerprints(report)
    entries = []
    for finding in advised(report):
        verdict, where = finding.verdict, spot(finding, plans)
        undecided = "undecided: " if verdict.outcome is Outcome.UNKNOWN else ""
        told = f"{finding.guardrail} {undecided}{sentence(plain(verdict.because, TEXT))} {verdict.address}"
        entries.append(
            {
                "description": plain(told, TEXT),
                "check_name": plain(finding.guardrail, TEXT),
                "fingerprint": prints[id(finding)],
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": where.file, "lines": {"begin": where.line}},
            }
        )
    return msgspec.json.format(msgspec.json.encode(entries), indent=2).decode() + "\n"


FORMAT = Format(render=render)
