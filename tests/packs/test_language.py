"""The declared language on estates: when and require are Kleene's, and a verdict names who is to be edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
import yaml

from lambda_policies.examples import plan_of
from lambda_policies.packs.building import build
from lambda_policies.packs.declared import DeclaredGuardrail
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.values import Reason
from lambda_policies.verdicts import Outcome, Verdict

LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:shared:7"
LATER = "${terraform_data.later.output}"
FAIL, PASS, UNKNOWN = Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN
Judge = Callable[..., list[Verdict]]


@pytest.fixture
def judge(declared: str) -> Judge:
    """Judge an example with the declared guardrail, some of it replaced."""

    def judge(resources: Mapping[str, Mapping[str, Any]], **parts: Any) -> list[Verdict]:
        guardrail = build(DeclaredGuardrail.model_validate(yaml.safe_load(declared) | parts))
        options = Options(Pack("t", (guardrail,)), date(2026, 11, 21), keep_passes=True)
        return [one.verdict for one in check([("p", plan_of(resources))], options).findings]

    return judge


def function(**attributes: Any) -> dict[str, dict[str, Any]]:
    return {"aws_lambda_function.f": attributes}


@pytest.mark.parametrize(
    ("when", "require", "outcome"),
    [
        (1, 1, PASS), (1, 2, FAIL), (1, LATER, UNKNOWN),
        (2, 1, None), (2, 2, None), (2, LATER, None),
        (LATER, 1, PASS), (LATER, 2, UNKNOWN), (LATER, LATER, UNKNOWN),
    ],
)  # fmt: skip
def test_when_and_require(judge: Judge, when: Any, require: Any, outcome: Outcome | None) -> None:
    parts = {"when": {"memory_size": 1}, "require": {"timeout": 1}}
    verdicts = judge(function(memory_size=when, timeout=require), **parts)
    assert [verdict.outcome for verdict in verdicts] == ([] if outcome is None else [outcome])


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [(1, 1, PASS), (1, 2, FAIL), (2, LATER, FAIL), (LATER, 2, FAIL), (1, LATER, UNKNOWN), (LATER, LATER, UNKNOWN)],
)
def test_everything_that_is_required_must_hold(judge: Judge, first: Any, second: Any, outcome: Outcome) -> None:
    (verdict,) = judge(function(memory_size=first, timeout=second), require={"memory_size": 1, "timeout": 1})
    assert verdict.outcome is outcome
    assert verdict.at == ("memory_size" if first == 2 or (first == LATER and second != 2) else "timeout")


def test_an_undecided_condition_is_what_is_named(judge: Judge) -> None:
    (verdict,) = judge(function(memory_size=LATER, timeout=9), when={"memory_size": 1}, require={"timeout": 1})
    assert (verdict.at, verdict.reason_unknown) == ("memory_size", Reason.AFTER_APPLY)
    assert verdict.because.endswith("is known only after apply: it depends on terraform_data.later.output.")


def test_a_verdict_through_a_join_lands_on_the_other_resource(judge: Judge) -> None:
    resources = {
        "aws_iam_role.r": {"permissions_boundary": "arn:aws:iam::123456789012:policy/b"},
        **function(role="${aws_iam_role.r.arn}"),
    }
    (verdict,) = judge(resources, require={"role.permissions_boundary": "absent"}, because="It is {value}.")
    assert (verdict.outcome, verdict.address, verdict.at) == (FAIL, "aws_iam_role.r", "permissions_boundary")
    assert verdict.related == ("aws_lambda_function.f",)
    assert verdict.because == 'It is "arn:aws:iam::123456789012:policy/b".'


def test_a_join_to_many_means_each_of_them(judge: Judge) -> None:
    resources = {
        **function(function_name="f"),
        "aws_lambda_permission.a": {"function_name": "f", "principal": "a.amazonaws.com"},
        "aws_lambda_permission.b": {"function_name": "f", "principal": "b.amazonaws.com"},
    }
    principal = {"permissions.principal": "a.amazonaws.com"}
    (verdict,) = judge(resources, require=principal)
    assert (verdict.outcome, verdict.address) == (FAIL, "aws_lambda_permission.b")
    resources["aws_lambda_permission.b"]["principal"] = LATER
    (verdict,) = judge(resources, require=principal)
    assert (verdict.outcome, verdict.address) == (UNKNOWN, "aws_lambda_permission.b")
    del resources["aws_lambda_permission.b"]
    assert [one.outcome for one in judge(resources, require=principal)] == [PASS]


def test_members_that_may_exist_leave_a_requirement_open(judge: Judge) -> None:
    resources = {**function(function_name="f"), "aws_lambda_permission.a": {"function_name": LATER}}
    (verdict,) = judge(resources, require={"permissions.principal": "a.amazonaws.com"})
    assert verdict.outcome is UNKNOWN
    (verdict,) = judge(resources, require={"permissions": "absent"})
    assert verdict.outcome is UNKNOWN


def test_a_sensitive_value_is_not_in_the_sentence(judge: Judge) -> None:
    resources = {"variable.s": {"default": "hidden", "sensitive": True}, **function(runtime="${var.s}")}
    (verdict,) = judge(resources, require={"runtime": "python3.13"}, because="The runtime is {value}.")
    assert (verdict.outcome, verdict.because) == (FAIL, "The runtime is (sensitive).")


def test_a_bare_word_or_list_is_short_for_an_operator(judge: Judge) -> None:
    resources = function(runtime="python3.13", timeout=5)
    for require in ({"runtime": "python3.13"}, {"runtime": ["python3.13", "python3.12"]}, {"timeout": 5}):
        assert [one.outcome for one in judge(resources, require=require)] == [PASS]
    assert [one.outcome for one in judge(resources, require={"runtime": ["ruby3.4"]})] == [FAIL]


def test_a_verdict_leads_others(judge: Judge) -> None:
    (verdict,) = judge(function(timeout=60), leads=("LP201",))
    assert verdict.leads == ("LP201",)


@pytest.mark.parametrize(
    "require",
    [
        {"runtime": {"is": "python3.13"}},
        {"runtime": {"is_not": "ruby3.4"}},
        {"runtime": {"in": ["python3.13"]}},
        {"runtime": {"not_in": ["ruby3.4"]}},
        {"runtime": {"matches": "python*"}},
        {"runtime": {"matches_not": "ruby*"}},
        {"timeout": {"at_least": 5}},
        {"timeout": {"at_most": 5}},
        {"timeout": {"between": [5, 6]}},
        {"layers": {"contains": LAYER}},
        {"layers": {"contains_not": "another"}},
    ],
    ids=str,
)
def test_every_operator_can_be_declared(judge: Judge, require: Mapping[str, Any]) -> None:
    resources = function(runtime="python3.13", timeout=5, layers=[LAYER])
    assert [one.outcome for one in judge(resources, require=require)] == [PASS]
