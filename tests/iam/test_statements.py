"""The questions that guardrails ask of one statement: fault, doubt, hole or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.iam.answers import Answer, Doubt, Fault
from lambda_policies.iam.document import Statement
from lambda_policies.iam.parsing import from_tree
from lambda_policies.iam.passing import passes_any_role
from lambda_policies.iam.secret_access import exposes_secrets
from lambda_policies.iam.wide import all_but, any_trusted_but, open_resource, whole_service
from lambda_policies.values import Unknown

HOLE = Unknown(feeds=("var.x",))
NAMED = Unknown(feeds=("aws_x.y.arn",), present=True)
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
ROLE = "arn:aws:iam::123456789012:role/task"
GUARD = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret"  # noqa: S105 - an ARN
PARAMETER = "arn:aws:ssm:us-east-1:123456789012:parameter"
GET, PUT = "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"
FAULT, DOUBT, OPEN, FINE = "fault", "doubt", "open", "fine"


def statement(action: Any, resource: Any, **more: Any) -> Statement:
    elements = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    kept = {name: value for name, value in elements.items() if value is not None}
    return from_tree({"Statement": kept}).statements.items[0]


def kind(answer: Answer) -> str:
    return {Fault: FAULT, Doubt: DOUBT, Unknown: OPEN}.get(type(answer), FINE)


@pytest.mark.parametrize(
    ("action", "more", "expected"),
    [
        ("s3:*", {}, FAULT),
        (["s3:Get*", "s3:?*"], {}, FAULT),
        ("*", {}, FAULT),
        ("*:*", {}, FAULT),
        ("s3:Get*", {}, FINE),
        ("s3:*", {"Effect": "Deny"}, FINE),
        ("s3:*", {"Effect": HOLE}, OPEN),
        (["s3:Get*", HOLE], {}, OPEN),
        (["s3:*", HOLE], {}, FAULT),
        ("efs:*", {}, DOUBT),
        (["efs:*", HOLE], {}, OPEN),
        (None, {"NotAction": "s3:*"}, FINE),
    ],
)
def test_a_whole_service(action: Any, more: dict[str, Any], expected: str) -> None:
    assert kind(whole_service(statement(action, TABLE, **more))) == expected


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("dynamodb:GetItem", "*", FAULT),
        ("dynamodb:GetItem", TABLE, FINE),
        ("dynamodb:GetItem", [TABLE, "arn:aws:dynamodb:*:*:table/orders"], FAULT),
        ("s3:ListAllMyBuckets", "*", FINE),
        ("s3:listallmybuckets", "*", FINE),
        ("s3:ListAll*", "*", FINE),
        ("s3:List*", "*", FAULT),
        ("*", "*", FAULT),
        ("*:GetItem", "*", DOUBT),
        ("dynamodb:GetItems", "*", DOUBT),
        ("dynamodb:GetItems", TABLE, FINE),
        ("nosuch:Do", "*", DOUBT),
        (["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"], "*", FINE),
        ("ec2:*NetworkInterface", "*", FAULT),
        (GET, "*", FINE),
        (["s3:ListAllMyBuckets", "dynamodb:GetItem"], ["arn:aws:s3:::*", TABLE], FINE),
        (["s3:GetObject", "dynamodb:GetItem"], ["arn:aws:s3:::*", TABLE], FAULT),
        ("kafka-cluster:Connect", "arn:aws:kafka:*:*:cluster/a/*", FAULT),
        ("dynamodb:GetItem", HOLE, OPEN),
        ("dynamodb:GetItem", [HOLE, "*"], FAULT),
        ("dynamodb:GetItem", NAMED, FINE),
        ("dynamodb:GetItem", [NAMED, HOLE], OPEN),
        ("s3:ListAllMyBuckets", HOLE, FINE),
        (HOLE, "*", OPEN),
        (HOLE, TABLE, FINE),
        (HOLE, HOLE, OPEN),
        (HOLE, NAMED, FINE),
    ],
)
def test_an_open_resource(action: Any, resource: Any, expected: str) -> None:
    assert kind(open_resource(statement(action, resource))) == expected


def test_an_open_resource_is_not_asked_about_what_is_excluded_or_denied() -> None:
    assert open_resource(statement(None, "*", NotAction="s3:*")) is None
    assert open_resource(statement("s3:GetObject", None, NotResource=TABLE)) is None
    assert open_resource(statement("s3:GetObject", "*", Effect="Deny")) is None
    assert kind(open_resource(statement("s3:GetObject", "*", Effect=HOLE))) == OPEN


def test_an_open_resource_shows_the_action_and_the_resource() -> None:
    answer = open_resource(statement(["s3:ListAllMyBuckets", "s3:GetObject"], [TABLE, "*"]))
    assert isinstance(answer, Fault)
    assert answer.shows == ("s3:GetObject", "*")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"Action": None, "NotAction": "iam:*"}, FAULT),
        ({"Resource": None, "NotResource": TABLE}, FAULT),
        ({}, FINE),
        ({"Action": None, "NotAction": "iam:*", "Effect": "Deny"}, FINE),
        ({"Action": None, "NotAction": "iam:*", "Effect": HOLE}, OPEN),
        ({"Effect": HOLE}, FINE),
    ],
)
def test_all_but_something(more: dict[str, Any], expected: str) -> None:
    assert kind(all_but(statement(action="s3:GetObject", resource=TABLE, **more))) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"NotPrincipal": {"AWS": "123456789012"}}, FAULT),
        ({"NotPrincipal": {"AWS": "123456789012"}, "Effect": "Deny"}, FINE),
        ({"Principal": {"Service": "lambda.amazonaws.com"}}, FINE),
    ],
)
def test_trust_in_all_but_some(more: dict[str, Any], expected: str) -> None:
    assert kind(any_trusted_but(statement("sts:AssumeRole", None, **more))) == expected


@pytest.mark.parametrize(
    ("action", "resource", "condition", "expected"),
    [
        ("iam:PassRole", ROLE, GUARD, FINE),
        ("iam:PassRole", "*", GUARD, FAULT),
        ("iam:*", f"{ROLE}-*", GUARD, FAULT),
        ("iam:PassRole", "arn:aws:iam::*:role/task", GUARD, FINE),
        ("iam:PassRole", "arn:aws:iam::123456789012:*", GUARD, FAULT),
        ("iam:PassRole", "arn:aws:iam::123456789012:ro?e/task", GUARD, FAULT),
        ("iam:PassRole", "arn:aws:iam::123456789012:policy/*", {}, FINE),
        ("iam:PassRole", ROLE, {}, FAULT),
        ("iam:PassRole", ROLE, {"StringNotEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}, FAULT),
        ("iam:PassRole", ROLE, {"StringLike": {"iam:PassedToService": "*"}}, FAULT),
        ("iam:PassRole", ROLE, {"StringLikeIfExists": {"IAM:passedToService": "ec2.*"}}, FINE),
        ("iam:PassRole", ROLE, {"StringEquals": {"iam:PassedToService": HOLE}}, OPEN),
        ("iam:PassRole", ROLE, HOLE, OPEN),
        ("iam:PassRole", HOLE, GUARD, OPEN),
        ("iam:PassRole", HOLE, {}, FAULT),
        ("iam:PassRole", NAMED, GUARD, FINE),
        ("iam:Pass*", HOLE, {}, OPEN),
        ("*", TABLE, {}, FINE),
        ("iam:GetRole", "*", {}, FINE),
        (HOLE, "*", {}, OPEN),
        (HOLE, TABLE, {}, FINE),
        (["iam:PassRole", HOLE], "*", GUARD, FAULT),
    ],
)
def test_passing_roles(action: Any, resource: Any, condition: Any, expected: str) -> None:
    assert kind(passes_any_role(statement(action, resource, Condition=condition))) == expected


def test_passing_roles_by_what_is_excluded() -> None:
    assert kind(passes_any_role(statement(None, "*", NotAction="s3:*"))) == FAULT
    assert kind(passes_any_role(statement(None, "*", NotAction="iam:*"))) == FINE
    assert kind(passes_any_role(statement("iam:PassRole", None, NotResource=TABLE, Condition=GUARD))) == FAULT
    assert kind(passes_any_role(statement("iam:PassRole", "*", Effect="Deny"))) == FINE
    assert kind(passes_any_role(statement("iam:PassRole", "*", Effect=HOLE))) == OPEN


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        (GET, f"{SECRET}:orders-a1B2c3", FINE),
        (GET, f"{SECRET}:orders-??????", FINE),
        (GET, f"{SECRET}:orders-*", FINE),
        (GET, f"{SECRET}:orders*", FAULT),
        (GET, f"{SECRET}:*", FAULT),
        (GET, f"{SECRET}:prod/*-??????", FAULT),
        (GET, "arn:aws:secretsmanager:*:123456789012:secret:orders-a1B2c3", FINE),
        (GET, "arn:aws:secretsmanager:us-east-1:*:secret:orders-a1B2c3", FAULT),
        (GET, "*", FAULT),
        (GET, TABLE, FINE),
        ("secretsmanager:Get*", "*", FAULT),
        ("ssm:GetParameter", f"{PARAMETER}/orders", FINE),
        ("ssm:GetParametersByPath", f"{PARAMETER}/orders/*", FINE),
        ("ssm:GetParameters", f"{PARAMETER}/*", FAULT),
        ("ssm:GetParameterHistory", f"{PARAMETER}/orders*", FAULT),
        ("ssm:PutParameter", "*", FINE),
        ("*", TABLE, FINE),
        (PUT, f"{SECRET}:orders-a1B2c3", FAULT),
        ("secretsmanager:ListSecrets", "*", FAULT),
        (PUT, HOLE, FAULT),
        (PUT, NAMED, FAULT),
        (GET, HOLE, OPEN),
        (GET, NAMED, FINE),
        (HOLE, f"{SECRET}:*", OPEN),
        (HOLE, TABLE, FINE),
        ("s3:GetObject", HOLE, FINE),
    ],
)
def test_secrets(action: Any, resource: Any, expected: str) -> None:
    assert kind(exposes_secrets(statement(action, resource), lambda: False)) == expected


@pytest.mark.parametrize(
    ("action", "rotates", "expected"),
    [
        (PUT, True, FINE),
        ("secretsmanager:UpdateSecretVersionStage", True, FINE),
        (PUT, None, OPEN),
        (PUT, False, FAULT),
        ("secretsmanager:DeleteSecret", True, FAULT),
        ("secretsmanager:UpdateSecret", None, FAULT),
    ],
)
def test_a_rotation_function_writes_its_secret(action: str, rotates: bool | None, expected: str) -> None:  # noqa: FBT001
    assert kind(exposes_secrets(statement(action, f"{SECRET}:orders-*"), lambda: rotates)) == expected


def test_secrets_by_what_is_excluded() -> None:
    never = pytest.fail
    assert kind(exposes_secrets(statement(None, "*", NotAction="s3:*"), lambda: False)) == FAULT
    assert kind(exposes_secrets(statement(GET, None, NotResource=TABLE), lambda: never("not asked"))) == FAULT
    assert kind(exposes_secrets(statement(GET, "*", Effect="Deny"), lambda: never("not asked"))) == FINE
    assert kind(exposes_secrets(statement(GET, "*", Effect=HOLE), lambda: False)) == OPEN


def test_a_hole_says_what_feeds_it() -> None:
    answer = whole_service(statement(["s3:Get*", HOLE], TABLE))
    assert isinstance(answer, Unknown)
    assert answer.feeds == ("var.x",)
