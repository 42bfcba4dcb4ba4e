"""What a finding is recognised by from one run to the next, whatever the lines around it do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from lambda_policies.report.order import rank
from lambda_policies.verdicts import Finding, Outcome, Report

_INDEX = re.compile(r"\[\d+\]")
_VERSION = "1"


def fingerprints(report: Report) -> dict[int, str]:
    """The fingerprint of each finding by its ``id()``: 64 hexadecimal digits, unique in the report.

    It covers the guardrail, the address (the one before the plan moves it), the attribute path without indexes and
    whether the verdict failed or is open. No value of a plan goes into it, no line and no sentence. With several plans
    it covers the plan's name too. What is alike in all of that is numbered in the order of reports.
    """
    several = len(report.plans) > 1
    seen: Counter[str] = Counter()
    found: dict[int, str] = {}
    for finding in sorted(report.findings, key=lambda one: (one.plan, rank(one))):
        alike = fingerprint(finding, finding.was or finding.verdict.address, several=several)
        found[id(finding)] = fingerprint(
            finding, finding.was or finding.verdict.address, several=several, number=seen[alike]
        )
        seen[alike] += 1
    return found


def fingerprint(finding: Finding, address: str, *, several: bool = False, number: int = 0) -> str:
    """The fingerprint that a finding has, or had, at *address*."""
    verdict = finding.verdict
    cause = "undecided" if verdict.outcome is Outcome.UNKNOWN else verdict.outcome.value
    parts = [_VERSION, finding.guardrail, address, _INDEX.sub("", verdict.at), cause]
    return _digest([*parts, *([finding.plan] if several else []), *([str(number)] if number else [])])


def _digest(parts: Sequence[str]) -> str:
    return sha256("\x1f".join(parts).encode(errors="backslashreplace")).hexdigest()
