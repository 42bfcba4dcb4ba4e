"""OSCAL assessment results: each guardrail as a control objective, satisfied or not, each finding as an observation.

Source: https://pages.nist.gov/OSCAL-Reference/models/v1.1.3/assessment-results/
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import msgspec

import lambda_policies
from lambda_policies.report import Format, Style
from lambda_policies.report.entry import sentence
from lambda_policies.report.escape import plain
from lambda_policies.report.fingerprints import fingerprints
from lambda_policies.report.order import rank
from lambda_policies.report.requirements import NAME, midnight, requirements
from lambda_policies.report.tally import place, told, totals
from lambda_policies.verdicts import Finding, Outcome, PlanSummary, Report, Requirement

TEXT = 2_000
OSCAL = "1.1.3"

_TOKEN = re.compile(r"[^A-Za-z0-9._-]")


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as one assessment result; its identifiers follow from what it says.

    Only a guardrail of which every verdict passes is satisfied: one that is waived or off is not.
    """
    prints, now = fingerprints(report), f"{midnight(report)}Z"
    observations = {id(finding): _observation(finding, prints[id(finding)], now) for finding in told(report)}
    by_guardrail: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(report.findings, key=rank):
        by_guardrail[finding.guardrail].append(finding)
    asked = requirements(report)
    findings = [_finding(asked[name], by_guardrail[name], observations) for name in asked if by_guardrail[name]]
    plan = _uuid("plan", *(each.name for each in report.plans))
    identity = _uuid("result", now, *sorted(prints.values()))
    result = {
        "uuid": identity,
        "title": "Guardrails for AWS Lambda",
        "description": f"Decided on {', '.join(_value(each.name) for each in report.plans) or 'no plan'}.",
        "start": now,
        "end": now,
        "props": [_prop(name.replace("_", "-"), str(number)) for name, number in totals(report).items()],
        "reviewed-controls": {"control-selections": [_controls([_token(name) for name in asked])]},
        **({"observations": list(observations.values())} if observations else {}),
        **({"findings": findings} if findings else {}),
    }
    document = {
        "uuid": _uuid("document", identity),
        "metadata": {
            "title": "Assessment of Terraform plans by lambda-policies",
            "last-modified": now,
            "version": lambda_policies.__version__,
            "oscal-version": OSCAL,
        },
        "import-ap": {"href": f"#{plan}"},
        "results": [result],
        "back-matter": {"resources": [_resource(plan, report.plans)]},
    }
    return msgspec.json.format(msgspec.json.encode({"assessment-results": document}), indent=2).decode() + "\n"


def _controls(names: Sequence[str]) -> dict[str, Any]:
    return {"include-controls": [{"control-id": name} for name in names]} if names else {"include-all": {}}


def _resource(identity: str, plans: Sequence[PlanSummary]) -> dict[str, Any]:
    """What stands for the assessment plan: a check with a pack has no such document."""
    said = "; ".join(_value(notice) for plan in plans for notice in plan.notices)
    return {"uuid": identity, "title": "lp check", "description": said or "No notices."}


def _observation(finding: Finding, print_: str, now: str) -> dict[str, Any]:
    verdict = finding.verdict
    props = {
        "outcome": verdict.outcome.value,
        "effect": finding.effect.value,
        "severity": finding.severity.value,
        "standing": place(finding).value,
        "at": verdict.at,
        "fingerprint": print_,
        **({"file": finding.place.file, "line": str(finding.place.line)} if finding.place else {}),
        **({"waived-by": finding.waiver.owner, "waiver": finding.waiver.reason} if finding.waiver else {}),
    }
    return {
        "uuid": _uuid("observation", print_),
        "title": _value(f"{finding.guardrail} {finding.slug}"),
        "description": sentence(_value(verdict.because)),
        "props": [_prop(name, text) for name, text in props.items() if text],
        "methods": ["TEST"],
        "types": ["finding"],
        "subjects": [
            {"subject-uuid": _uuid("subject", finding.plan, address), "type": "resource", "title": _value(address)}
            for address in (verdict.address, *finding.subjects)
        ],
        "collected": now,
    }


def _finding(requirement: Requirement, verdicts: Sequence[Finding], observations: dict[int, Any]) -> dict[str, Any]:
    open_ones = [finding for finding in verdicts if finding.verdict.outcome is not Outcome.PASS]
    failed = any(one.verdict.outcome is Outcome.FAIL and one.waiver is None for one in open_ones)
    status = {"state": "not-satisfied" if open_ones else "satisfied"}
    status["reason"] = "fail" if failed else "other" if open_ones else "pass"
    related = [
        {"observation-uuid": observations[id(finding)]["uuid"]} for finding in open_ones if id(finding) in observations
    ]
    return {
        "uuid": _uuid("finding", requirement.id, *(each["observation-uuid"] for each in related)),
        "title": _value(f"{requirement.id} {requirement.slug}"),
        "description": _value(requirement.title),
        "target": {"type": "objective-id", "target-id": _token(requirement.id), "status": status},
        **({"related-observations": related} if related else {}),
    }


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": f"urn:{NAME}", "value": _value(value)}


def _value(text: str) -> str:
    """Text on one line that begins and ends with something."""
    return plain(text, TEXT).strip() or "?"


def _token(text: str) -> str:
    token = _TOKEN.sub("_", plain(text, TEXT))
    return token if token[:1].isalpha() or token[:1] == "_" else f"_{token}"


def _uuid(*parts: str) -> str:
    return str(uuid5(NAMESPACE_OID, "\x1f".join((NAME, *(plain(part, TEXT) for part in parts)))))


FORMAT = Format(render=render, passes=True)
