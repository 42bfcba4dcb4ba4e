"""What invokes a function and does not wait."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.function import Function
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan

LATER = "${terraform_data.later.output}"
ARN = "${aws_lambda_function.f.arn}"
SURE, MAYBE = True, False


def triggers(**resources: dict[str, Any]) -> list[tuple[str, bool]]:
    """The services that invoke the function ``f``, and whether each certainly does."""
    written = {name.replace("__", "."): body for name, body in resources.items()}
    plan = plan_of({"aws_lambda_function.f": {"function_name": "f"}, "aws_lambda_function.g": {}} | written)
    estate = Estate(Plan(read_plan(plan, "p").document))
    function = next(one for one in estate.of(Function) if one.address == "aws_lambda_function.f")
    return [(trigger.service, trigger.hole is None) for trigger in estate.joins.triggers_of(function)]


def permission(**changes: Any) -> dict[str, Any]:
    action = {"action": "lambda:InvokeFunction", "function_name": ARN, "principal": "s3.amazonaws.com"}
    return {"aws_lambda_permission__p": {**action, **changes}}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        (permission(), [("s3", SURE)]),
        (permission(principal="events.amazonaws.com"), [("events", SURE)]),
        (permission(principal="logs.eu-west-1.amazonaws.com"), [("logs", SURE)]),
        (permission(principal="apigateway.amazonaws.com"), []),
        (permission(principal="123456789012"), []),
        (permission(principal=LATER), [("", MAYBE)]),
        (permission(function_name="${aws_lambda_function.g.arn}"), []),
        (permission(function_name=LATER), [("s3", MAYBE)]),
        (permission(function_name="elsewhere"), []),
        ({**permission(principal="${aws_iam_role.r.arn}"), "aws_iam_role__r": {}}, []),
        ({"aws_cloudwatch_event_target__t": {"rule": "r", "arn": ARN}}, [("events", SURE)]),
        ({"aws_cloudwatch_event_target__t": {"rule": "r", "arn": LATER}}, [("events", MAYBE)]),
        (
            {"aws_cloudwatch_event_target__t": {"rule": "r", "arn": "${aws_sqs_queue.q.arn}"}, "aws_sqs_queue__q": {}},
            [],
        ),
        ({"aws_sns_topic_subscription__s": {"topic_arn": "t", "protocol": "lambda", "endpoint": ARN}}, [("sns", SURE)]),
        ({"aws_sns_topic_subscription__s": {"topic_arn": "t", "protocol": "sqs", "endpoint": ARN}}, []),
        ({"aws_sns_topic_subscription__s": {"topic_arn": "t", "protocol": LATER, "endpoint": ARN}}, [("sns", MAYBE)]),
    ],
)
def test_who_hands_events_over(resources: dict[str, Any], expected: list[tuple[str, bool]]) -> None:
    assert triggers(**resources) == expected


def test_each_function_that_a_bucket_notifies_is_found() -> None:
    blocks = [{"lambda_function_arn": f"${{aws_lambda_function.{name}.arn}}", "events": ["e"]} for name in ("g", "f")]
    assert triggers(aws_s3_bucket_notification__b={"bucket": "b", "lambda_function": blocks}) == [("s3", SURE)]
    assert triggers(aws_s3_bucket_notification__b={"bucket": "b", "lambda_function": blocks[:1]}) == []


def test_certain_triggers_come_first() -> None:
    target = {"aws_cloudwatch_event_target__t": {"rule": "r", "arn": ARN}}
    assert triggers(**permission(principal=LATER), **target) == [("events", SURE), ("", MAYBE)]
