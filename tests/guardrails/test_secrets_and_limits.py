"""What the examples of the guardrails about secrets, timeouts and queues do not show."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lambda_policies.examples import plan_of
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.guardrails.coded import by_slug
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Finding, Outcome

LATER = "${terraform_data.later.output}"
TEXT = "correct horse battery"
SECRET: dict[str, Any] = {"aws_secretsmanager_secret.db": {"name": "orders/db"}}
ID = {"secret_id": "${aws_secretsmanager_secret.db.id}"}
KEY: dict[str, Any] = {"aws_iam_access_key.k": {"user": "mail"}}
PASSWORD: dict[str, Any] = {"variable.password": {"value": TEXT, "sensitive": True}}
Judge = Callable[..., tuple[Finding, ...]]
PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN


def environment(**variables: str) -> dict[str, Any]:
    return {"aws_lambda_function.f": {"environment": [{"variables": variables}]}}


def outcomes(found: tuple[Finding, ...]) -> dict[tuple[str, str], Outcome]:
    return {(finding.verdict.address, finding.verdict.at): finding.verdict.outcome for finding in found}


@pytest.mark.parametrize(
    ("name", "value", "outcome"),
    [
        ("DB_PASSWORD", "abc", FAIL),
        ("apiToken", "abc", FAIL),
        ("DB_SECRET", "orders-db", PASS),
        ("DB_SECRET", "three little words", FAIL),
        ("DB_PASSWORD", "", PASS),
        ("DB_PASSWORD_ARN", "abc", PASS),
        ("TOKEN_TTL", "60", PASS),
        ("STAGE", "abc", PASS),
    ],
)
def test_names_that_promise_a_secret(name: str, value: str, outcome: Outcome, judge: Judge) -> None:
    found = judge(plan_of(environment(**{name: value})), by_slug("env-no-secret-names"))
    assert [finding.verdict.outcome for finding in found] == [outcome]


@pytest.mark.parametrize(
    ("slug", "variables", "at"),
    [
        ("env-no-secret-values", {"STAGE": "prod", "HOST": None}, "environment[0].variables.HOST"),
        ("env-no-secret-names", {"STAGE": "prod", "DB_PASSWORD": None}, "environment[0].variables.DB_PASSWORD"),
    ],
)
def test_a_map_that_shows_its_values_is_open_where_one_of_them_is(
    slug: str, variables: dict[str, str | None], at: str, judge: Judge
) -> None:
    hidden = next(name for name, value in variables.items() if value is None)
    plan = json.loads(plan_of(environment(**{hidden: LATER})))
    (change,) = (one["change"] for one in plan["resource_changes"] if one["type"] == "aws_lambda_function")
    change["after"]["environment"] = [{"variables": variables}]
    change["after_unknown"]["environment"] = [{"variables": {hidden: True}}]
    assert outcomes(judge(json.dumps(plan).encode(), by_slug(slug))) == {("aws_lambda_function.f", at): UNKNOWN}


def test_a_secret_of_the_state_leads_its_mark_unless_a_variable_is_marked_too(judge: Judge) -> None:
    queue: dict[str, Any] = {"aws_sqs_queue.q": {}}
    copied = environment(A="${aws_iam_access_key.k.secret}", Q="${aws_sqs_queue.q.url}")
    both = environment(A="${aws_iam_access_key.k.secret}", B="${var.password}", Q="${aws_sqs_queue.q.url}")
    guardrails = by_slug("env-secret-from-state"), by_slug("env-sensitive-marked")
    for resources, leader in ((queue | KEY | copied, "LP604"), (queue | KEY | PASSWORD | both, None)):
        found = judge(plan_of(resources), *guardrails)
        assert {finding.guardrail: finding.folded_under for finding in found} == {"LP603": leader, "LP604": None}


def test_a_local_hides_nothing_where_marks_show_everything(judge: Judge) -> None:
    resources = environment(A="${local.x}") | {"local.x": {"value": "y"}}
    (shown,) = judge(plan_of(resources), by_slug("env-secret-from-state"))
    assert shown.verdict.outcome is PASS
    tree = json.loads(plan_of(resources))
    del tree["resource_changes"][0]["change"]["after_sensitive"]
    (old,) = judge(json.dumps(tree).encode(), by_slug("env-secret-from-state"))
    assert old.verdict.outcome is UNKNOWN
    assert (
        old.verdict.because
        == "What the environment is made from does not show in the plan, but passes through local.x."
    )


def version(body: dict[str, Any]) -> dict[str, Any]:
    return {**SECRET, "aws_secretsmanager_secret_version.v": {**ID, **body}}


def parameter(kind: str, value: str) -> dict[str, Any]:
    return {"aws_ssm_parameter.p": {"name": "p", "type": kind, "value": value}}


@pytest.mark.parametrize(
    ("resources", "outcome"),
    [
        (version({"secret_string": "${aws_iam_access_key.k.secret}"}) | KEY, [PASS]),
        (version({"secret_string": "${local.x}"}) | {"local.x": {"value": TEXT}}, [UNKNOWN]),
        (version({"secret_string": "${aws_sqs_queue.q.url}"}) | {"aws_sqs_queue.q": {}}, [UNKNOWN]),
        (version({"secret_string_wo": TEXT, "secret_string_wo_version": 1}), [FAIL]),
        (version({"secret_binary": "Y29ycmVjdCBob3JzZQ=="}), [FAIL]),
        (version({}), []),
        (parameter("String", TEXT), []),
        (parameter("SecureString", "CHANGE_ME"), [PASS]),
        (parameter(LATER, TEXT), [UNKNOWN]),
    ],
)
def test_where_a_stored_secret_comes_from(resources: dict[str, Any], outcome: list[Outcome], judge: Judge) -> None:
    found = judge(plan_of(resources), by_slug("secret-value-literal"))
    assert [finding.verdict.outcome for finding in found] == outcome
    assert all(TEXT not in finding.verdict.because for finding in found)


@pytest.mark.parametrize(("value", "outcome"), [(TEXT, FAIL), ("CHANGE_ME", FAIL)])
def test_a_placeholder_is_the_password_of_a_database(value: str, outcome: Outcome, judge: Judge) -> None:
    tree = json.loads(plan_of({}))
    block = {"address": "aws_db_instance.d", "mode": "managed", "type": "aws_db_instance", "name": "d"}
    change = {"actions": ["create"], "before": None, "after": {"password": value}, "after_unknown": {}}
    tree["resource_changes"].append({**block, "change": change})
    written = {"password": {"constant_value": value}}
    tree["configuration"]["root_module"].setdefault("resources", []).append({**block, "expressions": written})
    (found,) = judge(json.dumps(tree).encode(), by_slug("secret-value-literal"))
    assert found.verdict.outcome is outcome


def test_no_configuration_says_nothing_of_where_a_secret_comes_from(judge: Judge) -> None:
    tree = json.loads(plan_of(version({"secret_string": TEXT})))
    del tree["configuration"]
    (found,) = judge(json.dumps(tree).encode(), by_slug("secret-value-literal"))
    assert found.verdict.because == "Where secret_string comes from does not show in the plan."


@pytest.mark.parametrize(
    ("name", "resources", "outcome"),
    [
        ("orders-${aws_sqs_queue.q.id}", {"aws_sqs_queue.q": {}}, PASS),
        ("orders-${var.stage}-${aws_sqs_queue.q.id}", {"aws_sqs_queue.q": {}}, PASS),
        ("orders-${aws_iam_access_key.k.secret}", KEY, UNKNOWN),
        (LATER, {}, UNKNOWN),
    ],
)
def test_a_name_that_is_known_only_after_apply(
    name: str, resources: dict[str, Any], outcome: Outcome, judge: Judge
) -> None:
    found = judge(
        plan_of({**resources, "aws_lambda_function.f": {"function_name": name}}), by_slug("freeform-no-secrets")
    )
    assert outcomes(found)["aws_lambda_function.f", "function_name"] is outcome


def test_a_secret_that_provider_four_rotates(judge: Judge) -> None:
    tree = json.loads(plan_of(SECRET | environment(A="orders/db")))
    change = next(one["change"] for one in tree["resource_changes"] if one["type"] == "aws_secretsmanager_secret")
    guardrail = by_slug("secret-rotation-enabled")
    assert [one.verdict.outcome for one in judge(json.dumps(tree).encode(), guardrail)] == [FAIL]
    change["after"]["rotation_lambda_arn"] = "arn:aws:lambda:us-east-1:123456789012:function:rotate"
    assert [one.verdict.outcome for one in judge(json.dumps(tree).encode(), guardrail)] == [PASS]


def queue(hidden: int, timeout: int) -> bytes:
    mapping = {"event_source_arn": "${aws_sqs_queue.q.arn}", "function_name": "${aws_lambda_function.f.arn}"}
    return plan_of(
        {
            "aws_sqs_queue.q": {"visibility_timeout_seconds": hidden},
            "aws_lambda_function.f": {"timeout": timeout},
            "aws_lambda_event_source_mapping.m": mapping,
        }
    )


def judged(plan: bytes, parameters: dict[str, dict[str, int]], *slugs: str) -> tuple[Finding, ...]:
    guardrails: tuple[Guardrail[Any], ...] = tuple(by_slug(slug) for slug in slugs)
    options = Options(Pack("tests", guardrails), date(2026, 11, 21), keep_passes=True, parameters=parameters)
    return check([("plan.json", plan)], options).findings


def test_a_timeout_over_its_maximum_leads_the_queue_that_it_is_too_long_for() -> None:
    limits = {"LP706": {"maximum": 60}, "LP710": {"maximum": 60}}
    found = judged(queue(30, 120), limits, "timeout-max", "sqs-visibility-timeout")
    assert {one.guardrail: (one.verdict.address, one.folded_under) for one in found} == {
        "LP706": ("aws_lambda_function.f", None),
        "LP710": ("aws_lambda_function.f", "LP706"),
    }
    within = judged(queue(30, 60), limits, "timeout-max", "sqs-visibility-timeout")
    assert [one.verdict.address for one in within if one.verdict.outcome is FAIL] == ["aws_sqs_queue.q"]


def test_a_factor_asks_for_more_time_than_the_timeout() -> None:
    (found,) = judged(queue(120, 30), {"LP710": {"factor": 6}}, "sqs-visibility-timeout")
    assert found.verdict.because.endswith("may take 30; 180 are wanted.")


@pytest.mark.parametrize("function_name", [LATER, "elsewhere"])
def test_a_mapping_whose_function_is_not_known(function_name: str, judge: Judge) -> None:
    mapping = {"event_source_arn": "${aws_sqs_queue.q.arn}", "function_name": function_name}
    plan = plan_of({"aws_sqs_queue.q": {}, "aws_lambda_event_source_mapping.m": mapping})
    found = judge(plan, by_slug("sqs-visibility-timeout"))
    assert outcomes(found) == {("aws_lambda_event_source_mapping.m", "function_name"): UNKNOWN}


@pytest.mark.parametrize(
    "source",
    [
        {"event_source_arn": "arn:aws:kinesis:us-east-1:123456789012:stream/s", "starting_position": "LATEST"},
        {"event_source_arn": "arn:aws:mq:us-east-1:123456789012:broker:b:b-1"},
        {"event_source_arn": "${aws_dynamodb_table.t.stream_arn}"},
    ],
)
def test_streams_and_brokers_have_no_visibility_timeout(source: dict[str, str], judge: Judge) -> None:
    mapping = {**source, "function_name": "${aws_lambda_function.f.arn}"}
    table = {"stream_enabled": True, "stream_view_type": "NEW_IMAGE"}
    resources: dict[str, Any] = {
        "aws_lambda_function.f": {},
        "aws_lambda_event_source_mapping.m": mapping,
        "aws_dynamodb_table.t": table,
    }
    assert judge(plan_of(resources), by_slug("sqs-visibility-timeout")) == ()
