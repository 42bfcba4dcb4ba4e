from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.iam.access import Access, attached
from lambda_policies.iam.engine import Class, Reach, who
from lambda_policies.iam.parsing import from_tree
from lambda_policies.values import Unknown

FUNCTION = "arn:aws:lambda:us-east-1:999999999999:function:f"
PUBLIC = ["anonymous", "any AWS account", "service * none"]
ORGANISATION = {"aws:PrincipalOrgID": "o-1"}


def statement(principal: Any, **conditions: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": "lambda:InvokeFunction", "Resource": FUNCTION}
    return {**found, "Condition": conditions} if conditions else found


def reach(*statements: dict[str, Any], action: str = "lambda:InvokeFunction") -> Reach:
    policy = from_tree({"Version": "2012-10-17", "Statement": list(statements)})
    return who(Access(resource=attached("policy", policy)), action, FUNCTION)


def told(found: Reach) -> list[str]:
    return [" ".join(filter(None, (each.kind, each.name, each.fence))) for each in found.callers]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (statement("*"), PUBLIC),
        (statement({"AWS": "*"}), PUBLIC),
        (statement("*", StringEquals=ORGANISATION), ["organisation o-1"]),
        (statement("*", StringEqualsIfExists=ORGANISATION), PUBLIC),
        (statement("*", **{"ForAllValues:StringEquals": ORGANISATION}), PUBLIC),
        (statement("*", StringNotEquals=ORGANISATION), PUBLIC),
        (statement("*", StringLike={"aws:PrincipalOrgID": "o-*"}), ["any AWS account"]),
        (statement("*", **{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/*"}}), ["organisation o-1"]),
        (statement("*", StringEquals={"aws:PrincipalAccount": "111111111111"}), ["account 111111111111"]),
        (statement("*", ArnLike={"aws:PrincipalArn": "*"}), []),
        (statement("*", StringLike={"aws:PrincipalArn": "*"}), ["any AWS account"]),
        (
            statement("*", ArnLike={"aws:PrincipalArn": "arn:aws:iam::111111111111:role/ci-*"}),
            ["principal arn:aws:iam::111111111111:role/ci-*"],
        ),
        (statement("*", IpAddress={"aws:SourceIp": "8.8.8.0/24"}), ["network", "service * account"]),
        (statement("*", IpAddress={"aws:SourceIp": "0.0.0.0/0"}), PUBLIC),
        (statement("*", IpAddress={"aws:SourceIp": "10.0.0.0/8"}), PUBLIC),
        (statement("*", StringEquals={"aws:SourceVpce": "vpce-1"}), ["network", "service * account"]),
        (statement("*", StringLike={"aws:UserAgent": "mine"}), PUBLIC),
        (statement("*", Bool={"aws:SecureTransport": "true"}), PUBLIC),
        (statement("*", StringLike={"aws:userid": "AROAEXAMPLE:*"}), ["principal AROAEXAMPLE:*"]),
        (statement({"AWS": "111111111111"}), ["account 111111111111"]),
        (statement({"AWS": "arn:aws:iam::111111111111:root"}), ["account 111111111111"]),
        (
            statement({"AWS": "arn:aws:iam::111111111111:role/a/b"}),
            ["principal arn:aws:iam::111111111111:role/a/b"],
        ),
        (
            statement({"AWS": "arn:aws:sts::111111111111:assumed-role/b/me"}),
            ["principal arn:aws:sts::111111111111:assumed-role/b/me"],
        ),
        (statement({"Service": "sns.amazonaws.com"}), ["service sns.amazonaws.com none"]),
        (
            statement({"Service": "s3.amazonaws.com"}, ArnLike={"aws:SourceArn": "arn:aws:s3:::b"}),
            ["service s3.amazonaws.com name"],
        ),
        (
            statement(
                {"Service": "s3.amazonaws.com"},
                ArnLike={"aws:SourceArn": "arn:aws:s3:::b"},
                StringEquals={"aws:SourceAccount": "111111111111"},
            ),
            ["service s3.amazonaws.com account"],
        ),
        (
            statement({"Service": "sns.amazonaws.com"}, ArnLike={"aws:SourceArn": "arn:aws:sns:*:111111111111:*"}),
            ["service sns.amazonaws.com account"],
        ),
        (
            statement({"Service": "sns.amazonaws.com"}, ArnLike={"aws:SourceArn": "arn:aws:sns:*:*:topic"}),
            ["service sns.amazonaws.com none"],
        ),
        (
            statement({"Service": "sns.amazonaws.com"}, StringEqualsIfExists={"aws:SourceAccount": "111111111111"}),
            ["service sns.amazonaws.com none"],
        ),
        (
            statement({"Service": "sns.amazonaws.com"}, StringEquals={"aws:SourceOrgID": "o-1"}),
            ["service sns.amazonaws.com account"],
        ),
        (statement({"Service": "secretsmanager.amazonaws.com"}), ["service secretsmanager.amazonaws.com account"]),
        (
            statement({"Service": "alexa-appkit.amazon.com"}, StringEquals={"lambda:EventSourceToken": "amzn1.skill"}),
            ["service alexa-appkit.amazon.com account"],
        ),
        (
            statement({"Federated": "arn:aws:iam::111111111111:oidc-provider/example.com"}),
            ["federated identity arn:aws:iam::111111111111:oidc-provider/example.com"],
        ),
        (statement({"CanonicalUser": "79a59d"}), ["canonical user 79a59d"]),
    ],
)
def test_who_is_let_in(given: dict[str, Any], expected: list[str]) -> None:
    found = reach(given)
    assert told(found) == expected
    assert all(each.certain and each.request for each in found.callers)


def test_not_principal_lets_everyone_else_in() -> None:
    given = {**statement("*"), "NotPrincipal": {"AWS": "111111111111"}}
    del given["Principal"]
    assert told(reach(given)) == PUBLIC


def test_a_deny_can_leave_an_organisation() -> None:
    outside = {**statement("*", StringNotEquals=ORGANISATION), "Effect": "Deny"}
    assert told(reach(statement("*"), outside)) == ["organisation o-1"]


def test_a_url_that_asks_for_signatures_is_not_anonymous() -> None:
    def url(kind: str) -> Reach:
        given = statement("*", StringEquals={"lambda:FunctionUrlAuthType": kind})
        return reach({**given, "Action": "lambda:InvokeFunctionUrl"}, action="lambda:InvokeFunctionUrl")

    assert url("AWS_IAM").lets_in(Class.ANONYMOUS) is False
    assert url("AWS_IAM").lets_in(Class.ANY_ACCOUNT) is True
    assert url("NONE").lets_in(Class.ANONYMOUS) is True


def test_nobody_is_let_in_certainly_by_what_is_not_known() -> None:
    found = reach(statement({"AWS": Unknown(feeds=("aws_iam_role.x.arn",))}))
    assert found.lets_in(Class.ANY_ACCOUNT) is None
    assert found.unknown is not None
    assert found.unknown.feeds == ("aws_iam_role.x.arn",)


def test_another_action_lets_nobody_in() -> None:
    assert reach(statement("*"), action="lambda:GetFunction").callers == ()
    assert who(Access(), "lambda:InvokeFunction").callers == ()
