from __future__ import annotations

import pytest

from lambda_policies.iam.document import Principal
from lambda_policies.iam.parsing import from_tree
from lambda_policies.iam.parties import Kind, Party, parties_of, party, party_of, service_name
from lambda_policies.values import Members, Unknown

ACCOUNT = "123456789012"


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("lambda.amazonaws.com", "lambda"),
        ("lambda.amazonaws.com.cn", "lambda"),
        ("lambda.us-east-1.amazonaws.com", "lambda"),
        ("logs.cn-north-1.amazonaws.com.cn", "logs"),
        ("logs.us-gov-west-1.amazonaws.com", "logs"),
        ("edgelambda.amazonaws.com", "edgelambda"),
        ("replicator.lambda.amazonaws.com", "replicator.lambda"),
        ("delivery.logs.amazonaws.com", "delivery.logs"),
        ("lambda.amazonaws.eu", "lambda"),
        ("ec2.c2s.ic.gov", "ec2"),
        ("alexa-appkit.amazon.com", "alexa-appkit"),
        ("*.amazonaws.com", None),
        ("amazonaws.com", None),
        ("lambda.amazon.com", None),
        ("lambda.amazonaws.com.evil.example", None),
        ("lambda.amazonaws.com\n", None),
        ("*", None),
    ],
)
def test_services_of_every_partition_are_known(text: str, service: str | None) -> None:
    assert service_name(text) == service


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", Party(Kind.ANYONE, "*")),
        (ACCOUNT, Party(Kind.ACCOUNT, ACCOUNT, ACCOUNT)),
        (f"arn:aws:iam::{ACCOUNT}:root", Party(Kind.ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT)),
        ("arn:aws:iam::*:root", Party(Kind.ANYONE, "arn:aws:iam::*:root")),
        (f"arn:aws-cn:iam::{ACCOUNT}:role/a/b", Party(Kind.ROLE, f"arn:aws-cn:iam::{ACCOUNT}:role/a/b", ACCOUNT)),
        (f"arn:aws:iam::{ACCOUNT}:user/u", Party(Kind.USER, f"arn:aws:iam::{ACCOUNT}:user/u", ACCOUNT)),
        (
            f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s",
            Party(Kind.SESSION, f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s", ACCOUNT),
        ),
        ("s3.amazonaws.com", Party(Kind.SERVICE, "s3.amazonaws.com", "", "s3")),
        ("AROAIOSFODNN7EXAMPLE", Party(Kind.UNIQUE_ID, "AROAIOSFODNN7EXAMPLE")),
        ("arn:aws:iam::cloudfront:user/x", Party(Kind.USER, "arn:aws:iam::cloudfront:user/x")),
        ("somebody", Party(Kind.OTHER, "somebody")),
    ],
)
def test_a_text_names_someone(text: str, expected: Party) -> None:
    assert party(text) == expected


def test_the_key_of_a_principal_says_what_it_is() -> None:
    provider = f"arn:aws:iam::{ACCOUNT}:oidc-provider/example.com"
    assert party_of(Principal("Federated", provider)) == Party(Kind.FEDERATED, provider, ACCOUNT)
    assert party_of(Principal("Service", "odd")) == Party(Kind.SERVICE, "odd", "", "odd")
    assert party_of(Principal("CanonicalUser", "79a5")) == Party(Kind.CANONICAL_USER, "79a5")
    assert party_of(Principal("AWS", ACCOUNT)).kind is Kind.ACCOUNT
    assert party_of(Principal("*", "*")).kind is Kind.ANYONE


def test_the_parties_of_a_statement_keep_the_hole() -> None:
    hole = Unknown(feeds=("aws_iam_role.other.arn",))
    tree = {"Effect": "Allow", "Action": "x:Y", "Principal": {"AWS": ["*", hole]}}
    statement = from_tree({"Statement": tree}).statements.items[0]
    assert parties_of(statement) == Members((Party(Kind.ANYONE, "*"),), hole)
    identity = from_tree({"Statement": {"Effect": "Allow", "Action": "x:Y"}}).statements.items[0]
    assert parties_of(identity) == Members()
