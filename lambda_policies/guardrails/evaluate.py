"""Every guardrail asked about everything it is about: one verdict for each guardrail, address and attribute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lambda_policies.guardrails.base import Guardrail, Settings
from lambda_policies.guardrails.saying import because_unknown
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Outcome, Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate

RANK = {Outcome.FAIL: 0, Outcome.UNKNOWN: 1, Outcome.PASS: 2}


class Judgement(Struct, frozen=True, gc=False):
    """A verdict, the guardrail that reached it and the functions that it is about."""

    guardrail: Guardrail[Any]
    verdict: Verdict
    subjects: tuple[str, ...]


Found: TypeAlias = dict[tuple[str, str], tuple[Verdict, tuple[str, ...] | dict[str, None]]]
"""Verdicts by address and attribute, with their functions: a dict, which grows in place, where there are several."""


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
        asked = [(one.check, settings[one.id], found[one.id]) for one in guardrails if one.about is about]
        for model in estate.of(about):
            for check, given, verdicts in asked:
                for verdict in check(model, given):
                    _keep(verdict, model, verdicts)
    everything = [(one, verdict, tuple(subjects)) for one in guardrails for verdict, subjects in found[one.id].values()]
    passed = sum(verdict.outcome is Outcome.PASS for _, verdict, _ in everything)
    return [Judgement(*one) for one in everything if keep_passes or one[1].outcome is not Outcome.PASS], passed


def _keep(verdict: Verdict, model: Model, found: Found) -> None:
    """Add a verdict to those of its guardrail. At one attribute the worst stands, for the functions of all."""
    if verdict.outcome is Outcome.FAIL and model.doubt is not None:
        verdict = _doubted(verdict, model, model.doubt)
    key = verdict.address, verdict.at
    known = found.get(key)
    if known is None:
        found[key] = verdict, model.subjects
    else:
        worst, subjects = known
        merged = subjects if isinstance(subjects, dict) else dict.fromkeys(subjects)
        merged.update(dict.fromkeys(model.subjects))
        found[key] = min(worst, verdict, key=lambda one: RANK[one.outcome]), merged


def _doubted(verdict: Verdict, model: Model, doubt: Unknown) -> Verdict:
    """A failing verdict about what may not be such a thing at all is undecided."""
    return replace(verdict, outcome=Outcome.UNKNOWN, because=because_unknown(doubt, model.address), unknown=doubt)
