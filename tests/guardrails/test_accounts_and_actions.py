"""What examples cannot show: the accounts that the configuration names, and actions other than creating."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from lambda_policies.examples import plan_of
from lambda_policies.guardrails import (
    exec_role_trust_lambda_only,
    invoke_cross_account_allowlist,
    invoke_source_arn_not_wildcard,
    layer_trusted_source,
    runtime_blocked,
    runtime_deprecated,
)
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Effect, Finding, Outcome

AS_OF = date(2026, 11, 21)
PARTNER = "210987654321"
LAYER = f"arn:aws:lambda:us-east-1:{PARTNER}:layer:tools:3"
CALLER: dict[str, Any] = {"data.aws_caller_identity.current": {}}


def judge(plan: Any, *guardrails: Guardrail[Any], **options: Any) -> tuple[Finding, ...]:
    data = plan if isinstance(plan, bytes) else json.dumps(plan).encode()
    return check([("plan.json", data)], Options(Pack("t", guardrails), AS_OF, keep_passes=True, **options)).findings


def outcome(plan: Any, guardrail: Guardrail[Any], **options: Any) -> tuple[Outcome, str]:
    (finding,) = judge(plan, guardrail, **options)
    return finding.verdict.outcome, finding.verdict.because


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, Outcome.UNKNOWN),
        ({"accounts": frozenset({"123456789012"})}, Outcome.FAIL),
        ({"accounts": frozenset({PARTNER})}, Outcome.PASS),
        ({"trusted_accounts": frozenset({PARTNER})}, Outcome.PASS),
    ],
)
def test_the_configuration_says_whose_accounts_these_are(options: dict[str, Any], expected: Outcome) -> None:
    permission = {"function_name": "f", "action": "lambda:InvokeFunction", "principal": PARTNER}
    plan = plan_of({"aws_lambda_permission.p": permission, "aws_lambda_function.f": {}})
    assert outcome(plan, invoke_cross_account_allowlist.GUARDRAIL, **options)[0] is expected
    plan = plan_of({"aws_lambda_function.f": {"layers": [LAYER]}})
    assert outcome(plan, layer_trusted_source.GUARDRAIL, **options)[0] is expected


def trusting(principal: dict[str, Any]) -> dict[str, Any]:
    """A plan of a function whose role *principal* may assume."""
    role = exec_role_trust_lambda_only.trusting(principal)
    plan: dict[str, Any] = json.loads(
        plan_of({"aws_iam_role.r": role, "aws_lambda_function.f": {"role": "${aws_iam_role.r.arn}"}})
    )
    return plan


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, Outcome.UNKNOWN),
        ({"accounts": frozenset({"123456789012"})}, Outcome.FAIL),
        ({"accounts": frozenset({PARTNER})}, Outcome.PASS),
        ({"trusted_accounts": frozenset({PARTNER})}, Outcome.PASS),
    ],
)
def test_the_configuration_says_who_may_assume_a_role(options: dict[str, Any], expected: Outcome) -> None:
    plan = trusting({"AWS": f"arn:aws:iam::{PARTNER}:role/deploy"})
    assert outcome(plan, exec_role_trust_lambda_only.GUARDRAIL, **options)[0] is expected


def test_a_distribution_in_the_plan_explains_lambda_at_edge() -> None:
    plan = trusting({"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]})
    assert outcome(plan, exec_role_trust_lambda_only.GUARDRAIL)[0] is Outcome.UNKNOWN
    identity = {"type": "aws_cloudfront_distribution", "name": "d", "address": "aws_cloudfront_distribution.d"}
    change = {"actions": ["create"], "before": None, "after": {}, "after_unknown": {"id": True}}
    provider = "registry.terraform.io/hashicorp/aws"
    plan["resource_changes"].append({**identity, "mode": "managed", "provider_name": provider, "change": change})
    assert outcome(plan, exec_role_trust_lambda_only.GUARDRAIL)[0] is Outcome.PASS


def test_a_publisher_is_trusted_with_layers_and_with_nothing_else() -> None:
    publishers = {"layer_publishers": frozenset({PARTNER}), "accounts": frozenset({"123456789012"})}
    plan = plan_of({"aws_lambda_function.f": {"layers": [LAYER]}})
    assert outcome(plan, layer_trusted_source.GUARDRAIL, **publishers)[0] is Outcome.PASS
    permission = {"function_name": "f", "action": "lambda:InvokeFunction", "principal": PARTNER}
    plan = plan_of({"aws_lambda_permission.p": permission})
    assert outcome(plan, invoke_cross_account_allowlist.GUARDRAIL, **publishers)[0] is Outcome.FAIL


def test_everyone_is_left_to_another_guardrail_and_an_open_principal_may_be_everyone() -> None:
    permission = {"function_name": "f", "action": "lambda:InvokeFunction", "source_account": PARTNER}
    everyone = plan_of({**CALLER, "aws_lambda_permission.p": {**permission, "principal": "*"}})
    assert judge(everyone, invoke_cross_account_allowlist.GUARDRAIL) == ()
    later = {**permission, "principal": "${terraform_data.later.output}"}
    found = judge(plan_of({**CALLER, "aws_lambda_permission.p": later}), invoke_cross_account_allowlist.GUARDRAIL)
    assert [(one.verdict.outcome, one.verdict.at) for one in found] == [(Outcome.UNKNOWN, "principal")]


def test_what_is_foreign_is_said_before_what_is_open() -> None:
    permission = {"function_name": "f", "action": "lambda:InvokeFunction", "principal": "sns.amazonaws.com"}
    sources = {"source_account": "${terraform_data.later.output}", "source_arn": f"arn:aws:sns:us-east-1:{PARTNER}:t"}
    plan = json.loads(plan_of({**CALLER, "aws_lambda_permission.p": {**permission, **sources}, "aws_iam_role.r": {}}))
    (found,) = judge(plan, invoke_cross_account_allowlist.GUARDRAIL)
    assert (found.verdict.outcome, found.verdict.at) == (Outcome.FAIL, "source_arn")
    assert found.verdict.because.startswith(f"A source in account {PARTNER} ")
    for change in plan["resource_changes"]:
        change["change"]["after_sensitive"] = {"source_arn": True}
    (found,) = judge(plan, invoke_cross_account_allowlist.GUARDRAIL)
    assert found.verdict.because.startswith("A source in account (sensitive) ")


def test_the_sentence_says_what_a_wildcard_lets_in() -> None:
    permission = {"function_name": "f", "action": "lambda:InvokeFunction", "principal": "events.amazonaws.com"}
    rule = {**permission, "source_arn": "arn:aws:events:us-east-1:123456789012:rule/*"}
    found, because = outcome(plan_of({"aws_lambda_permission.p": rule}), invoke_source_arn_not_wildcard.GUARDRAIL)
    assert found is Outcome.FAIL
    assert because.endswith("every one in the account may call.")
    anyone = {**permission, "source_arn": "arn:aws:events:*:*:rule/orders"}
    found, because = outcome(plan_of({"aws_lambda_permission.p": anyone}), invoke_source_arn_not_wildcard.GUARDRAIL)
    assert found is Outcome.FAIL
    assert because.endswith("what is not yours may match as well.")


@pytest.mark.parametrize(
    ("layers", "unknown", "expected"),
    [
        ([None, "arn:aws:lambda:us-east-1:123456789012:layer:own:1"], [True, False], Outcome.PASS),
        ([None, LAYER], [True, False], Outcome.FAIL),
        (["no ARN at all"], [False], Outcome.UNKNOWN),
        ([None, "no ARN at all"], [True, False], Outcome.UNKNOWN),
    ],
)
def test_a_list_that_shows_its_elements_is_judged_by_each(
    layers: list[Any], unknown: list[bool], expected: Outcome
) -> None:
    resources = {"layers": ["${aws_lambda_layer_version.l.arn}"]}
    plan = json.loads(
        plan_of({**CALLER, "aws_lambda_layer_version.l": {"layer_name": "l"}, "aws_lambda_function.f": resources})
    )
    (change,) = (one["change"] for one in plan["resource_changes"] if one["type"] == "aws_lambda_function")
    change["after"]["layers"] = layers
    change["after_unknown"]["layers"] = unknown
    assert outcome(plan, layer_trusted_source.GUARDRAIL)[0] is expected


def test_an_element_whose_layer_nobody_knows_is_open() -> None:
    plan = json.loads(plan_of({**CALLER, "aws_lambda_function.f": {"layers": ["${terraform_data.later.output}"]}}))
    (change,) = (one["change"] for one in plan["resource_changes"] if one["type"] == "aws_lambda_function")
    change["after"]["layers"], change["after_unknown"]["layers"] = [None], [True]
    (finding,) = judge(plan, layer_trusted_source.GUARDRAIL)
    assert (finding.verdict.outcome, finding.verdict.at) == (Outcome.UNKNOWN, "layers[0]")


def test_an_account_that_is_sensitive_is_not_said() -> None:
    plan = json.loads(plan_of({**CALLER, "aws_lambda_function.f": {"layers": [LAYER]}}))
    plan["resource_changes"][0]["change"]["after_sensitive"] = {"layers": True}
    found, because = outcome(plan, layer_trusted_source.GUARDRAIL)
    assert found is Outcome.FAIL
    assert PARTNER not in because


def function(runtime: str, *actions: str) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(plan_of({"aws_lambda_function.f": {"runtime": runtime}}))
    plan["resource_changes"][0]["change"]["actions"] = actions
    return plan


@pytest.mark.parametrize(
    ("runtime", "actions", "expected", "says"),
    [
        ("python3.7", ("create",), Outcome.FAIL, "refused to create"),
        ("python3.7", ("delete", "create"), Outcome.FAIL, "refused to create"),
        ("python3.7", ("update",), Outcome.PASS, ""),
        ("python3.6", ("update",), Outcome.FAIL, "this plan cannot be applied"),
        ("python3.6", ("no-op",), Outcome.FAIL, "its code cannot be mended"),
        ("python3.15", ("create",), Outcome.PASS, ""),
    ],
)
def test_new_functions_are_refused_before_changes_are(
    runtime: str, actions: tuple[str, ...], expected: Outcome, says: str
) -> None:
    found, because = outcome(function(runtime, *actions), runtime_blocked.GUARDRAIL)
    assert found is expected
    assert says in because


@pytest.mark.parametrize(("day", "expected"), [(14, Outcome.PASS), (15, Outcome.FAIL)])
def test_the_day_itself_counts_as_deprecated(day: int, expected: Outcome) -> None:
    data = json.dumps(function("python3.9", "create")).encode()
    options = Options(Pack("t", (runtime_deprecated.GUARDRAIL,)), date(2025, 12, day), keep_passes=True)
    assert check([("plan.json", data)], options).findings[0].verdict.outcome is expected


@pytest.mark.parametrize(("day", "expected"), [(8, Outcome.PASS), (9, Outcome.FAIL)])
def test_the_day_itself_counts_as_refused(day: int, expected: Outcome) -> None:
    data = json.dumps(function("python3.7", "create")).encode()
    options = Options(Pack("t", (runtime_blocked.GUARDRAIL,)), date(2024, 1, day), keep_passes=True)
    assert check([("plan.json", data)], options).findings[0].verdict.outcome is expected


def test_a_runtime_that_is_refused_is_told_once() -> None:
    found = judge(function("python3.7", "create"), runtime_deprecated.GUARDRAIL, runtime_blocked.GUARDRAIL)
    assert [(one.guardrail, one.folded_under, one.effect) for one in found] == [
        ("LP501", "LP502", Effect.DENY),
        ("LP502", None, Effect.DENY),
    ]
