"""The state before a plan: everything that was there, known, and where it is afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.examples import plan_of
from lambda_policies.plan.before import PlanBefore, changes_nothing
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Known

PLANLAB = Path(__file__).parents[2] / "fixtures" / "planlab"
NEW = "plan.tf1.11-aws5.100.json"


def before(data: bytes) -> PlanBefore:
    return PlanBefore(Plan(read_plan(data, "p").document))


def lab(case: str, name: str = "plan.json") -> bytes:
    return (PLANLAB / case / name).read_bytes()


@pytest.mark.parametrize(
    ("case", "name", "addresses"),
    [
        (
            "12-delete",
            NEW,
            ["aws_iam_role.fn", "aws_iam_role_policy.admin", "aws_lambda_function.fn", "aws_lambda_permission.public"],
        ),
        ("13-moved", "plan.json", ["aws_iam_role.fn", "module.fn.aws_lambda_function.this"]),
        ("24-function-url", "plan.json", []),
        ("37-deposed", NEW, ["aws_iam_role.fn", "aws_lambda_function.cbd"]),
    ],
)
def test_what_was_there_is_found_where_it_is_now(case: str, name: str, addresses: list[str]) -> None:
    plan = before(lab(case, name))
    assert [resource.address for resource in plan.resources] == addresses
    assert [change.address for change in plan.document.resource_changes or ()] == addresses


def test_values_are_those_before_and_all_of_them_are_known() -> None:
    plan = before(lab("11-replace", NEW))
    (function,) = (one for one in plan.resources if one.address == "aws_lambda_function.r")
    assert isinstance(function.value(("arn",), computed=True), Known)
    assert function.after_unknown == {}
    assert function.change.change.actions == ("no-op",)


def test_marks_are_those_before() -> None:
    tree: dict[str, Any] = json.loads(plan_of({"aws_lambda_function.f": {"timeout": 4}}, {"aws_lambda_function.f": {}}))
    change = tree["resource_changes"][0]["change"]
    change["before_sensitive"], change["after_sensitive"] = {"handler": True}, {"runtime": True}
    (function,) = before(json.dumps(tree).encode()).resources
    assert [function.value((name,)).sensitive for name in ("handler", "runtime")] == [True, False]  # type: ignore[union-attr]


def test_what_is_written_of_an_attribute_that_changes_is_not_what_was_written() -> None:
    after = {"aws_lambda_function.f": {"timeout": 4, "memory_size": 128}}
    (function,) = before(plan_of(after, {"aws_lambda_function.f": {"timeout": 3, "memory_size": 128}})).resources
    assert function.expression(("timeout",)) is None
    assert function.expression(("memory_size",)) == {"constant_value": 128}


def test_an_instance_too_many_is_removed_and_its_block_stays() -> None:
    _, function = before(
        plan_of({"aws_lambda_function.f": {"count": 1}}, {"aws_lambda_function.f": {"count": 2}})
    ).resources
    assert function.address == "aws_lambda_function.f[1]"
    assert function.expression(("filename",)) == {"constant_value": "f.zip"}


def test_what_is_removed_has_no_block_and_what_is_put_off_was_there() -> None:
    tree = json.loads(plan_of({}, {"aws_lambda_function.f": {}}))
    (function,) = before(json.dumps(tree).encode()).resources
    assert function.expression(("timeout",)) is None
    tree["deferred_changes"] = [{"reason": "unknown", "resource_change": tree["resource_changes"].pop()}]
    plan = Plan(read_plan(json.dumps(tree).encode(), "p").document)
    assert [resource.address for resource in PlanBefore(plan).resources] == ["aws_lambda_function.f"]
    assert not changes_nothing(plan)


@pytest.mark.parametrize(("case", "nothing"), [("13-moved", True), ("14-noop", False), ("25-import-and-forget", False)])
def test_a_plan_that_only_moves_changes_nothing(case: str, nothing: bool) -> None:  # noqa: FBT001
    assert changes_nothing(Plan(read_plan(lab(case), "p").document)) is nothing
