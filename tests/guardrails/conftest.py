"""Judging plans in tests of guardrails, and the law that binds all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from lambda_policies import packs
from lambda_policies.cli import places
from lambda_policies.cli.inputs import Source as PlanFile
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Finding, Outcome

AS_OF = date(2026, 11, 21)
RANK = {Outcome.FAIL: 0, Outcome.UNKNOWN: 1, Outcome.PASS: 2}
Outcomes: TypeAlias = Mapping[tuple[str, str], Outcome]


@pytest.fixture(scope="session")
def judge() -> Callable[..., tuple[Finding, ...]]:
    """Judge one plan with every guardrail, or with those that are given, and a folder of source; passes are kept."""

    def judge(
        plan: bytes, *guardrails: Guardrail[Any], source: Path | None = None, binary: Path | None = None
    ) -> tuple[Finding, ...]:
        pack = Pack("tests", guardrails or packs.catalogue())
        files = [PlanFile("plan.json", None)]
        find = places.finder(str(source) if source else "auto", files, isolated=True, binary=binary)
        return check([("plan.json", plan)], Options(pack, AS_OF, keep_passes=True, source=find)).findings

    return judge


@pytest.fixture(scope="session")
def outcomes(judge: Callable[..., tuple[Finding, ...]]) -> Callable[..., Outcomes]:
    """Judge one plan: the worst outcome for each guardrail and address."""

    def outcomes(plan: bytes, *guardrails: Guardrail[Any]) -> Outcomes:
        found: dict[tuple[str, str], Outcome] = {}
        for finding in judge(plan, *guardrails):
            key, new = (finding.guardrail, finding.verdict.address), finding.verdict.outcome
            found[key] = min(found.get(key, new), new, key=RANK.__getitem__)
        return found

    return outcomes


@pytest.fixture(scope="session")
def flipped() -> Callable[[Outcomes, Outcomes], list[str]]:
    """What forgetting must not do: turn anything into fail, fail into pass, or fail into silence."""
    return lambda before, after: list(_flipped(before, after))


def _flipped(before: Outcomes, after: Outcomes) -> Iterator[str]:
    for (guardrail, address), outcome in after.items():
        was = before.get((guardrail, address))
        if outcome is Outcome.FAIL and was is not Outcome.FAIL:
            yield f"{guardrail} {address}: {was} became fail"
        if outcome is Outcome.PASS and was in {Outcome.FAIL, Outcome.UNKNOWN}:
            yield f"{guardrail} {address}: {was} became pass"
    speaks = {guardrail for (guardrail, _), outcome in after.items() if outcome is not Outcome.PASS}
    for (guardrail, address), was in before.items():
        if was is Outcome.FAIL and guardrail not in speaks:
            yield f"{guardrail} {address}: fail became silence"
