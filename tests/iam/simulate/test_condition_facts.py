"""Conditions and policy variables, fact by fact, for the simulator and for the engine where it is asked the same."""

from __future__ import annotations

import pytest

from lambda_policies.iam.access import Access, Request
from lambda_policies.iam.engine import allows
from lambda_policies.iam.simulate import simulate
from tests.iam.simulate.test_facts import HOME, OBJECT, READ, ROLE, access, allowed


def conditioned(operator: str, key: str, *values: str, version: str = "2012-10-17") -> Access:
    return access({**READ, "Condition": {operator: {key: list(values)}}}, version=version)


@pytest.mark.parametrize(
    ("operator", "values", "given", "expected"),
    [
        ("StringEquals", ["a", "b"], "b", True),
        ("StringEquals", ["a*"], "ab", False),
        ("StringEquals", ["A"], "a", False),
        ("StringEqualsIgnoreCase", ["A"], "a", True),
        ("StringNotEqualsIgnoreCase", ["A"], "a", False),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringNotEquals", ["a", "b"], "c", True),
        ("StringLike", ["a*"], "ab:c/d", True),
        ("StringNotLike", ["a*", "b"], "ab", False),
        ("ArnLike", ["arn:aws:sns:*:*:t*"], "arn:aws:sns:eu-west-1:1:t:x", True),
        ("ArnLike", ["arn:aws:sns:*:t"], "arn:aws:sns:eu-west-1:1:t", False),
        ("StringLike", ["arn:aws:sns:*:t"], "arn:aws:sns:eu-west-1:1:t", True),
        ("ArnEquals", ["arn:aws:sns:*:*:t"], "arn:aws:sns:eu-west-1:1:t", True),
        ("ArnNotEquals", ["arn:aws:sns:*:*:t"], "arn:aws:sns:eu-west-1:1:u", True),
        ("Bool", ["TRUE"], "true", True),
        ("NumericLessThanEquals", ["10"], "10.0", True),
        ("NumericEquals", ["10"], "10.0", True),
        ("NumericGreaterThan", ["10"], "9", False),
        ("NumericNotEquals", ["10", "11"], "11", False),
        ("DateLessThan", ["2026-01-01T00:00:00Z"], "2025-12-31T23:59:59Z", True),
        ("DateGreaterThan", ["1767225600"], "2026-01-01T00:00:01Z", True),
        ("IpAddress", ["10.0.0.0/8"], "10.1.2.3", True),
        ("IpAddress", ["0.0.0.0/0"], "8.8.8.8", True),
        ("IpAddress", ["0.0.0.0/0"], "2001:db8::1", False),
        ("NotIpAddress", ["10.0.0.0/8"], "2001:db8::1", True),
        ("BinaryEquals", ["QmluYXJ5"], "QmluYXJ5", True),
        ("Null", ["false"], "x", True),
        ("Null", ["true"], "x", False),
        ("ForAllValues:StringEquals", ["a", "b"], "a", True),
        ("ForAnyValue:StringEquals", ["a", "b"], "c", False),
        ("Null", ["true", "false"], "x", True),
        ("ForAllValues:Null", ["true"], "x", True),
        ("ForAnyValue:Null", ["false"], "x", False),
    ],
)
def test_operators(operator: str, values: list[str], given: str, expected: bool) -> None:  # noqa: FBT001
    held_by = conditioned(operator, "test:Key", *values)
    assert allowed(held_by, test__Key=given) is expected
    assert allows(held_by, "s3:GetObject", OBJECT, {"test:Key": (given,)}).holds is expected


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("StringEquals", ["a"], False),
        ("StringNotEquals", ["a"], True),
        ("StringEqualsIfExists", ["a"], True),
        ("NotIpAddress", ["10.0.0.0/8"], True),
        ("NumericLessThan", ["1"], False),
        ("Bool", ["false"], False),
        ("Null", ["true"], True),
        ("Null", ["false"], False),
        ("ForAllValues:StringEquals", ["a"], True),
        ("ForAnyValue:StringEquals", ["a"], False),
        ("ForAnyValue:StringNotEquals", ["a"], False),
        ("ForAnyValue:StringEqualsIfExists", ["a"], None),
        ("StringMatches", ["a"], None),
    ],
)
def test_a_key_that_is_missing(operator: str, values: list[str], expected: bool | None) -> None:  # noqa: FBT001
    held_by = conditioned(operator, "test:Key", *values)
    assert allowed(held_by) is expected
    assert allows(held_by, "s3:GetObject", OBJECT, {"test:Key": ()}).holds is expected


@pytest.mark.parametrize(
    ("operator", "values", "given", "expected"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "b"), True),
        ("ForAllValues:StringEquals", ["a"], ("a", "b"), False),
        ("ForAnyValue:StringLike", ["b*"], ("a", "b"), True),
        ("ForAnyValue:StringNotEquals", ["a"], ("a", "b"), True),
        ("ForAllValues:StringNotEquals", ["a"], ("a", "b"), False),
    ],
)
def test_keys_with_several_values(operator: str, values: list[str], given: tuple[str, ...], expected: bool) -> None:  # noqa: FBT001
    held_by = conditioned(operator, "test:Keys", *values)
    request = Request(ROLE, "s3:GetObject", OBJECT, {"test:Keys": given})
    assert simulate(held_by, request).allowed is expected
    assert allows(held_by, "s3:GetObject", OBJECT, {"test:Keys": given}).holds is expected


@pytest.mark.parametrize(
    ("resource", "context", "version", "expected"),
    [
        ("arn:aws:s3:::b/${aws:username}", {"aws__username": "k"}, "2012-10-17", True),
        ("arn:aws:s3:::b/${AWS:UserName}", {"aws__username": "k"}, "2012-10-17", True),
        ("arn:aws:s3:::b/${aws:username}", {"aws__username": "*"}, "2012-10-17", False),
        ("arn:aws:s3:::b/${aws:username}", {}, "2012-10-17", False),
        ("arn:aws:s3:::b/${aws:username, 'k'}", {}, "2012-10-17", True),
        ("arn:aws:s3:::b/${aws:username}", {"aws__username": "k"}, "2008-10-17", False),
        ("arn:aws:s3:::b/${*}", {}, "2012-10-17", False),
    ],
)
def test_policy_variables(resource: str, context: dict[str, str], version: str, expected: bool) -> None:  # noqa: FBT001
    assert allowed(access({**READ, "Resource": resource}, version=version), **context) is expected


def test_the_function_that_calls_is_known_on_every_action() -> None:
    function = f"arn:aws:lambda:us-east-1:{HOME}:function:f"
    given = access({**READ, "Condition": {"ArnEquals": {"lambda:SourceFunctionArn": function}}})
    assert allowed(given, lambda__SourceFunctionArn=function) is True
    assert allowed(given) is False
    assert allows(given, "s3:GetObject", OBJECT).holds is True
