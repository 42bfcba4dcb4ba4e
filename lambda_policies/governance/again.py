"""Asking again, of an estate that was rebuilt from source, what the plan alone left undecided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from lambda_policies.guardrails.evaluate import Judgement, evaluate
from lambda_policies.verdicts import Outcome

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.guardrails.base import Settings

Key: TypeAlias = tuple[str, str]


class Again(Struct, frozen=True):
    """All judgements, those of them that rest on the source, and how many more of them pass."""

    judgements: list[Judgement]
    rebuilt: frozenset[int]
    passed: int


def undecided(judgements: Sequence[Judgement]) -> bool:
    """Whether any is."""
    return any(one.verdict.outcome is Outcome.UNKNOWN for one in judgements)


def decide(first: Sequence[Judgement], estate: Estate, settings: Mapping[str, Settings], *, keep_passes: bool) -> Again:
    """*first* with better answers where it has none, of the rebuilt *estate*.

    What was decided stands: more knowledge changes no answer. A guardrail that nothing was open for is not asked.
    """
    open_keys = {_key(one) for one in first if one.verdict.outcome is Outcome.UNKNOWN}
    known = {_key(one) for one in first}
    guardrails = {one.guardrail.id: one.guardrail for one in first if _key(one) in open_keys}
    second, _ = evaluate(estate, tuple(guardrails.values()), settings, keep_passes=True)
    taken = [
        one
        for one in second
        if _key(one) in open_keys or (_key(one) not in known and one.verdict.outcome is Outcome.FAIL)
    ]
    passing = [one for one in taken if one.verdict.outcome is Outcome.PASS]
    better = [one for one in taken if keep_passes or one.verdict.outcome is not Outcome.PASS]
    decided = frozenset(id(one) for one in better if one.verdict.outcome is not Outcome.UNKNOWN)
    return Again([*(one for one in first if _key(one) not in open_keys), *better], decided, len(passing))


def _key(judgement: Judgement) -> Key:
    return judgement.guardrail.id, judgement.verdict.address
