"""GitLab's SAST report, version 15.0.4 of its schema; what it describes is Markdown there.

Source: https://docs.gitlab.com/user/application_security/sast/
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_OID, uuid5

import msgspec

import lambda_policies
from lambda_policies.report import Format, Style
from lambda_policies.report.escape import plain
from lambda_policies.report.fingerprints import fingerprints
from lambda_policies.report.markup import code, escaped, prose
from lambda_policies.report.requirements import NAME, midnight, requirements
from lambda_policies.report.spots import Spot, spot, spots
from lambda_policies.report.tally import advised
from lambda_policies.verdicts import Finding, Outcome, Report, Requirement

SHORT = 255
LONG = 5_000
SOLUTION = 3_000
MESSAGES = 100


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as a SAST report. It has no times, since the day of the check is all that lp knows."""
    plans, prints, told = spots(report), fingerprints(report), requirements(report)
    tool = {"id": NAME, "name": NAME, "version": lambda_policies.__version__, "vendor": {"name": NAME}}
    said = [("info", notice) for plan in report.plans for notice in plan.notices]
    said += [("warn", warning) for warning in report.warnings]
    document = {
        "version": "15.0.4",
        "scan": {
            "type": "sast",
            "status": "failure" if report.exit_code == 2 else "success",  # noqa: PLR2004 - the exit code "cannot judge"
            "start_time": midnight(report),
            "end_time": midnight(report),
            "analyzer": tool,
            "scanner": tool,
            "messages": [{"level": level, "value": plain(text, LONG) or "?"} for level, text in said[:MESSAGES]],
        },
        "vulnerabilities": [
            _vulnerability(finding, prints[id(finding)], told[finding.guardrail], spot(finding, plans))
            for finding in advised(report)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _vulnerability(finding: Finding, print_: str, requirement: Requirement, where: Spot) -> dict[str, Any]:
    verdict, identity = finding.verdict, plain(finding.guardrail, SHORT) or "?"
    undecided = "Undecided: " if verdict.outcome is Outcome.UNKNOWN else ""
    at = f" at {code(verdict.at, SHORT)}" if verdict.at else ""
    where_ = f"{code(verdict.address, SHORT)}{at}"
    return {
        "id": str(uuid5(NAMESPACE_OID, print_)),
        "name": plain(requirement.title, SHORT) or identity,
        "description": f"{undecided}{escaped(verdict.because, LONG)}\n\n{where_}\n\n{prose(requirement.why, LONG)}",
        "severity": finding.severity.capitalize(),
        "solution": escaped(finding.fix, SOLUTION),
        "identifiers": [{"type": "lambda_policies_guardrail", "name": identity, "value": identity}],
        "location": {"file": where.file, "start_line": where.line},
    }


FORMAT = Format(render=render)
