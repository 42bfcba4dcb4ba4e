"""Where a written value comes from, whatever the plan knows of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.origins import Origin, origins
from lambda_policies.plan.reader import read_plan
from lambda_policies.plan.resources import Resource

SECRET = {"value": "a text of no interest", "sensitive": True}
PLACE = ("environment", 0, "variables")


def function(address: str = "aws_lambda_function.orders", **resources: Any) -> Resource:
    plan = Plan(read_plan(plan_of(resources), "p").document)
    return plan.by_address[address]


def environment(**variables: Any) -> dict[str, Any]:
    return {"environment": [{"variables": variables}]}


def texts(found: tuple[Origin, ...]) -> list[str]:
    return [origin.text for origin in found]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("prod", ["a literal"]),
        ("${var.stage}", ["var.stage"]),
        ("${local.stage}", ["local.stage"]),
        ("${aws_sqs_queue.q.url}", ["aws_sqs_queue.q.url"]),
        ("${var.stage}-${aws_sqs_queue.q.url}", ["var.stage", "aws_sqs_queue.q.url"]),
    ],
)
def test_what_is_written_in_the_root_module(written: str, found: list[str]) -> None:
    resources: dict[str, Any] = {"aws_sqs_queue.q": {}, "local.stage": {"value": "prod"}}
    resources["aws_lambda_function.orders"] = environment(A=written)
    assert texts(origins(function(**resources), PLACE)) == found


def test_module_inputs_and_outputs_are_followed() -> None:
    resources: dict[str, Any] = {
        "variable.password": SECRET,
        "module.store": {"given": "${var.password}"},
        "module.store.output.kept": {"value": "${var.given}"},
        "module.fn": {"kept": "${module.store.kept}"},
        "module.fn.aws_lambda_function.orders": environment(A="${var.kept}"),
    }
    found = origins(function("module.fn.aws_lambda_function.orders", **resources), PLACE)
    assert texts(found) == ["var.password"]
    assert all(origin.sensitive and origin.sure for origin in found)


def test_a_literal_that_the_caller_of_a_module_writes() -> None:
    resources: dict[str, Any] = {
        "module.fn": {"stage": "prod"},
        "module.fn.aws_lambda_function.orders": environment(A="${var.stage}"),
    }
    assert texts(origins(function("module.fn.aws_lambda_function.orders", **resources), PLACE)) == ["a literal"]


def test_a_variable_of_a_module_that_is_declared_sensitive_marks_what_is_given() -> None:
    resources: dict[str, Any] = {
        "module.fn": {"stage": "prod"},
        "module.fn.variable.stage": {"sensitive": True},
        "module.fn.aws_lambda_function.orders": environment(A="${var.stage}"),
    }
    found = origins(function("module.fn.aws_lambda_function.orders", **resources), PLACE)
    assert [origin.sensitive for origin in found] == [True]


def test_one_part_of_an_object_is_made_from_one_of_what_the_object_is_made_from() -> None:
    resources: dict[str, Any] = {
        "aws_sqs_queue.q": {},
        "aws_sns_topic.t": {},
        "module.fn": {"both": {"queue": "${aws_sqs_queue.q.url}", "topic": "${aws_sns_topic.t.arn}"}},
        "module.fn.aws_lambda_function.orders": environment(A="${var.both.queue}"),
    }
    found = origins(function("module.fn.aws_lambda_function.orders", **resources), PLACE)
    assert texts(found) == ["aws_sqs_queue.q.url", "aws_sns_topic.t.arn"]
    assert not any(origin.sure for origin in found)


def test_the_whole_of_an_object_is_made_from_all_of_it() -> None:
    resources: dict[str, Any] = {
        "aws_sqs_queue.q": {},
        "aws_sns_topic.t": {},
        "module.fn": {"all": {"queue": "${aws_sqs_queue.q.url}", "topic": "${aws_sns_topic.t.arn}"}},
        "module.fn.aws_lambda_function.orders": {"environment": [{"variables": "${var.all}"}]},
    }
    found = origins(function("module.fn.aws_lambda_function.orders", **resources), PLACE)
    assert [origin.sure for origin in found] == [True, True]


def test_each_value_comes_from_what_for_each_goes_over() -> None:
    resources: dict[str, Any] = {
        "aws_sqs_queue.q": {},
        "aws_lambda_function.orders": {"for_each": {"a": "${aws_sqs_queue.q.url}"}, **environment(A="${each.value}")},
    }
    found = origins(function('aws_lambda_function.orders["a"]', **resources), PLACE)
    assert texts(found) == ["aws_sqs_queue.q.url"]


def test_keys_counts_and_paths_are_no_origins() -> None:
    resources: dict[str, Any] = {"aws_lambda_function.orders": {"count": 1, **environment(A="${count.index}")}}
    assert origins(function("aws_lambda_function.orders[0]", **resources), PLACE) == ()


def test_an_output_that_is_not_there_stays_opaque_and_no_configuration_says_nothing() -> None:
    tree = json.loads(plan_of({"aws_lambda_function.orders": environment(A="prod")}))
    block = tree["configuration"]["root_module"]["resources"][0]
    block["expressions"]["environment"] = [{"variables": {"references": ["module.gone.x", "module.gone"]}}]
    plan = Plan(read_plan(json.dumps(tree).encode(), "p").document)
    assert texts(origins(plan.by_address["aws_lambda_function.orders"], PLACE)) == ["module.gone.x"]
    del tree["configuration"]
    plan = Plan(read_plan(json.dumps(tree).encode(), "p").document)
    assert origins(plan.by_address["aws_lambda_function.orders"], PLACE) == ()


def test_a_module_that_feeds_itself_ends() -> None:
    tree = json.loads(
        plan_of({"module.fn": {"a": "prod"}, "module.fn.aws_lambda_function.orders": environment(A="${var.a}")})
    )
    call = tree["configuration"]["root_module"]["module_calls"]["fn"]
    call["expressions"]["a"] = {"references": ["module.fn.b", "module.fn"]}
    call["module"]["outputs"] = {"b": {"expression": {"references": ["var.a"]}}}
    plan = Plan(read_plan(json.dumps(tree).encode(), "p").document)
    assert origins(plan.by_address["module.fn.aws_lambda_function.orders"], PLACE) == ()
