"""What a plan brings and what was so before: the state before it is decided with the same guardrails."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.guardrails.evaluate import Judgement, evaluate
from lambda_policies.plan.before import changes_nothing, there_before
from lambda_policies.verdicts import Outcome

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.guardrails.base import Settings

Key: TypeAlias = tuple[str, str, str]
_INDEX = re.compile(r"\[\d+\]")


def key_of(judgement: Judgement) -> Key:
    """What makes two judgements the same finding: guardrail, address, and attribute without the indexes in it."""
    verdict = judgement.verdict
    return judgement.guardrail.id, verdict.address, _INDEX.sub("", verdict.at)


def old(estate: Estate, judgements: Sequence[Judgement], settings: Mapping[str, Settings]) -> frozenset[Key]:
    """The keys of those *judgements* that did not pass before the plan either.

    Nothing is decided again where the plan only creates, or changes nothing at all.
    """
    open_ones = [one for one in judgements if one.verdict.outcome is not Outcome.PASS]
    there = {change.address for change in there_before(estate.plan)}
    asked = [one for one in open_ones if one.verdict.address in there]
    if not asked:
        return frozenset()
    if changes_nothing(estate.plan):
        return frozenset(key_of(one) for one in open_ones)
    guardrails = tuple({one.guardrail.id: one.guardrail for one in asked}.values())
    before, _ = evaluate(estate.before, guardrails, settings)
    return frozenset(key_of(one) for one in before)
