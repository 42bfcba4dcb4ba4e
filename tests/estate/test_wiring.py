"""Which queues and topics functions are wired to."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Unknown

LATER = "${terraform_data.later.output}"
FUNCTION = "${aws_lambda_function.f.arn}"
QUEUE, TOPIC = "${aws_sqs_queue.q.arn}", "${aws_sns_topic.t.arn}"
SUBSCRIPTION = "aws_sns_topic_subscription.s"


def subscribed(topic: str, protocol: str, endpoint: str) -> dict[str, Any]:
    return {SUBSCRIPTION: {"topic_arn": topic, "protocol": protocol, "endpoint": endpoint}}


def read(source: str, function: str = FUNCTION) -> dict[str, Any]:
    return {"aws_lambda_event_source_mapping.m": {"event_source_arn": source, "function_name": function}}


def failing_to(target: str) -> dict[str, Any]:
    return {"aws_lambda_function.f": {"function_name": "f", "dead_letter_config": [{"target_arn": target}]}}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ({}, [False, False]),
        (read(QUEUE), [True, False]),
        (read("${aws_sqs_queue.other.arn}"), [False, False]),
        (read(LATER), [None, None]),
        (read(QUEUE, "elsewhere"), [True, False]),
        (failing_to(QUEUE), [True, False]),
        (failing_to(TOPIC), [False, True]),
        (subscribed(TOPIC, "lambda", FUNCTION), [False, True]),
        (subscribed(TOPIC, "sqs", QUEUE), [False, False]),
        (subscribed(TOPIC, LATER, FUNCTION), [None, None]),
        (read(QUEUE) | subscribed(TOPIC, "sqs", QUEUE), [True, True]),
        (read(QUEUE) | subscribed(LATER, "sqs", QUEUE), [True, None]),
        (read(QUEUE) | subscribed(TOPIC, "sqs", LATER), [True, None]),
        (read(QUEUE) | subscribed(TOPIC, "sqs", "${aws_sqs_queue.other.arn}"), [True, False]),
    ],
)
def test_a_queue_or_topic_is_wired_to_functions_directly_or_through_a_queue(
    resources: dict[str, Any], expected: list[bool | None]
) -> None:
    written = {
        "aws_lambda_function.f": {"function_name": "f"},
        "aws_sqs_queue.q": {"name": "q"},
        "aws_sqs_queue.other": {"name": "other"},
        "aws_sns_topic.t": {"name": "t"},
        **resources,
    }
    plan = Plan(read_plan(plan_of(written), "p").document)
    estate = Estate(plan)
    owners = (plan.by_address[address] for address in ("aws_sqs_queue.q", "aws_sns_topic.t"))
    found = [estate.joins.wiring_of(owner, Unknown()) for owner in owners]
    assert [one.answer for one in found] == expected
    assert all((one.hole is not None) == (one.answer is None) for one in found)


def test_a_policy_of_nobody_known_may_be_behind_a_function_only_where_something_is_wired() -> None:
    hole = Unknown("queue_url")
    for resources, answer in (({}, False), (read(QUEUE), None)):
        written = {"aws_lambda_function.f": {}, "aws_sqs_queue.q": {"name": "q"}, **resources}
        estate = Estate(Plan(read_plan(plan_of(written), "p").document))
        assert estate.joins.wiring_of(None, hole).answer is answer
