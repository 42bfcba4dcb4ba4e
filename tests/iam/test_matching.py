from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.iam.matching import covers, is_broad, matches, may_be_about, may_be_of
from lambda_policies.iam.parsing import from_tree
from lambda_policies.values import Unknown

HOLE = Unknown()


@given(st.text("ab*?", max_size=8), st.text("abA", max_size=8))
def test_a_pattern_matches_as_its_regular_expression_does(pattern: str, text: str) -> None:
    parts = {"*": ".*", "?": "."}
    expression = "".join(parts.get(letter, letter) for letter in pattern)
    assert matches(pattern, text) is bool(re.fullmatch(expression, text, re.IGNORECASE))


def test_a_hostile_pattern_takes_no_longer_than_its_length_times_the_text() -> None:
    start = time.process_time()
    assert not matches("*a" * 200 + "b", "a" * 2000)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"Action": "iam:passrole"}, True),
        ({"Action": ["s3:*", "iam:Pass*"]}, True),
        ({"Action": "s3:*"}, False),
        ({"Action": ["s3:*", HOLE]}, None),
        ({"Action": ["iam:*", HOLE]}, True),
        ({"NotAction": "s3:*"}, True),
        ({"NotAction": "iam:*"}, False),
        ({"NotAction": ["s3:*", HOLE]}, None),
        ({"NotAction": ["iam:*", HOLE]}, False),
    ],
)
def test_a_statement_covers_an_action(elements: dict[str, object], expected: bool | None) -> None:  # noqa: FBT001
    document = from_tree({"Statement": {"Effect": "Allow", "Resource": "*", **elements}})
    assert covers(document.statements.items[0], "iam:PassRole") is expected


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"Action": "iam:GetRole"}, True),
        ({"Action": "IAM:GetRole"}, True),
        ({"Action": "*"}, True),
        ({"Action": "s3:*"}, False),
        ({"Action": ["s3:*", HOLE]}, True),
        ({"NotAction": "s3:*"}, True),
    ],
)
def test_a_statement_may_be_about_a_service(elements: dict[str, object], *, expected: bool) -> None:
    document = from_tree({"Statement": {"Effect": "Allow", "Resource": "*", **elements}})
    assert may_be_about(document.statements.items[0], ("iam:",)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", True),
        ("arn:aws:*", True),
        ("arn:aws:s3:::*", True),
        ("arn:aws:s3:::orders-*/*", True),
        ("arn:aws:s3:::order?", True),
        ("arn:aws:s3:::orders/*", False),
        ("arn:aws:s3:us-east-1:123456789012:accesspoint/*", False),
        ("arn:aws:logs:*:*:*", True),
        ("arn:aws:logs:*:1234567890?2:*", True),
        ("arn:aws:logs:*:123456789012:*", False),
        ("arn:aws:*:us-east-1:123456789012:*", True),
        ("arn:aws:dynamodb:us-east-1:123456789012:table/*", False),
        ("orders", False),
    ],
)
def test_a_resource_is_broad_where_account_bucket_or_service_is_open(text: str, *, expected: bool) -> None:
    assert is_broad(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", True),
        ("arn:aws:ssm:us-east-1:123456789012:parameter/a", True),
        ("arn:aws:s*:us-east-1:123456789012:a", True),
        ("arn:aws:s3:::orders", False),
        ("orders", False),
    ],
)
def test_a_resource_may_be_of_a_service(text: str, *, expected: bool) -> None:
    assert may_be_of(text, "ssm") is expected
