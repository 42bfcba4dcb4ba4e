"""Every example of every guardrail reaches its outcome, through the real reader and at the attribute that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.examples import hcl_of, plan_of
from lambda_policies.guardrails.base import Example, Guardrail
from lambda_policies.verdicts import Finding, Outcome

CATALOGUE = packs.catalogue()
IDS = {guardrail.id for guardrail in CATALOGUE}
RANK = {Outcome.FAIL: 0, Outcome.UNKNOWN: 1, Outcome.PASS: 2}
EXAMPLES = [
    pytest.param(guardrail, example, id=f"{guardrail.id}-{number}")
    for guardrail in CATALOGUE
    for number, example in enumerate(guardrail.examples)
]
Judge = Callable[..., tuple[Finding, ...]]


@pytest.mark.parametrize(("guardrail", "example"), EXAMPLES)
def test_an_example_reaches_its_outcome(guardrail: Guardrail[Any], example: Example, judge: Judge) -> None:
    found = judge(plan_of(example.resources, example.before), guardrail)
    worst = min((finding.verdict.outcome for finding in found), key=RANK.__getitem__, default=None)
    assert worst is example.outcome
    if example.at:
        assert example.at in {finding.verdict.at for finding in found if finding.verdict.outcome is worst}


@pytest.mark.parametrize(("guardrail", "example"), EXAMPLES)
def test_an_example_says_everything_that_a_person_needs(
    guardrail: Guardrail[Any], example: Example, judge: Judge
) -> None:
    for finding in judge(plan_of(example.resources, example.before), guardrail):
        verdict = finding.verdict
        assert verdict.because.rstrip().endswith((".", "!", "?"))
        assert (verdict.unknown is not None) == (verdict.outcome is Outcome.UNKNOWN)
        kind = verdict.address.rpartition("[")[0] or verdict.address
        assert kind.removeprefix("data.").split(".")[-2] in guardrail.lands_on
        assert verdict.address not in verdict.related
        assert set(verdict.leads) <= IDS - {guardrail.id}


@pytest.mark.parametrize(("guardrail", "example"), EXAMPLES)
def test_an_example_is_hcl_too(guardrail: Guardrail[Any], example: Example) -> None:
    assert hcl_of(example.resources).count("{") >= len(example.resources)
    assert example.name == example.name.strip() != ""
    assert [one.name for one in guardrail.examples].count(example.name) == 1


@pytest.mark.parametrize("guardrail", CATALOGUE, ids=lambda guardrail: guardrail.id)
def test_every_outcome_is_shown(guardrail: Guardrail[Any]) -> None:
    assert {example.outcome for example in guardrail.examples} == set(Outcome)
    assert all(example.at for example in guardrail.examples if example.outcome is not Outcome.PASS)
