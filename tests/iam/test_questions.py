from __future__ import annotations

import pytest

from lambda_policies.iam.globs import has_wildcard, is_every_action, is_every_resource, is_everything
from lambda_policies.iam.parsing import from_tree
from lambda_policies.iam.questions import allows, grants_everything
from lambda_policies.values import Unknown

HOLE = Unknown()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("*", True), ("**", True), ("?*", True), ("", False), ("?", False), ("??*", False), ("a*", False)],
)
def test_everything_is_every_text(text: str, *, expected: bool) -> None:
    assert is_everything(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("*", True), ("*:*", True), ("**:**", True), ("s3:*", False), ("*:Get*", False), (" *", False), ("", False)],
)
def test_every_action(text: str, *, expected: bool) -> None:
    assert is_every_action(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", True),
        ("arn:aws:*", True),
        ("arn:*:*:*:*:*", True),
        ("arn:aws-cn:*:*:*:*", True),
        ("arn:aws:s3:::*", False),
        ("arn:aws:*:*:123456789012:*", False),
        ("arn", False),
        ("arn:aws", False),
        ("", False),
    ],
)
def test_every_resource(text: str, *, expected: bool) -> None:
    assert is_every_resource(text) is expected


def test_a_policy_variable_is_no_fixed_value() -> None:
    assert [has_wildcard(text) for text in ("a*", "a?", "${aws:username}", "a$b")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"Action": ["s3:GetObject", "*:*"], "Resource": ["x", "**"]}, True),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, True),
        ({"Effect": "Deny"}, False),
        ({"Action": "s3:*"}, False),
        ({"Resource": "arn:aws:s3:::b/*"}, False),
        ({"Resource": None}, False),
        ({"Action": None, "NotAction": ["iam:*"]}, False),
        ({"Action": None, "NotAction": []}, True),
        ({"Resource": None, "NotResource": "x"}, False),
        ({"Effect": HOLE}, None),
        ({"Action": HOLE}, None),
        ({"Action": ["s3:Get*", HOLE]}, None),
        ({"Action": ["*", HOLE]}, True),
        ({"Resource": HOLE}, None),
        ({"Action": "s3:*", "Resource": HOLE}, False),
        ({"Action": None, "NotAction": HOLE}, None),
        ({"Effect": "Deny", "Action": HOLE, "Resource": HOLE}, False),
    ],
)
def test_a_statement_grants_everything(changes: dict[str, object], expected: bool | None) -> None:  # noqa: FBT001
    tree = {"Effect": "Allow", "Action": "*", "Resource": "*", **changes}
    document = from_tree({"Statement": {key: value for key, value in tree.items() if value is not None}})
    assert grants_everything(document.statements.items[0]) is expected


def test_an_unknown_effect_may_be_an_allow() -> None:
    effects = ["Allow", "Deny", HOLE]
    found = [from_tree({"Statement": {"Effect": each, "Action": "a:B"}}).statements.items[0] for each in effects]
    assert [allows(statement) for statement in found] == [True, False, None]
