"""What reaches further than before."""

from __future__ import annotations

import pytest

from lambda_policies.iam.widening import is_wider_pattern, reach


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", 2),
        ("123456789012", 1),
        ("arn:aws:iam::123456789012:root", 1),
        ("arn:aws:iam::123456789012:role/deploy", 0),
        ("s3.amazonaws.com", 0),
        ("something else", 0),
    ],
)
def test_how_many_a_principal_stands_for(principal: str, expected: int) -> None:
    assert reach(principal) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("arn:aws:s3:::orders", "arn:aws:s3:::*", True),
        ("arn:aws:s3:::orders-?", "arn:aws:s3:::orders-*", True),
        ("arn:aws:s3:::orders-*", "arn:aws:s3:::orders-?", False),
        ("arn:aws:s3:::*", "arn:aws:s3:::orders", False),
        ("arn:aws:s3:::*", "arn:aws:s3:::orders*", False),
        ("arn:aws:s3:::orders", "arn:aws:s3:::other", False),
        ("arn:aws:s3:::*", "arn:aws:s3:::*", False),
    ],
)
def test_which_pattern_matches_more(before: str, after: str, expected: bool) -> None:  # noqa: FBT001
    assert is_wider_pattern(before, after) is expected
