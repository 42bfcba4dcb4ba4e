"""What is unknown causes no lint, and what depends on it is not passed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lambda_policies.iam.lint.base import Kind, Subject
from lambda_policies.iam.lint.linting import lints_of_text, lints_of_tree
from lambda_policies.values import Unknown

IDENTITY = Subject(Kind.IDENTITY)
QUEUE = Subject(Kind.RESOURCE, "sqs")
TRUST = Subject(Kind.TRUST)
HOLE = Unknown("policy")
SOURCE = {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:orders"}}
GITHUB = "token.actions.githubusercontent.com"
GOOD: list[tuple[Subject, dict[str, Any]]] = [
    (
        QUEUE,
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": "arn:aws:sqs:eu-west-1:123456789012:orders",
            "Condition": SOURCE,
        },
    ),
    (
        IDENTITY,
        {
            "Sid": "Pass",
            "Effect": "Allow",
            "Action": ["iam:PassRole"],
            "Resource": "*",
            "Condition": {"StringEquals": {"iam:PassedToService": ["lambda.amazonaws.com"]}},
        },
    ),
    (
        IDENTITY,
        {
            "Effect": "Allow",
            "Action": "dynamodb:Query",
            "Resource": "*",
            "Condition": {
                "ForAllValues:StringEquals": {"dynamodb:Attributes": ["id"]},
                "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
            },
        },
    ),
    (
        IDENTITY,
        {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::orders/*",
            "Condition": {
                "IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"},
                "StringEquals": {"aws:SourceVpc": "vpc-0a1b2c3d"},
            },
        },
    ),
    (
        TRUST,
        {
            "Effect": "Allow",
            "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {f"{GITHUB}:sub": "repo:acme/orders:ref:refs/heads/main"}},
        },
    ),
    (
        TRUST,
        {
            "Effect": "Allow",
            "Principal": {"Service": "rolesanywhere.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        },
    ),
]


def forgotten(node: Any) -> Iterator[Any]:
    """The tree with each of its parts, leaf or branch, replaced by a hole."""
    yield HOLE
    if isinstance(node, dict):
        for key, value in node.items():
            yield from ({**node, key: one} for one in forgotten(value))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from ([*node[:place], one, *node[place + 1 :]] for one in forgotten(value))


def said(subject: Subject, tree: Any) -> set[str]:
    return {lint.code for lint in lints_of_tree(tree, subject, fresh=True)}


@pytest.mark.parametrize(("subject", "statement"), GOOD)
def test_forgetting_any_part_of_a_good_document_causes_no_lint(subject: Subject, statement: dict[str, Any]) -> None:
    tree = {"Version": "2012-10-17", "Statement": [statement]}
    assert said(subject, tree) == set()
    for partial in forgotten(tree):
        assert said(subject, partial) == set(), partial


def test_what_the_data_does_not_have_is_uncertain_once_the_data_is_old() -> None:
    text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Fetch", "Resource": "*"}}'
    assert [lint.certain for lint in lints_of_text(text, IDENTITY, fresh=True)] == [True]
    assert [lint.certain for lint in lints_of_text(text, IDENTITY, fresh=False)] == [False]


def test_what_no_data_decides_is_certain_however_old_it_is() -> None:
    text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject"}}'
    assert [(lint.code, lint.certain) for lint in lints_of_text(text, IDENTITY, fresh=False)] == [
        ("MISSING_RESOURCE", True)
    ]
