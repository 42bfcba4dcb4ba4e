"""Compliance findings of the Open Cybersecurity Schema Framework, for lakes and SIEMs: a JSON array of events.

Source: https://schema.ocsf.io/1.5.0/classes/compliance_finding
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import msgspec

import lambda_policies
from lambda_policies.report import Format, Style
from lambda_policies.report.entry import sentence
from lambda_policies.report.escape import plain
from lambda_policies.report.fingerprints import fingerprints
from lambda_policies.report.requirements import NAME, midnight, requirements
from lambda_policies.report.tally import told
from lambda_policies.verdicts import Effect, Finding, Outcome, Report, Requirement, Severity

TEXT = 2_000
CLASS, CATEGORY, CREATE, NEW, SUPPRESSED = 2003, 2, 1, 1, 3
UNKNOWN, WARNING, FAIL = 0, 2, 3

_SEVERITIES: Mapping[Severity, int] = MappingProxyType(
    {
        Severity.INFO: 1,
        Severity.LOW: 2,
        Severity.MEDIUM: 3,
        Severity.HIGH: 4,
        Severity.CRITICAL: 5,
    }
)


_PRODUCT = {"name": NAME, "vendor_name": NAME, "version": lambda_policies.__version__}


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as one event for each finding."""
    prints, asked = fingerprints(report), requirements(report)
    time = int(datetime.fromisoformat(midnight(report)).replace(tzinfo=UTC).timestamp()) * 1_000
    events = [_event(finding, prints[id(finding)], asked[finding.guardrail], time) for finding in told(report)]
    return msgspec.json.format(msgspec.json.encode(events), indent=2).decode() + "\n"


def _event(finding: Finding, print_: str, requirement: Requirement, time: int) -> dict[str, Any]:
    verdict, waiver = finding.verdict, finding.waiver
    said = {"comment": plain(f"{waiver.owner}: {waiver.reason}", TEXT)} if waiver else {}
    return {
        "class_uid": CLASS,
        "class_name": "Compliance Finding",
        "category_uid": CATEGORY,
        "category_name": "Findings",
        "activity_id": CREATE,
        "activity_name": "Create",
        "type_uid": CLASS * 100 + CREATE,
        "severity_id": _SEVERITIES[finding.severity],
        "severity": {Severity.INFO: "Informational"}.get(finding.severity, finding.severity.capitalize()),
        "status_id": SUPPRESSED if waiver else NEW,
        "status": "Suppressed" if waiver else "New",
        "time": time,
        "message": sentence(plain(verdict.because, TEXT)),
        **said,
        "metadata": {"version": "1.5.0", "product": _PRODUCT},
        "finding_info": {
            "uid": print_,
            "title": plain(requirement.title, TEXT),
            "desc": plain(requirement.why, TEXT),
            "types": [plain(requirement.family or NAME, TEXT)],
        },
        "compliance": {
            "standards": [NAME],
            "control": plain(f"{finding.guardrail} {finding.slug}", TEXT),
            "status_id": _status(finding),
            "status": {UNKNOWN: "Unknown", WARNING: "Warning", FAIL: "Fail"}[_status(finding)],
        },
        "remediation": {"desc": plain(finding.fix, TEXT)},
        "resources": _resources(finding),
        "unmapped": {"plan": plain(finding.plan, TEXT), "at": plain(verdict.at, TEXT), "effect": finding.effect},
    }


def _resources(finding: Finding) -> list[dict[str, str]]:
    kinds = ("resource", (finding.verdict.address,)), ("function", finding.subjects)
    return [{"uid": plain(address, TEXT), "type": kind} for kind, addresses in kinds for address in addresses]


def _status(finding: Finding) -> int:
    if finding.verdict.outcome is Outcome.UNKNOWN:
        return UNKNOWN
    return FAIL if finding.effect is Effect.DENY else WARNING


FORMAT = Format(render=render)
