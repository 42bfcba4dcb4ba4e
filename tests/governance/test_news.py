"""What a plan brings is new, and what was so before it is old, wherever a resource moves and whatever replaces it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.examples import plan_of
from lambda_policies.governance import news
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Finding, Outcome

AS_OF = date(2026, 11, 21)
FIXTURES = Path(__file__).parents[2] / "fixtures"
CHANGED = [
    *(
        path
        for case in ("11", "12", "13", "14", "26")
        for path in sorted(FIXTURES.glob(f"planlab/{case}-*/plan*.json"))
    ),
    FIXTURES / "noop" / "plan.json",
]
TAKEN = {"12-delete": [("LP120", "aws_lambda_function.fn")]}
"""What a plan does bring: with the policy that is deleted goes the right to write a log."""
LATER = "${terraform_data.later.output}"


def findings(plan: bytes) -> tuple[Finding, ...]:
    return check([("plan.json", plan)], Options(Pack("t", packs.catalogue()), AS_OF, keep_passes=True)).findings


def ages(plan: bytes) -> Mapping[tuple[str, str], bool | None]:
    """Guardrail and attribute to whether it is new."""
    return {
        (one.guardrail, one.verdict.at): one.new for one in findings(plan) if one.verdict.outcome is not Outcome.PASS
    }


def changed(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bytes:
    return plan_of({f"aws_{kind}.orders": after}, {f"aws_{kind}.orders": before})


@pytest.mark.parametrize("path", CHANGED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_plan_that_changes_nothing_of_it_brings_no_finding(path: Path) -> None:
    found = [one for one in findings(path.read_bytes()) if one.verdict.outcome is not Outcome.PASS]
    assert len(found) > 5
    brought = [(one.guardrail, one.verdict.address) for one in found if one.new is not False]
    assert brought == TAKEN.get(path.parent.name, [])


def test_everything_is_new_in_a_plan_that_creates_everything() -> None:
    found = findings((FIXTURES / "noop" / "plan.create.json").read_bytes())
    assert {one.new for one in found if one.verdict.outcome is not Outcome.PASS} == {True}
    assert {one.new for one in found if one.verdict.outcome is Outcome.PASS} == {None}


@pytest.mark.parametrize("name", ["plan.json", "plan.create.json"])
def test_nothing_is_decided_twice_without_need(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(news, "evaluate")
    assert findings((FIXTURES / "noop" / name).read_bytes())


def test_what_a_change_brings_is_new_and_the_rest_is_old() -> None:
    url = {"function_name": "orders"}
    found = ages(
        changed("lambda_function_url", url | {"authorization_type": "AWS_IAM"}, url | {"authorization_type": "NONE"})
    )
    assert found["LP301", "authorization_type"] is True
    found = ages(changed("lambda_function", {"timeout": 3}, {"timeout": 4}))
    assert found["LP1201", "tracing_config[0].mode"] is False


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [("python3.13", LATER, True), ("python3.7", LATER, False), ("python3.7", "python3.8", False)],
)
def test_unknown_is_new_where_it_passed_before(before: str, after: str, new: bool) -> None:  # noqa: FBT001
    found = ages(changed("lambda_function", {"runtime": before}, {"runtime": after}))
    assert found["LP501", "runtime"] is new


def test_a_replacement_is_refused_although_the_function_was_there() -> None:
    plan = json.loads(changed("lambda_function", {"runtime": "python3.7", "timeout": 3}, {"runtime": "python3.7"}))
    plan["resource_changes"][0]["change"]["actions"] = ["delete", "create"]
    found = ages(json.dumps(plan).encode())
    assert found["LP502", "runtime"] is True
    assert found["LP501", "runtime"] is False


def test_what_was_written_before_a_change_is_not_what_is_written_now() -> None:
    secret = {"variable.password": {"value": "a text of no interest", "sensitive": True}}

    def plan(before: str) -> bytes:
        return plan_of(
            {**secret, "aws_lambda_function.orders": {"environment": [{"variables": {"DB": "${var.password}"}}]}},
            {**secret, "aws_lambda_function.orders": {"environment": [{"variables": {"DB": before}}]}},
        )

    assert ages(plan("of no interest either"))["LP603", "environment[0].variables.DB"] is True
    assert ages(plan("${var.password}"))["LP603", "environment[0].variables.DB"] is False


def test_what_is_destroyed_was_joined_before() -> None:
    function = {"aws_lambda_function.orders": {"function_name": "orders"}}
    group = {"aws_cloudwatch_log_group.orders": {"name": "/aws/lambda/orders"}}
    found = ages(plan_of(function, {**function, **group}))
    assert found["LP1202", "logging_config[0].log_group"] is True
    assert ages(plan_of(function, function))["LP1202", "logging_config[0].log_group"] is False


def test_an_index_that_moves_makes_nothing_new() -> None:
    def inline(name: str, action: str) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
        return {"name": name, "policy": {"jsonencode": {"Version": "2012-10-17", "Statement": [statement]}}}

    admin, other = inline("b", "*"), inline("a", "logs:PutLogEvents")
    found = ages(changed("iam_role", {"inline_policy": [admin]}, {"inline_policy": [other, admin]}))
    assert found["LP104", "inline_policy[1].policy"] is False
