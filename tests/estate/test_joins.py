"""Joins on small configurations: what is certainly the one, what may be, and what the plan does not show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.permission import Permission
from lambda_policies.estate.models.role import Role
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Absent, Known, Reason, Unknown

LATER = "${terraform_data.later.output}"
ARN = "arn:aws:iam::123456789012:role/"
ADMIN = {"jsonencode": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}


def estate(resources: Mapping[str, Mapping[str, Any]]) -> Estate:
    return Estate(Plan(read_plan(plan_of(resources), "p").document))


def one(resources: Mapping[str, Mapping[str, Any]]) -> Function:
    (function,) = estate(resources).of(Function)
    return function


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (f"{ARN}elsewhere", Reason.OUTSIDE),
        (f"{ARN}orders", Reason.AFTER_APPLY),  # which account is the plan's own, nothing says
        (LATER, Reason.AFTER_APPLY),
    ],
)
def test_a_role_that_is_not_certainly_in_the_plan(role: str, reason: Reason) -> None:
    function = one({"aws_iam_role.orders": {"name": "orders"}, "aws_lambda_function.f": {"role": role}})
    assert isinstance(function.role, Unknown)
    assert function.role.reason is reason


def test_a_role_whose_name_comes_later_may_be_any_that_is_written_out() -> None:
    function = one({"aws_iam_role.orders": {"name": LATER}, "aws_lambda_function.f": {"role": f"{ARN}elsewhere"}})
    assert isinstance(function.role, Unknown)
    assert (function.role.reason, function.role.feeds) == (Reason.AFTER_APPLY, ("aws_iam_role.orders",))


def test_a_function_whose_name_comes_later_may_be_any_that_is_written_out() -> None:
    found = estate(
        {"aws_lambda_function.f": {"function_name": LATER}, "aws_lambda_permission.p": {"function_name": "g"}}
    )
    (permission,) = found.of(Permission)
    assert isinstance(permission.function, Unknown)
    assert permission.function.reason is Reason.AFTER_APPLY
    (function,) = found.of(Function)
    assert function.permissions.items == ()
    assert function.permissions.rest is not None


def test_a_function_elsewhere_is_outside() -> None:
    found = estate({"aws_lambda_function.f": {"function_name": "f"}, "aws_lambda_permission.p": {"function_name": "g"}})
    (permission,) = found.of(Permission)
    assert isinstance(permission.function, Unknown)
    assert permission.function.reason is Reason.OUTSIDE
    (function,) = found.of(Function)
    assert (function.permissions.items, function.permissions.rest) == ((), None)


GROUP = "aws_cloudwatch_log_group.g"
OWN = "/aws/lambda/${aws_lambda_function.f.function_name}"


def logging(group: str) -> dict[str, Any]:
    return {"function_name": "f", "logging_config": [{"log_format": "JSON", "log_group": group}]}


@pytest.mark.parametrize(
    ("function", "name", "found"),
    [
        ({"function_name": "f"}, "/aws/lambda/f", GROUP),
        ({"function_name": "f"}, "/aws/lambda/g", None),
        ({"function_name": "f"}, LATER, "open"),
        ({"function_name": LATER}, "/aws/lambda/g", "open"),
        ({"function_name": "f"}, OWN, GROUP),
        ({"function_name": LATER}, OWN, GROUP),
        (logging("/g"), "/g", GROUP),
        (logging("/h"), "/g", None),
        (logging(LATER), "/g", "open"),
        (logging("${aws_cloudwatch_log_group.g.name}"), LATER, GROUP),
    ],
)
def test_the_log_group_of_a_function(function: dict[str, Any], name: str, found: str | None) -> None:
    value = one({"aws_lambda_function.f": function, GROUP: {"name": name}}).log_group
    match value:
        case Known(target):
            assert target.address == found
            assert [one.address for one in target.functions] == ["aws_lambda_function.f"]
        case Unknown():
            assert found == "open"
        case Absent():
            assert found is None


def test_a_policy_known_only_by_reference_is_the_role_s() -> None:
    found = estate(
        {
            "aws_iam_role.r": {},
            "aws_iam_policy.p": {"policy": ADMIN},
            "aws_iam_role_policy_attachment.a": {
                "role": "${aws_iam_role.r.name}",
                "policy_arn": "${aws_iam_policy.p.arn}",
            },
        }
    )
    (role,) = found.of(Role)
    (grant,) = found.joins.grants_of(role)
    assert (grant.address, grant.at, grant.via) == ("aws_iam_policy.p", "policy", "aws_iam_role_policy_attachment.a")
    assert isinstance(grant.document, Known)


def test_a_grant_whose_role_comes_later_is_unplaced() -> None:
    found = estate({"aws_iam_role.r": {}, "aws_iam_role_policy.p": {"role": LATER, "policy": ADMIN}})
    (role,) = found.of(Role)
    assert found.joins.grants_of(role) == ()
    ((open_role, grant),) = found.joins.unplaced_grants()
    assert isinstance(open_role, Unknown)
    assert grant.address == "aws_iam_role_policy.p"


def trust(principal: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    return {"assume_role_policy": {"jsonencode": {"Version": "2012-10-17", "Statement": [statement]}}}


@pytest.mark.parametrize(
    ("role", "trusts", "judged"),
    [
        (trust({"Service": "lambda.amazonaws.com"}), True, True),
        (trust({"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com.cn"]}), True, True),
        (trust({"Service": "ec2.amazonaws.com"}), False, False),
        (trust({"AWS": "123456789012"}), False, False),
        (trust({"Service": LATER}), None, True),
        ({"assume_role_policy": "no document"}, False, False),
    ],
)
def test_a_role_without_functions_may_still_be_one_of_a_function(
    role: dict[str, Any],
    trusts: bool | None,  # noqa: FBT001
    judged: bool,  # noqa: FBT001
) -> None:
    found = estate({"aws_iam_role.r": role})
    (model,) = found.of(Role)
    assert model.trusts_lambda is trusts
    executions = found.of(ExecutionRole)
    assert [one.address for one in executions] == (["aws_iam_role.r"] if judged else [])
    assert [one.doubt is not None for one in executions] == ([trusts is None] if judged else [])


def test_a_model_reads_what_stands_for_unset_as_absent() -> None:
    function = one({"aws_lambda_function.f": {"kms_key_arn": "", "reserved_concurrent_executions": -1}})
    assert isinstance(function.kms_key_arn, Absent)
    assert isinstance(function.reserved_concurrent_executions, Absent)
    assert function.timeout == Known(3, "timeout")
    assert isinstance(function.tracing_config_mode, Known)


@pytest.mark.parametrize(
    ("layers", "present"),
    [(["${aws_sqs_queue.q.arn}"], True), ("${aws_sqs_queue.q.tags_all}", False), (LATER, False)],
)
def test_a_collection_that_is_made_from_one_value_has_a_member(layers: Any, present: bool) -> None:  # noqa: FBT001
    resources = {"aws_sqs_queue.q": {}, "aws_lambda_function.f": {"layers": layers}}
    value = one(resources).layers
    assert isinstance(value, Unknown)
    assert value.present is present


def test_documents_that_are_made_from_each_other_many_times_over_stay_cheap() -> None:
    kind = "data.aws_iam_policy_document"
    documents: dict[str, dict[str, Any]] = {
        f"{kind}.d0": {"statement": [{"actions": ["s3:GetObject"], "resources": [LATER]}]},
        "aws_iam_role.r": {},
        "aws_iam_role_policy.p": {"role": "${aws_iam_role.r.name}", "policy": f"${{{kind}.d15.json}}"},
    }
    for number in range(1, 16):
        before = f"${{{kind}.d{number - 1}.json}}"
        documents[f"{kind}.d{number}"] = {
            "source_policy_documents": [before] * 3,
            "override_policy_documents": [before],
        }
    found = estate(documents)
    (role,) = found.of(Role)
    (grant,) = found.joins.grants_of(role)
    assert isinstance(grant.document, Known)
    assert grant.document.value.statements.rest is not None
