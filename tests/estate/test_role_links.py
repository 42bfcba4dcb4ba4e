"""A role's ARN that is written out, and the role of the plan that gets it."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.function import Function
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Known

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
