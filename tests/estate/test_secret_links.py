"""Which functions use a secret, and what rotates it."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.secret import Secret
from lambda_policies.estate.models.secret_rotation import SecretRotation
from lambda_policies.estate.models.secret_version import SecretVersion
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Known, Reason, Unknown

LATER = "${terraform_data.later.output}"
SECRET: dict[str, Any] = {"aws_secretsmanager_secret.db": {"name": "orders/db"}}
ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
FUNCTION = "aws_lambda_function.orders"
RULES: dict[str, Any] = {"rotation_rules": [{"automatically_after_days": 30}]}


def estate_of(resources: dict[str, Any]) -> Estate:
    return Estate(Plan(read_plan(plan_of(resources), "p").document))


def secret(resources: dict[str, Any]) -> Secret:
    return estate_of(SECRET | resources).of(Secret)[0]


def calling(value: str) -> dict[str, Any]:
    return {FUNCTION: {"environment": [{"variables": {"A": value}}]}}


def allowing(resource: str, role: str = "${aws_iam_role.r.name}") -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": resource}
    policy = {"jsonencode": {"Version": "2012-10-17", "Statement": [statement]}}
    return {
        "aws_iam_role.r": {},
        FUNCTION: {"role": "${aws_iam_role.r.arn}"},
        "aws_iam_role_policy.p": {"role": role, "policy": policy},
    }


VERSION = {
    "aws_secretsmanager_secret_version.v": {"secret_id": "${aws_secretsmanager_secret.db.id}", "secret_string": "1"}
}
DOCUMENT = {
    "data.aws_iam_policy_document.d": {
        "statement": [
            {"actions": ["secretsmanager:GetSecretValue"], "resources": ["${aws_secretsmanager_secret.db.arn}"]}
        ]
    },
    "aws_iam_role.r": {},
    FUNCTION: {"role": "${aws_iam_role.r.arn}"},
    "aws_iam_role_policy.p": {"role": "${aws_iam_role.r.name}", "policy": "${data.aws_iam_policy_document.d.json}"},
}


@pytest.mark.parametrize(
    "resources",
    [
        calling("${aws_secretsmanager_secret.db.arn}"),
        calling("${aws_secretsmanager_secret.db.name}"),
        calling("orders/db"),
        calling(f"{ARN}orders/db-AbCdEf"),
        {**VERSION, **calling("${aws_secretsmanager_secret_version.v.arn}")},
        allowing("${aws_secretsmanager_secret.db.arn}"),
        allowing(f"{ARN}orders/db-??????"),
        allowing(f"{ARN}orders/db*"),
        DOCUMENT,
    ],
)
def test_a_function_uses_what_its_environment_or_its_role_names(resources: dict[str, Any]) -> None:
    users = secret(resources).users
    assert ([function.address for function in users.items], users.rest) == ([FUNCTION], None)


@pytest.mark.parametrize(
    "resources",
    [
        calling("prod"),
        calling("orders/db/other"),
        calling(f"{ARN}orders/db-replica-AbCdEf"),
        allowing(f"{ARN}orders/dbs-??????"),
        allowing("*"),
        {},
    ],
)
def test_and_nothing_else(resources: dict[str, Any]) -> None:
    users = secret(resources).users
    assert (users.items, users.rest) == ((), None)


@pytest.mark.parametrize(
    "resources",
    [
        calling(LATER),
        {FUNCTION: {"environment": LATER}},
        {FUNCTION: {"role": LATER}},
        allowing(LATER),
        allowing("${aws_secretsmanager_secret.db.arn}", role=LATER),
        {"aws_secretsmanager_secret.db": {"name": LATER}, FUNCTION: {}},
    ],
)
def test_what_may_name_a_secret_out_of_sight(resources: dict[str, Any]) -> None:
    users = secret(resources).users
    assert users.items == ()
    assert isinstance(users.rest, Unknown)
    assert users.rest.feeds


@pytest.mark.parametrize(
    "name",
    [
        "${aws_secretsmanager_secret.db.id}",
        "${aws_secretsmanager_secret_version.v.secret_id}",
        "orders/db",
        f"{ARN}orders/db-AbCdEf",
    ],
)
def test_a_rotation_names_its_secret(name: str) -> None:
    found = secret({**VERSION, "aws_secretsmanager_secret_rotation.r": {"secret_id": name, **RULES}})
    assert [one.address for one in found.rotations.items] == ["aws_secretsmanager_secret_rotation.r"]
    assert found.rotations.rest is None


def test_a_rotation_of_another_secret_or_of_one_that_is_not_known() -> None:
    found = secret({"aws_secretsmanager_secret_rotation.r": {"secret_id": LATER, **RULES}})
    assert found.rotations.items == ()
    assert found.rotations.rest is not None
    other = secret({"aws_secretsmanager_secret_rotation.r": {"secret_id": "elsewhere", **RULES}})
    assert (other.rotations.items, other.rotations.rest) == ((), None)
    rotated = other.estate.of(SecretRotation)[0].secret
    assert isinstance(rotated, Unknown)
    assert rotated.reason is Reason.OUTSIDE


def test_a_version_belongs_to_its_secret() -> None:
    found = secret(VERSION)
    version = found.estate.of(SecretVersion)[0].secret
    assert isinstance(version, Known)
    assert version.value is found
