"""What references carry along: the mark of what is sensitive, and the hole of what is known only after apply."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.examples import plan_of


def change(resources: dict[str, Any], address: str, *, keeps: bool = False) -> dict[str, Any]:
    plan = json.loads(plan_of(resources, keeps=keeps))
    found: dict[str, Any] = next(one["change"] for one in plan["resource_changes"] if one["address"] == address)
    return found


def test_a_sensitive_attribute_marks_what_refers_to_it() -> None:
    resources = {
        "aws_ssm_parameter.size": {"name": "/size", "type": "String", "value": "10"},
        "aws_iam_access_key.mail": {"count": 1, "user": "mail"},
        "local.size": {"value": "${aws_ssm_parameter.size.value}"},
        "aws_lambda_function.fn": {"environment": [{"variables": {"SIZE": "${local.size}", "STAGE": "prod"}}]},
        "aws_iam_role.r": {"description": "Key ${aws_iam_access_key.mail[0].secret}"},
    }
    function = change(resources, "aws_lambda_function.fn")
    assert function["after"]["environment"] == [{"variables": {"SIZE": "10", "STAGE": "prod"}}]
    assert function["after_sensitive"]["environment"] == [{"variables": {"SIZE": True}}]
    role = change(resources, "aws_iam_role.r")
    assert (role["after_unknown"]["description"], role["after_sensitive"]["description"]) == (True, True)


@pytest.mark.parametrize(
    ("keeps", "after", "unknown"),
    [(False, {}, {"layers": True}), (True, {"layers": [None, "a"]}, {"layers": [True, False]})],
)
def test_a_later_member_hides_a_collection_unless_it_is_kept(
    after: dict[str, Any], unknown: dict[str, Any], *, keeps: bool
) -> None:
    layers = ["${terraform_data.later.output}", "a"]
    found = change({"aws_lambda_function.fn": {"layers": layers}}, "aws_lambda_function.fn", keeps=keeps)
    assert {name: found["after"][name] for name in found["after"].keys() & {"layers"}} == after
    assert {"layers": found["after_unknown"]["layers"]} == unknown
