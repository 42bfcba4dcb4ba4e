"""A role's ARN that is written out, and the role of the plan that gets it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.function import Function
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Known, Reason, Unknown

HERE: dict[str, Any] = {"data.aws_caller_identity.current": {}}


@pytest.mark.parametrize(
    ("arn", "path", "more", "found"),
    [
        ("arn:aws:iam::123456789012:role/orders", "/", HERE, True),
        ("arn:aws:iam::123456789012:role/shop/orders", "/shop/", HERE, True),
        ("arn:aws:iam::123456789012:role/orders", "/shop/", HERE, False),
        ("arn:aws:iam::210987654321:role/orders", "/", HERE, False),
        ("arn:aws:iam::123456789012:role/orders", "/", {}, False),
        ("arn:aws:iam::123456789012:role/orders", "${terraform_data.later.output}", HERE, False),
    ],
)
def test_a_role_of_the_plan_by_the_arn_that_it_gets(arn: str, path: str, more: dict[str, Any], found: bool) -> None:  # noqa: FBT001
    role = {"aws_iam_role.orders": {"name": "orders", "path": path}}
    estate = Estate(Plan(read_plan(plan_of({**role, **more, "aws_lambda_function.f": {"role": arn}}), "p").document))
    (function,) = estate.of(Function)
    assert isinstance(function.role, Known) is found


def estate_with_renamed_roles(written: str, arn: str | None) -> Estate:
    """Ten roles whose name is open; *arn* is that of the last one, which exists already."""
    roles = {f"aws_iam_role.r{number}": {"name": "${terraform_data.later.output}"} for number in range(10)}
    plan = json.loads(plan_of({**roles, "aws_lambda_function.f": {"role": written}}))
    change = next(one["change"] for one in plan["resource_changes"] if one["address"] == "aws_iam_role.r9")
    if arn:
        del change["after_unknown"]["arn"]
        change["after"]["arn"] = arn
    return Estate(Plan(read_plan(json.dumps(plan).encode(), "p").document))


@pytest.mark.parametrize("written", ["orders", "arn:aws:iam::123456789012:role/orders"])
def test_of_many_roles_whose_name_is_open_a_few_are_named(written: str) -> None:
    (function,) = estate_with_renamed_roles(written, None).of(Function)
    assert isinstance(function.role, Unknown)
    assert (function.role.reason, len(function.role.feeds)) == (Reason.AFTER_APPLY, 5)


def test_behind_many_roles_whose_name_is_open_the_one_with_that_arn_is_found() -> None:
    arn = "arn:aws:iam::123456789012:role/orders"
    (function,) = estate_with_renamed_roles(arn, arn).of(Function)
    assert isinstance(function.role, Known)
    assert function.role.value.address == "aws_iam_role.r9"
    (function,) = estate_with_renamed_roles(arn, f"{arn}-other").of(Function)
    assert isinstance(function.role, Unknown)
    assert "aws_iam_role.r9" not in function.role.feeds
