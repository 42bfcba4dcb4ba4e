"""Whether what a value is made from is a secret itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.estate.environment import Environment
from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.function import Function
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Reason, Unknown

FUNCTION = "aws_lambda_function.orders"


def written(value: str, **resources: Any) -> dict[str, Any]:
    """A plan as a tree, in which the environment refers to *value*."""
    body = {"environment": [{"variables": {"A": "a text of no interest"}}]}
    tree: dict[str, Any] = json.loads(plan_of({**resources, FUNCTION: body}))
    for block in tree["configuration"]["root_module"]["resources"]:
        if block["address"] == FUNCTION:
            block["expressions"]["environment"] = [{"variables": {"references": [value]}}]
    return tree


def environment(tree: dict[str, Any]) -> Environment:
    estate = Estate(Plan(read_plan(json.dumps(tree).encode(), "p").document))
    return Environment(estate.of(Function)[0])


def reveals(value: str, **resources: Any) -> bool | None:
    found = environment(written(value, **resources))
    return found.reveals(found.origins[0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("data.aws_secretsmanager_secret_version.x.secret_string", True),
        ("data.aws_secretsmanager_secret_version.x.arn", False),
        ("data.aws_secretsmanager_secret_version.x", None),
        ("random_password.x.result", True),
        ("random_password.x.length", False),
        ("tls_private_key.x.private_key_pem", True),
        ("tls_private_key.x.public_key_pem", False),
        ("aws_db_instance.x.password", True),
        ("aws_db_instance.x.endpoint", False),
        ("aws_sqs_queue.x", False),
        ("terraform_data.x.output", None),
        ("data.terraform_remote_state.x.outputs", None),
        ("local.x", None),
        ("var.x", False),
    ],
)
def test_by_type_and_attribute(value: str, expected: object) -> None:
    assert reveals(value) is expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("SecureString", "aws_ssm_parameter.p.value", True),
        ("String", "aws_ssm_parameter.p.value", False),
        ("StringList", "aws_ssm_parameter.p.value", False),
        ("${terraform_data.later.output}", "aws_ssm_parameter.p.value", None),
        ("SecureString", "aws_ssm_parameter.p", None),
        ("String", "aws_ssm_parameter.p", False),
        ("SecureString", "aws_ssm_parameter.p.arn", False),
        ("SecureString", "aws_ssm_parameter.gone.value", None),
    ],
)
def test_a_parameter_holds_a_secret_where_it_is_a_secure_string(kind: str, value: str, expected: object) -> None:
    assert reveals(value, **{"aws_ssm_parameter.p": {"name": "p", "type": kind, "value": "1"}}) is expected


@pytest.mark.parametrize(("kind", "expected"), [("SecureString", True), ("String", False)])
def test_a_parameter_that_was_read_while_planning(kind: str, expected: object) -> None:
    data = {"data.aws_ssm_parameter.p": {"name": "p", "type": kind, "value": "1"}}
    assert reveals("data.aws_ssm_parameter.p.value", **data) is expected


def test_whatever_a_provider_marks_sensitive_is_a_secret() -> None:
    topic: dict[str, Any] = {"aws_sns_topic.t": {}}
    tree = written("aws_sns_topic.t.policy", **topic)
    change = next(one["change"] for one in tree["resource_changes"] if one["type"] == "aws_sns_topic")
    assert environment(tree).secrets() == []
    change["after_sensitive"] = {"policy": True}
    assert [origin.text for origin in environment(tree).secrets()] == ["aws_sns_topic.t.policy"]
    whole = written("aws_sns_topic.t", **topic)
    change = next(one["change"] for one in whole["resource_changes"] if one["type"] == "aws_sns_topic")
    change["after_sensitive"] = {"policy": True}
    found = environment(whole)
    assert found.reveals(found.origins[0]) is None


def test_marks_of_data_that_was_read_are_not_in_a_plan() -> None:
    tree = written("data.vault_thing.x.token")
    data = {"address": "data.vault_thing.x", "mode": "data", "type": "vault_thing", "name": "x", "values": {}}
    tree["prior_state"] = {"values": {"root_module": {"resources": [data]}}}
    found = environment(tree)
    assert found.reveals(found.origins[0]) is None


def test_what_hides_a_secret() -> None:
    elsewhere = environment(written("data.terraform_remote_state.x.outputs")).hidden()
    assert elsewhere == Unknown("environment[0].variables", Reason.OUTSIDE, ("data.terraform_remote_state.x.outputs",))
    local = environment(written("local.x")).hidden()
    assert local is not None
    assert local.reason is Reason.AFTER_APPLY
    assert environment(written("aws_sqs_queue.x.url")).hidden() is None
    assert environment(written("count.index")).hidden() == Unknown("environment[0].variables")


def test_one_part_of_an_object_with_a_secret_in_it_may_be_the_secret() -> None:
    resources: dict[str, Any] = {
        "variable.password": {"value": "a text of no interest", "sensitive": True},
        "aws_iam_access_key.k": {"user": "mail"},
        "module.fn": {"all": {"key": "${aws_iam_access_key.k.secret}", "db": "${var.password}"}},
        f"module.fn.{FUNCTION}": {"environment": [{"variables": {"A": "${var.all.key}"}}]},
    }
    found = environment(json.loads(plan_of(resources)))
    assert (found.secrets(), found.declared) == ([], [])
    assert found.hidden() is not None


@pytest.mark.parametrize(
    ("marks", "marked"),
    [
        ([{"variables": {"A": True, "B": False}}], ("environment[0].variables.A",)),
        ([{"variables": True}], ("environment[0].variables",)),
        ([], ()),
        (False, ()),
    ],
)
def test_which_values_are_marked(marks: object, marked: tuple[str, ...]) -> None:
    tree = written("var.x")
    for one in tree["resource_changes"]:
        one["change"]["after_sensitive"] = {"environment": marks}
    assert environment(tree).marked == marked
