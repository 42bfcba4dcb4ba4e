"""Every guardrail asked about everything it is about: one verdict for each guardrail, address and attribute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

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


Found: TypeAlias = dict[tuple[str, str], Judgement]


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
    found: dict[str, Found] = {guardrail.id: {} for guardrail in guardrails}
    for about in dict.fromkeys(guardrail.about for guardrail in guardrails):
        asked = [guardrail for guardrail in guardrails if guardrail.about is about]
        for model in estate.of(about):
            for guardrail in asked:
                _ask(guardrail, model, settings[guardrail.id], found[guardrail.id])
    judged = [judgement for one in found.values() for judgement in one.values()]
    passes = sum(judgement.verdict.outcome is Outcome.PASS for judgement in judged)
    return [one for one in judged if keep_passes or one.verdict.outcome is not Outcome.PASS], passes


def _ask(guardrail: Guardrail[Any], model: Model, settings: Settings, found: Found) -> None:
    for verdict in guardrail.check(model, settings):
        key = verdict.address, verdict.at
        new = Judgement(guardrail, _doubted(verdict, model), model.subjects)
        found[key] = _worse(found[key], new) if key in found else new


def _doubted(verdict: Verdict, model: Model) -> Verdict:
    """A failing verdict about what may not be such a thing at all is undecided."""
    if verdict.outcome is not Outcome.FAIL or model.doubt is None:
        return verdict
    because = because_unknown(model.doubt, model.address)
    return replace(verdict, outcome=Outcome.UNKNOWN, because=because, unknown=model.doubt)


def _worse(one: Judgement, other: Judgement) -> Judgement:
    worst = min(one, other, key=lambda judgement: RANK[judgement.verdict.outcome])
    return replace(worst, subjects=tuple(dict.fromkeys((*one.subjects, *other.subjects))))
