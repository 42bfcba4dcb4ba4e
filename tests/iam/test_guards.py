from __future__ import annotations

import pytest

from lambda_policies.iam.guards import names_someone, narrowing
from lambda_policies.iam.parsing import from_tree
from lambda_policies.values import Unknown

HOLE = Unknown()
ORG = "o-a1b2c3d4e5"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"


def narrowed(condition: object) -> bool | None:
    tree = {"Effect": "Allow", "Action": "x:Y", "Principal": "*", "Condition": condition}
    return narrowing(from_tree({"Statement": tree}).statements.items[0])


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringEquals", "aws:PrincipalOrgID", ORG),
        ("stringequals", "AWS:PrincipalOrgId", [ORG, "o-other"]),
        ("StringEqualsIgnoreCase", "aws:PrincipalOrgID", ORG),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", f"{ORG}/r-ab12/ou-ab12-*"),
        ("StringEquals", "aws:SourceAccount", "123456789012"),
        ("StringLike", "AWS:SourceArn", "arn:aws:s3:::bucket"),
        ("ArnLike", "aws:SourceArn", "arn:aws:execute-api:eu-west-1:123456789012:*/*/GET/orders"),
        ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/*"),
        ("StringLike", "aws:userid", "AROAIOSFODNN7EXAMPLE:*"),
        ("IpAddress", "aws:SourceIp", "203.0.112.0/20"),
        ("IpAddress", "aws:SourceIp", "2600:1f00::/32"),
    ],
)
def test_a_fixed_value_of_a_key_nobody_can_choose_guards(operator: str, key: str, value: object) -> None:
    assert narrowed({operator: {key: value}}) is True


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringNotEquals", "aws:PrincipalOrgID", ORG),
        ("StringEqualsIfExists", "aws:PrincipalOrgID", ORG),
        ("ForAllValues:StringEquals", "aws:PrincipalOrgID", ORG),
        ("Null", "aws:PrincipalOrgID", "false"),
        ("StringEquals", "aws:Referer", "secret-page"),
        ("StringEquals", "lambda:FunctionUrlAuthType", "AWS_IAM"),
        ("StringLike", "aws:PrincipalOrgID", "o-*"),
        ("StringLike", "aws:PrincipalArn", "*"),
        ("StringLike", "aws:userid", "*:session"),
        ("StringEquals", "aws:PrincipalAccount", "${aws:SourceAccount}"),
        ("StringEquals", "aws:PrincipalOrgID", ""),
        ("StringEquals", "aws:SourceAccount", ["123456789012", "*"]),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::*"),
        ("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"),
        ("ArnLike", "aws:SourceArn", "arn:aws:sns:eu-west-1:123456789012:${aws:username}"),
        ("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
        ("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
        ("IpAddress", "aws:SourceIp", "2000::/3"),
        ("IpAddress", "aws:SourceIp", "anywhere"),
        ("Bool", "aws:SecureTransport", "true"),
    ],
)
def test_everything_else_guards_nothing(operator: str, key: str, value: object) -> None:
    assert narrowed({operator: {key: value}}) is False


def test_no_condition_guards_nothing() -> None:
    assert narrowed({}) is False


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (HOLE, None),
        ({"StringEquals": HOLE}, None),
        ({"StringEquals": {"aws:SourceAccount": HOLE}}, None),
        ({"StringEquals": {"aws:SourceAccount": ["*", HOLE]}}, False),
        ({"StringEquals": {"aws:SourceAccount": HOLE, "aws:SourceArn": TOPIC}}, True),
        ({"StringEquals": {"aws:SourceAccount": TOPIC}, "Bool": HOLE}, True),
        ({"Bool": {"aws:SecureTransport": HOLE}}, False),
    ],
)
def test_what_is_not_known_is_not_guessed(condition: object, expected: bool | None) -> None:  # noqa: FBT001
    assert narrowed(condition) is expected


def test_a_single_value_can_be_asked_about() -> None:
    assert names_someone("aws:sourcearn", TOPIC)
    assert not names_someone("aws:sourcearn", "*")
