"""Every guardrail asked about everything it is about: one verdict for each guardrail, address and attribute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lambda_policies.guardrails.base import Guardrail, Settings
from lambda_policies.guardrails.saying import because_unknown
from lambda_policies.verdicts import Outcome, Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate

RANK = {Outcome.FAIL: 0, Outcome.UNKNOWN: 1, Outcome.PASS: 2}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the guardrail that reached it and the functions that it is about."""

    guardrail: Guardrail[Any]
    verdict: Verdict
    subjects: tuple[str, ...]


def evaluate(
    estate: Estate,
    guardrails: tuple[Guardrail[Any], ...],
    settings: Mapping[str, Settings],
    *,
    keep_passes: bool = False,
) -> tuple[list[Judgement], int]:
    """Judge *estate*: everything that is not a pass (passes too, where they are kept), and the number of passes.

    Where several models lead to one attribute, the worst verdict stands and names the functions of all of them.
    """
    kept: list[Judgement] = []
    passes = 0
    for guardrail in guardrails:
        for judgement in _judgements(estate, guardrail, settings[guardrail.id]).values():
            passed = judgement.verdict.outcome is Outcome.PASS
            passes += passed
            if keep_passes or not passed:
                kept.append(judgement)
    return kept, passes


def _judgements(estate: Estate, guardrail: Guardrail[Any], settings: Settings) -> dict[tuple[str, str], Judgement]:
    found: dict[tuple[str, str], Judgement] = {}
    for model in estate.of(guardrail.about):
        for verdict in guardrail.check(model, settings):
            key = verdict.address, verdict.at
            new = Judgement(guardrail, _doubted(verdict, model), model.subjects)
            found[key] = _worse(found[key], new) if key in found else new
    return found


def _doubted(verdict: Verdict, model: Model) -> Verdict:
    """A failing verdict about what may not be such a thing at all is undecided."""
    if verdict.outcome is not Outcome.FAIL or model.doubt is None:
        return verdict
    because = because_unknown(model.doubt, model.address)
    return replace(verdict, outcome=Outcome.UNKNOWN, because=because, unknown=model.doubt)


def _worse(one: Judgement, other: Judgement) -> Judgement:
    worst = min(one, other, key=lambda judgement: RANK[judgement.verdict.outcome])
    return replace(worst, subjects=tuple(dict.fromkeys((*one.subjects, *other.subjects))))
