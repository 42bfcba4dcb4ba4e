"""Applying waivers to findings: the waived stay visible, the expired are findings, the unused are warnings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from fnmatch import translate

from msgspec import Struct
from msgspec.structs import replace

from lambda_policies.verdicts import Effect, Finding, Outcome, Severity, Verdict, Waiver

EXPIRED = "LP000"
"""The id under which an expired waiver is reported; no pack holds it, so no waiver can accept it. Its address is
the file of waivers, its attribute path the address that the waiver covers."""


class Waived(Struct, frozen=True):
    """Findings with their waivers, and what is wrong with the waivers: expired ones as findings, others as warnings."""

    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]


def matches(pattern: str, address: str) -> bool:
    """Whether a waiver's address covers this one: ``*`` and ``?`` are wildcards, brackets stand for themselves."""
    return _compiled(pattern).match(address) is not None


def apply(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    as_of: date,
    *,
    source: str = "waivers.yaml",
    decided: Collection[str] | None = None,
) -> Waived:
    """Findings after waiving, as on the day ``as_of``; a waiver holds through the day it expires.

    ``decided`` are the ids and slugs of the guardrails that ran (all where None): a waiver of another is not called
    unused.
    """
    waivers = tuple(waivers)
    valid: dict[str, list[tuple[re.Pattern[str], Waiver]]] = {}
    for waiver in waivers:
        if as_of <= waiver.expires:
            valid.setdefault(waiver.guardrail, []).append((_compiled(waiver.address), waiver))
    used: set[Waiver] = set()
    kept = tuple(_waive(finding, valid, used) for finding in findings) if valid else tuple(findings)
    late = tuple(expired(waiver, source) for waiver in waivers if as_of > waiver.expires)
    warnings = tuple(
        f"{source}: the waiver of {waiver.guardrail} for {waiver.address} matches no finding; remove it."
        for waiver in waivers
        if as_of <= waiver.expires and waiver not in used and (decided is None or waiver.guardrail in decided)
    )
    return Waived(kept + late, warnings)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern.replace("[", "[[]")))


def _waive(finding: Finding, valid: dict[str, list[tuple[re.Pattern[str], Waiver]]], used: set[Waiver]) -> Finding:
    if finding.verdict.outcome is Outcome.PASS:
        return finding
    candidates = [*valid.get(finding.guardrail, ()), *valid.get(finding.slug, ())]
    fitting = [waiver for pattern, waiver in candidates if pattern.match(finding.verdict.address)]
    used.update(fitting)
    return replace(finding, waiver=fitting[0]) if fitting else finding


def expired(waiver: Waiver, source: str) -> Finding:
    """The finding that an expired waiver is; *source* names the file that it stands in."""
    because = (
        f"The waiver of {waiver.guardrail} that {waiver.owner} answers for expired on {waiver.expires.isoformat()}."
    )
    verdict = Verdict(Outcome.FAIL, because, source, at=waiver.address)
    fix = "remove it and change what it accepted, or renew it with a new day and a reason that still holds."
    return Finding("", EXPIRED, "waiver-expired", Severity.HIGH, Effect.DENY, verdict, fix)
