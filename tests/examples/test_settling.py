"""An example with a state before it is a plan that changes, replaces, removes or leaves what is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from lambda_policies.examples import plan_of

LATER = "${terraform_data.later.output}"
RUNS: dict[str, Any] = {
    "aws_iam_role.r": {"name": "r"},
    "aws_lambda_function.f": {"role": "${aws_iam_role.r.arn}", "logging_config": [{"log_format": "JSON"}]},
}


def changes(resources: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What happens to each object."""
    plan = json.loads(plan_of(resources, before))
    return {each["address"]: each["change"] for each in plan["resource_changes"]}


@pytest.mark.parametrize(
    ("after", "before", "actions"),
    [
        ({"aws_sqs_queue.q": {}}, {}, ["create"]),
        ({"aws_sqs_queue.q": {}}, {"aws_sqs_queue.q": {}}, ["no-op"]),
        ({"aws_sqs_queue.q": {"delay_seconds": 1}}, {"aws_sqs_queue.q": {}}, ["update"]),
        ({}, {"aws_sqs_queue.q": {}}, ["delete"]),
        (
            {"aws_lambda_permission.p": {"function_name": "f", "principal": "*"}},
            {"aws_lambda_permission.p": {"function_name": "f"}},
            ["delete", "create"],
        ),
    ],
)
def test_what_happens(after: Mapping[str, Any], before: Mapping[str, Any], actions: list[str]) -> None:
    ((_, change),) = changes(after, before).items()
    assert change["actions"] == actions
    assert (change["before"] is None, change["after"] is None) == (actions == ["create"], actions == ["delete"])


def test_what_is_there_has_a_value_everywhere_and_keeps_it() -> None:
    function = changes(RUNS | {"aws_lambda_function.f": RUNS["aws_lambda_function.f"] | {"timeout": 9}}, RUNS)[
        "aws_lambda_function.f"
    ]
    assert function["before"]["role"] == "arn:aws:iam::123456789012:role/r"
    assert function["before"]["arn"] == "arn:aws:lambda:us-east-1:123456789012:function:f"
    assert function["before"]["logging_config"][0]["log_group"] == "/aws/lambda/f"
    assert function["before"]["tracing_config"] == [{"mode": "PassThrough"}]
    assert function["before"] | {"timeout": 9} == function["after"]
    assert True not in function["after_unknown"].values()


def test_what_the_author_leaves_open_is_open() -> None:
    after = {"tracing_config": [{"mode": LATER}], "kms_key_arn": LATER, "layers": [LATER]}
    before = {"aws_lambda_function.f": {"layers": ["a"]}}
    change = changes({"aws_lambda_function.f": after}, before)["aws_lambda_function.f"]
    unknown = {name for name, shape in change["after_unknown"].items() if "true" in json.dumps(shape)}
    assert unknown == {"tracing_config", "kms_key_arn", "layers"}


def test_a_replacement_gets_new_values() -> None:
    before = {"aws_lambda_permission.p": {"function_name": "f"}}
    after = {"aws_lambda_permission.p": {"function_name": "f", "principal": "*"}}
    assert changes(after, before)["aws_lambda_permission.p"]["after_unknown"]["id"] is True
    assert changes(before, before)["aws_lambda_permission.p"]["after_unknown"] == {}


def test_marks_stand_on_both_sides_and_the_state_holds_what_was_there() -> None:
    secret = {"variable.p": {"value": "x", "sensitive": True}}
    plan = json.loads(plan_of({}, {**secret, "aws_lambda_function.f": {"description": "${var.p}"}}))
    assert plan["resource_changes"][0]["change"]["before_sensitive"]["description"] is True
    (held,) = plan["prior_state"]["values"]["root_module"]["resources"]
    assert held["address"] == "aws_lambda_function.f"
    assert held["values"] == plan["resource_changes"][0]["change"]["before"]


def test_data_that_was_read_before_is_no_object() -> None:
    data: dict[str, Any] = {"data.aws_caller_identity.current": {}}
    assert changes(data, data) == {}
