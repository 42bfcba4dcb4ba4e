"""The sentences that guardrails share, and what of a plan they may show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from lambda_policies.values import Absent, Known, Reason, Unknown, Value
from lambda_policies.verdicts import Outcome, Verdict

LONGEST = 80
MOST = 3


def shown(value: Value[Any]) -> str:
    """A value as a sentence may show it: never a sensitive one, bounded, and never a whole collection."""
    match value:
        case Known(sensitive=True):
            return "(sensitive)"
        case Known(bool() | int() as held):
            return str(held).lower()
        case Known(str(held)):
            return f'"{held[:LONGEST]}…"' if len(held) > LONGEST else f'"{held}"'
        case Known():
            return "set"
    return "not set" if isinstance(value, Absent) else "not known"


def because_unknown(hole: Unknown, address: str) -> str:
    """Say that the value at *address* which would decide is unknown, and what it depends on."""
    what = f"{hole.at} of {address}" if hole.at else f"What decides about {address}"
    if hole.reason is Reason.OUTSIDE:
        return f"{what} names something that is not in this plan."
    if not hole.feeds:
        return f"{what} is known only after apply."
    return f"{what} is known only after apply: it depends on {listed(hole.feeds)}."


def listed(words: Sequence[str]) -> str:
    """``a, b and c``; of many words the first ones and how many more there are."""
    if len(words) > MOST + 1:
        return f"{', '.join(words[:MOST])} and {len(words) - MOST} more"
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def passed(address: str, at: str, because: str) -> Verdict:
    """The requirement is met, whatever the plan leaves unknown."""
    return Verdict(Outcome.PASS, because, address, at)


def failed(address: str, at: str, because: str, related: tuple[str, ...] = ()) -> Verdict:
    """The requirement is not met, whatever the plan leaves unknown."""
    return Verdict(Outcome.FAIL, because, address, at, _others(address, related))


def leading(verdict: Verdict, *followers: str) -> Verdict:
    """The same verdict, speaking also for the guardrails *followers* at its address."""
    return replace(verdict, leads=followers)


def undecided(address: str, hole: Unknown, at: str = "", related: tuple[str, ...] = ()) -> Verdict:
    """What would decide is unknown."""
    because = because_unknown(hole, address)
    return Verdict(Outcome.UNKNOWN, because, address, at or hole.at, _others(address, related), hole)


def _others(address: str, related: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in related if one != address)


def malformed(address: str, at: str, why: str) -> Verdict:
    """What stands where a policy document belongs is none, so nothing can be decided about it."""
    because = f"What {at} holds is not a policy document that AWS would accept: {why or 'it is empty'}."
    return Verdict(Outcome.UNKNOWN, because, address, at, (), Unknown(at, Reason.AFTER_APPLY))
