"""What feeds an unknown value: through modules, keys and outputs; never more certain than the plan is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Absent, Known, Unknown, Value

LATER = "${terraform_data.later.output}"
FUNCTION = "aws_lambda_function.f"


def plan(resources: Mapping[str, Mapping[str, Any]]) -> Plan:
    return Plan(read_plan(plan_of(resources), "p").document)


def feeds(resources: Mapping[str, Mapping[str, Any]], address: str = FUNCTION, path: str = "role") -> tuple[str, ...]:
    found = plan(resources)
    return found.references.sources(found.by_address[address], parse_path(path)).feeds


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("${aws_iam_role.r.arn}", ("aws_iam_role.r.arn",)),
        ("x-${aws_iam_role.r.arn}-${aws_iam_role.s.arn}", ("aws_iam_role.r.arn", "aws_iam_role.s.arn")),
        ("${aws_iam_role.r.name}", ()),  # the plan fixes it, so it cannot make anything unknown
        ("${local.role}", ("local.role",)),
        (LATER, ("terraform_data.later.output",)),
    ],
)
def test_only_what_is_unknown_feeds(role: str, found: tuple[str, ...]) -> None:
    resources = {
        "aws_iam_role.r": {"name": "r"},
        "aws_iam_role.s": {"name": "s"},
        "local.role": {"value": "${aws_iam_role.r.arn}"},
        FUNCTION: {"role": role},
    }
    assert feeds(resources) == found


def test_a_value_goes_into_a_module_and_out_of_another() -> None:
    resources = {
        "module.roles": {},
        "module.roles.aws_iam_role.r": {},
        "module.roles.output.arn": {"value": "${aws_iam_role.r.arn}"},
        "module.outer": {"role": "${module.roles.arn}"},
        "module.outer.module.inner": {"role": "${var.role}"},
        f"module.outer.module.inner.{FUNCTION}": {"role": "${var.role}"},
    }
    assert feeds(resources, f"module.outer.module.inner.{FUNCTION}") == ("module.roles.aws_iam_role.r.arn",)


def test_a_key_chooses_the_instance() -> None:
    resources: dict[str, dict[str, Any]] = {
        "aws_iam_role.r": {"for_each": ["a", "b"], "name": "${each.key}"},
        FUNCTION: {"for_each": ["a", "b"], "role": "${aws_iam_role.r[each.key].arn}"},
        "aws_lambda_function.g": {"role": '${aws_iam_role.r["b"].arn}'},
    }
    assert feeds(resources, f'{FUNCTION}["a"]') == ('aws_iam_role.r["a"]',)
    assert feeds(resources, "aws_lambda_function.g") == ('aws_iam_role.r["b"].arn',)


@pytest.mark.parametrize(
    ("attributes", "path", "value"),
    [
        ({"kms_key_arn": None}, "kms_key_arn", Absent("kms_key_arn")),
        ({}, "tracing_config[0].mode", Absent("tracing_config[0].mode")),
        ({"timeout": 7}, "timeout", Known(7, "timeout")),
        ({"environment": [{"variables": {}}]}, "environment[0].variables", Absent("environment[0].variables")),
        ({"dead_letter_config": [{"target_arn": LATER}]}, "dead_letter_config[0].target_arn",
         Unknown("dead_letter_config[0].target_arn", feeds=("terraform_data.later.output",))),
        ({"kms_key_arn": "${aws_kms_key.k.arn}"}, "kms_key_arn",
         Unknown("kms_key_arn", feeds=("aws_kms_key.k.arn",), present=True)),
        ({"environment": LATER}, "environment[0].variables", Unknown("environment[0].variables")),
        ({"vpc_config": LATER}, "vpc_config[0].subnet_ids", Unknown("vpc_config[0].subnet_ids")),
        ({"variable.s": 0, "description": "${var.s}"}, "description", Known("hidden", "description", sensitive=True)),
    ],
)  # fmt: skip
def test_a_value_along_a_path(attributes: dict[str, Any], path: str, value: Value[Any]) -> None:
    attributes = {name: held for name, held in attributes.items() if name != "variable.s"}
    secret = {"variable.s": {"default": "hidden", "sensitive": True}}
    found = plan({"aws_kms_key.k": {}, **secret, FUNCTION: attributes}).by_address[FUNCTION]
    many = path.endswith(("variables", "subnet_ids"))
    assert found.value(parse_path(path), many=many) == value


def test_a_known_list_keeps_its_holes() -> None:
    found = plan({FUNCTION: {"layers": ["arn:aws:lambda:us-east-1:123456789012:layer:a:1", LATER]}}).by_address[
        FUNCTION
    ]
    value = found.value(("layers",), many=True)
    assert isinstance(value, (Known, Unknown))
    assert found.value(("arn",), computed=True) == Unknown("arn")
    assert found.value(("arn",)) == Absent("arn")


def test_without_configuration_nothing_is_known_of_what_feeds() -> None:
    found = plan({FUNCTION: {"role": LATER}})
    found.document.configuration = None
    bare = Plan(found.document).by_address[FUNCTION]
    assert bare.value(("role",)) == Unknown("role")
    assert bare.value(("tracing_config", 0, "mode")) == Unknown("tracing_config[0].mode")
