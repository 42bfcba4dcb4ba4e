"""Which objects a plan leaves behind."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan

ADDRESS = "aws_lambda_permission.old[0]"
VALUES = {"action": "lambda:InvokeFunction"}


def left_behind(actions: list[str], before: Any, after: Any) -> list[str]:
    change = {"actions": actions, "before": before, "after": after, "after_unknown": {}}
    resource = {
        "address": ADDRESS,
        "mode": "managed",
        "type": "aws_lambda_permission",
        "name": "old",
        "index": 0,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": change,
    }
    text = json.dumps({"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [resource]})
    return [resource.address for resource in Plan(read_plan(text.encode(), "p").document).resources]


@pytest.mark.parametrize(
    ("actions", "before", "after", "found"),
    [
        (["no-op"], VALUES, VALUES, [ADDRESS]),
        (["create"], None, None, [ADDRESS]),  # somebody took the values out: still judged
        (["no-op"], None, None, []),  # gone before, and declared no more
        (["delete"], VALUES, None, []),
    ],
)
def test_what_is_gone_is_not_judged(actions: list[str], before: Any, after: Any, found: list[str]) -> None:
    assert left_behind(actions, before, after) == found
