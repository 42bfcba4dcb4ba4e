"""SARIF 2.1.0 as GitHub code scanning reads it: one run per plan, most severe first, within its limits.

Source: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

import lambda_policies
from lambda_policies.report import Format, Style
from lambda_policies.report.escape import plain
from lambda_policies.report.fingerprints import fingerprint, fingerprints
from lambda_policies.report.levels import LEVELS, level
from lambda_policies.report.lines import counted
from lambda_policies.report.markup import fenced, prose
from lambda_policies.report.requirements import NAME, requirements
from lambda_policies.report.spots import Spot, of, root, spot, spots
from lambda_policies.report.tally import told, totals
from lambda_policies.verdicts import Finding, Outcome, PlanSummary, Report, Requirement, Severity, Waiver

RESULTS = 25_000
"""The most results that GitHub accepts in one run; it shows the first 5,000."""
RUNS = 20
"""The most runs that GitHub accepts in one file; more plans than that share one."""
NEARBY = 50
TEXT = 1_000
ADDRESS = 1_000

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.5"}
_LINK = re.compile(r"\](?=\()")
_HOLE = re.compile(r"\{(?=\d+\})")


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as a SARIF log."""
    rules = list(requirements(report).values())
    context = _Context(report, {rule.id: position for position, rule in enumerate(rules)})
    parts = _parts(report)
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            _run(part, category, context, [_rule(rule) for rule in rules])
            for part, category in zip(parts, _categories(parts), strict=True)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


class _Context:
    """What all results of a report share."""

    def __init__(self, report: Report, positions: Mapping[str, int]) -> None:
        self.report = report
        self.positions = positions
        self.plans = spots(report)
        self.fingerprints = fingerprints(report)


_Part = tuple[Sequence[PlanSummary], Sequence[Finding]]


def _parts(report: Report) -> list[_Part]:
    """The plans of each run with its findings; what belongs to no plan is told in the first."""
    if not 1 < len(report.plans) <= RUNS:
        return [(report.plans, told(report))]
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    names = {plan.name for plan in report.plans}
    for finding in told(report):
        found[finding.plan if finding.plan in names else report.plans[0].name].append(finding)
    return [([plan], found[plan.name]) for plan in report.plans]


def _categories(parts: Iterable[_Part]) -> list[str]:
    """What tells the uploads of different root modules apart; equal ones would replace each other."""
    made: list[str] = []
    for plans, _ in parts:
        folder = root(plans[0]) if len(plans) == 1 else ""
        base = f"{NAME}/{folder}/" if folder else f"{NAME}/"
        made.append(base if base not in made else f"{base}{len(made) + 1}/")
    return made


def _run(part: _Part, category: str, context: _Context, rules: Sequence[Any]) -> dict[str, Any]:
    plans, findings = part
    cut = len(findings) - RESULTS
    said = [("note", sentence) for plan in plans for sentence in plan.notices]
    said += [("warning", sentence) for sentence in context.report.warnings]
    if cut > 0:
        said.append(
            ("warning", f"{counted(cut, 'finding')} left out, the least severe: a run holds {RESULTS} at most.")
        )
    return {
        "tool": {
            "driver": {
                "name": NAME,
                "semanticVersion": lambda_policies.__version__,
                "shortDescription": {"text": "Guardrails for AWS Lambda, decided on Terraform and OpenTofu plans."},
                "rules": rules,
            }
        },
        "automationDetails": {"id": category},
        "invocations": [
            {
                "executionSuccessful": not any(plan.incomplete for plan in plans),
                "exitCode": context.report.exit_code,
                "toolExecutionNotifications": [{"level": kind, "message": _message(text)} for kind, text in said],
            }
        ],
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, context) for finding in findings[:RESULTS]],
        "properties": {"totals": totals(context.report), "cut": max(cut, 0)},
    }


def _rule(requirement: Requirement) -> dict[str, Any]:
    name = plain(requirement.slug, TEXT) or requirement.id
    markdown = [
        f"**{prose(requirement.title, TEXT)}**",
        prose(requirement.why, TEXT),
        f"**Fix.** {prose(requirement.fix, TEXT)}",
    ]
    markdown += [fenced(requirement.fix_hcl, "hcl")] if requirement.fix_hcl.strip() else []
    score = _SCORES.get(requirement.severity)
    return {
        "id": plain(requirement.id, TEXT),
        "name": "".join(word.capitalize() for word in name.split("-")),
        "shortDescription": _message(requirement.title),
        "fullDescription": _message(requirement.why),
        "help": {**_message(f"{requirement.why}\nFix: {requirement.fix}"), "markdown": "\n\n".join(markdown)},
        "defaultConfiguration": {"level": LEVELS[requirement.severity]},
        "properties": {
            "tags": ["security", "aws-lambda", *([requirement.family] if requirement.family else [])],
            "precision": "very-high",
            **({"security-severity": score} if score else {}),
        },
    }


def _result(finding: Finding, context: _Context) -> dict[str, Any]:
    verdict, where = finding.verdict, spot(finding, context.plans)
    nearby = list(_nearby(finding, where))
    moved = {"addressAfterMove/v1": fingerprint(finding, verdict.address)} if finding.was else {}
    return {
        "ruleId": plain(finding.guardrail, TEXT),
        "ruleIndex": context.positions[finding.guardrail],
        "level": level(finding),
        "message": _message(_sentence(finding)),
        "locations": [_location(where, verdict.address)],
        **({"relatedLocations": nearby} if nearby else {}),
        "partialFingerprints": {"finding/v1": context.fingerprints[id(finding)], **moved},
        **({"suppressions": [_suppression(finding.waiver)]} if finding.waiver else {}),
        "properties": {
            "outcome": verdict.outcome,
            "effect": finding.effect,
            "severity": finding.severity,
            "address": plain(verdict.address, ADDRESS),
            "at": plain(verdict.at, ADDRESS),
            "functions": [plain(subject, ADDRESS) for subject in finding.subjects[:NEARBY]],
            "new": finding.new,
            "lineKnown": where.known,
        },
    }


def _sentence(finding: Finding) -> str:
    """What a person reads in an alert: its first sentence becomes the title there."""
    verdict = finding.verdict
    undecided = "Undecided: " if verdict.outcome is Outcome.UNKNOWN else ""
    at = f" at {plain(verdict.at, ADDRESS)}" if verdict.at else ""
    parts = (
        f"{undecided}{plain(verdict.because, TEXT)}",
        f"{plain(verdict.address, ADDRESS)}{at}",
        f"Fix: {plain(finding.fix, TEXT)}",
    )
    return "\n".join(parts)


def _message(text: str) -> dict[str, str]:
    """Text in which nothing is a link or a placeholder."""
    lines = "\n".join(plain(line, TEXT) for line in text.splitlines()) or "?"
    return {"text": _HOLE.sub("{ ", _LINK.sub("] ", lines))}


def _location(where: Spot, address: str) -> dict[str, Any]:
    snippet = {"snippet": {"text": where.frame}} if where.frame else {}
    base = {} if where.uri.startswith("file:") else {"uriBaseId": "%SRCROOT%"}
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": where.uri, **base},
            "region": {"startLine": where.line, "startColumn": 1, **snippet},
        },
        "logicalLocations": [{"fullyQualifiedName": plain(address, ADDRESS), "kind": "resource"}],
    }


def _nearby(finding: Finding, where: Spot) -> Iterable[dict[str, Any]]:
    """The module call around the line, and where what takes part is written."""
    places = [("The module is called here.", finding.verdict.address, finding.call)] if finding.call else []
    places += [(f"{address} takes part.", address, place) for address, place in finding.nearby]
    for text, address, place in places[:NEARBY]:
        if ((there := of(place)).file, there.line) != (where.file, where.line):
            yield {**_location(there, address), "message": _message(text)}


def _suppression(waiver: Waiver) -> dict[str, str]:
    text = f"{waiver.reason} ({waiver.owner}, until {waiver.expires.isoformat()})"
    return {"kind": "external", "status": "accepted", "justification": _message(text)["text"]}


FORMAT = Format(render=render)
