"""What gets weaker, beyond the examples: what is compared at all, what stands in for it, and what is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from lambda_policies.examples import plan_of
from lambda_policies.guardrails.coded import by_slug
from lambda_policies.packs import catalogue
from lambda_policies.verdicts import Finding, Outcome

REGRESSION = by_slug("guardrail-regression")
LATER = "${terraform_data.later.output}"
BOUNDARY = "arn:aws:iam::123456789012:policy/functions"
FAILED = "arn:aws:sqs:us-east-1:123456789012:orders-failed"
PERMITS: dict[str, Any] = {"function_name": "orders", "principal": "s3.amazonaws.com"}
FUNCTION: dict[str, Any] = {"aws_lambda_function.orders": {"function_name": "orders"}}
ALARM: dict[str, Any] = {
    "alarm_name": "errors",
    "namespace": "AWS/Lambda",
    "metric_name": "Errors",
    "evaluation_periods": 1,
    "dimensions": {"FunctionName": "orders"},
}
Judge: TypeAlias = Callable[..., tuple[Finding, ...]]
Resources: TypeAlias = dict[str, Any]


@pytest.fixture
def said(judge: Judge) -> Callable[[Resources, Resources], list[tuple[str, str, Outcome]]]:
    """What it says about a change: address, attribute and outcome."""

    def said(before: Resources, after: Resources) -> list[tuple[str, str, Outcome]]:
        found = judge(plan_of(after, before), REGRESSION)
        return [(one.verdict.address, one.verdict.at, one.verdict.outcome) for one in found]

    return said


Said: TypeAlias = Callable[[Resources, Resources], list[tuple[str, str, Outcome]]]


def test_what_is_created_or_stays_is_not_compared(said: Said) -> None:
    assert said({}, FUNCTION) == []
    assert said(FUNCTION, FUNCTION) == []


def test_what_guards_no_function_that_stays_is_not_compared(said: Said) -> None:
    role = {"name": "orders", "permissions_boundary": BOUNDARY}
    assert said({"aws_iam_role.orders": role}, {"aws_iam_role.orders": {"name": "orders"}}) == []
    group = {"aws_cloudwatch_log_group.orders": {"name": "/aws/lambda/orders", "retention_in_days": 90}}
    assert said({**FUNCTION, **group}, {}) == []
    assert said({**FUNCTION, "aws_lambda_permission.s3": PERMITS}, FUNCTION) == []


def test_what_is_only_forgotten_stays(judge: Judge) -> None:
    group = {"aws_cloudwatch_log_group.orders": {"name": "/aws/lambda/orders"}}
    plan = json.loads(plan_of(FUNCTION, {**FUNCTION, **group}))
    assert [one.verdict.outcome for one in judge(json.dumps(plan).encode(), REGRESSION)] == [Outcome.FAIL]
    plan["resource_changes"][0]["change"]["actions"] = ["forget"]
    assert judge(json.dumps(plan).encode(), REGRESSION) == ()


def test_a_log_group_that_terraform_leaves_behind_is_not_destroyed(said: Said) -> None:
    group = {"aws_cloudwatch_log_group.orders": {"name": "/aws/lambda/orders", "skip_destroy": True}}
    assert said({**FUNCTION, **group}, FUNCTION) == []


def test_a_log_group_of_another_region_is_another_one(judge: Judge) -> None:
    group = {"aws_cloudwatch_log_group.orders": {"name": "/aws/lambda/orders"}}
    plan = plan_of(FUNCTION, {**FUNCTION, **group}).replace(b"arn:aws:logs:us-east-1", b"arn:aws:logs:eu-west-1")
    assert judge(plan, REGRESSION) == ()


@pytest.mark.parametrize(
    ("field", "before", "after", "outcome"),
    [
        ("retention_in_days", None, 7, Outcome.PASS),
        ("kms_key_id", "arn:aws:kms:us-east-1:123456789012:key/a", LATER, Outcome.UNKNOWN),
    ],
)
def test_log_groups(said: Said, field: str, before: Any, after: Any, outcome: Outcome) -> None:
    def group(value: Any) -> Resources:
        return {**FUNCTION, "aws_cloudwatch_log_group.orders": {"name": "/aws/lambda/orders", field: value}}

    ((_, at, found),) = said(group(before), group(after))
    assert (at, found) == ("" if outcome is Outcome.PASS else field, outcome)


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        ({"tracing_config": [{"mode": "Active"}]}, {"tracing_config": [{"mode": LATER}]}, Outcome.UNKNOWN),
        ({"dead_letter_config": [{"target_arn": FAILED}]}, {"kms_key_arn": "a"}, Outcome.FAIL),
    ],
)
def test_functions(said: Said, before: Resources, after: Resources, outcome: Outcome) -> None:
    name: dict[str, Any] = {"function_name": "orders"}
    found = said({"aws_lambda_function.orders": name | before}, {"aws_lambda_function.orders": name | after})
    assert [one for _, _, one in found] == [outcome]


def test_whether_a_destination_keeps_what_the_queue_kept_may_be_open(said: Said) -> None:
    queue = {"aws_lambda_function.orders": {"function_name": "orders", "dead_letter_config": [{"target_arn": FAILED}]}}
    config = {"function_name": "orders", "destination_config": [{"on_failure": [{"destination": LATER}]}]}
    after = {**FUNCTION, "aws_lambda_function_event_invoke_config.orders": config}
    assert [(at, outcome) for _, at, outcome in said(queue, after)] == [
        ("dead_letter_config[0].target_arn", Outcome.UNKNOWN)
    ]


@pytest.mark.parametrize(
    ("before", "after", "at", "outcome"),
    [
        ({"principal": "123456789012"}, {"principal": "*"}, "principal", Outcome.FAIL),
        ({}, {"principal": "210987654321"}, "principal", Outcome.FAIL),
        ({"principal": "*"}, {"principal": "123456789012"}, "", Outcome.PASS),
        ({"function_url_auth_type": "NONE"}, {"function_url_auth_type": "AWS_IAM"}, "", Outcome.PASS),
    ],
)
def test_permissions(said: Said, before: Resources, after: Resources, at: str, outcome: Outcome) -> None:
    found = said({"aws_lambda_permission.s3": PERMITS | before}, {"aws_lambda_permission.s3": PERMITS | after})
    assert found == [("aws_lambda_permission.s3", at, outcome)]


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        ({}, Outcome.PASS),
        ({"metric_name": "Throttles"}, Outcome.FAIL),
        ({"dimensions": {"FunctionName": "other"}}, Outcome.FAIL),
        ({"dimensions": LATER}, Outcome.UNKNOWN),
        ({"dimensions": None}, Outcome.FAIL),
    ],
)
def test_an_alarm_may_take_the_place_of_another(said: Said, other: Resources, outcome: Outcome) -> None:
    before = {**FUNCTION, "aws_cloudwatch_metric_alarm.old": ALARM}
    after = {**FUNCTION, "aws_cloudwatch_metric_alarm.new": ALARM | {"alarm_name": "new"} | other}
    assert said(before, after) == [("aws_cloudwatch_metric_alarm.old", "alarm_name", outcome)]


def test_an_alarm_on_something_else_is_nothing_to_a_function(said: Said) -> None:
    alarm = {"aws_cloudwatch_metric_alarm.old": ALARM | {"dimensions": {"QueueName": "orders"}}}
    assert said({**FUNCTION, **alarm}, FUNCTION) == []


def test_a_trail_may_take_the_place_of_another(said: Said) -> None:
    trail = {"name": "all", "s3_bucket_name": "trail"}
    found = said({**FUNCTION, "aws_cloudtrail.old": trail}, {**FUNCTION, "aws_cloudtrail.new": trail})
    assert found == [("aws_cloudtrail.old", "name", Outcome.PASS)]


def test_it_leads_what_asks_for_the_same_by_itself(judge: Judge) -> None:
    runs = {"aws_lambda_function.orders": {"function_name": "orders", "role": "${aws_iam_role.orders.arn}"}}
    before = {**runs, "aws_iam_role.orders": {"name": "orders", "permissions_boundary": BOUNDARY}}
    found = judge(plan_of({**runs, "aws_iam_role.orders": {"name": "orders"}}, before), *catalogue())
    about = {one.guardrail: one for one in found if one.verdict.at == "permissions_boundary"}
    assert about["LP118"].folded_under == "LP1311"
    assert about["LP1311"].subjects == ("aws_lambda_function.orders",)
    assert about["LP1311"].new is True
