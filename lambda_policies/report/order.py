"""One stable order for everything that is printed: most severe first, then numbers by their value."""

from __future__ import annotations

import re
from typing import TypeAlias

from lambda_policies.governance.effects import strictness
from lambda_policies.verdicts import Finding

_DIGITS = re.compile(r"([0-9]{1,18})")

Natural: TypeAlias = tuple[tuple[int, int, str], ...]


def natural(text: str) -> Natural:
    """A key that puts LP201 before LP1202 and ``f[2]`` before ``f[10]``; different texts have different keys."""
    parts = (part for part in _DIGITS.split(text) if part)
    return (
        *((0, int(part), "") if part.isascii() and part.isdecimal() else (1, 0, part) for part in parts),
        (-1, 0, text),
    )


def urgency(finding: Finding) -> tuple[bool, int, int]:
    """What is read first: not waived, more severe, more strictly treated."""
    return finding.waiver is not None, finding.severity.rank, -strictness(finding.effect)


def rank(finding: Finding) -> tuple[object, ...]:
    """The order of findings inside one group; only findings that read the same are equal in it."""
    verdict = finding.verdict
    told = urgency(finding), natural(finding.guardrail), natural(verdict.address), verdict.at, verdict.because
    feeds = verdict.unknown.feeds if verdict.unknown else ()
    return (
        *told,
        finding.new is not True,
        verdict.outcome,
        finding.slug,
        finding.fix,
        finding.subjects,
        verdict.related,
        feeds,
    )
