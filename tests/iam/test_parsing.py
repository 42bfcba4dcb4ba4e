from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.iam.document import Condition, DocumentError, Principal, Statement
from lambda_policies.iam.parsing import from_tree, parse, parse_text
from lambda_policies.values import Absent, Known, Members, Reason, Unknown

HOLE = Unknown(feeds=("aws_s3_bucket.b.arn",), present=True)
OTHER = Unknown(feeds=("data.aws_caller_identity.me.account_id",))
ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def one(statement: object) -> Statement:
    found = from_tree({"Version": "2012-10-17", "Statement": statement}).statements
    assert len(found.items) == 1
    return found.items[0]


def test_a_document_keeps_everything_that_is_written() -> None:
    text = json.dumps(
        {
            "Version": "2012-10-17",
            "Id": "x",
            "Statement": [
                {
                    "Sid": "S",
                    "Effect": "Deny",
                    "NotAction": ["a:*", "b:C"],
                    "NotResource": "arn:aws:s3:::b",
                    "NotPrincipal": {"AWS": ["1", "2"], "Service": "s3.amazonaws.com"},
                    "Condition": {"Bool": {"aws:SecureTransport": False}, "NumericLess": {"a:B": [1, 2.5]}},
                },
                ALLOW,
            ],
        }
    )
    document = parse_text(text)
    assert document.version == Known("2012-10-17")
    first, second = document.statements.items
    assert (first.index, second.index, second.sid) == (0, 1, Absent())
    assert (first.sid, first.effect) == (Known("S"), Known("Deny"))
    assert (first.actions, first.not_actions) == (None, Members(("a:*", "b:C")))
    assert (first.resources, first.not_resources) == (None, Members(("arn:aws:s3:::b",)))
    assert first.principals is None
    assert first.not_principals == Members(
        (Principal("AWS", "1"), Principal("AWS", "2"), Principal("Service", "s3.amazonaws.com"))
    )
    assert first.conditions == Members(
        (
            Condition("Bool", "aws:SecureTransport", Members(("false",))),
            Condition("NumericLess", "a:B", Members(("1", "2.5"))),
        )
    )


def test_one_statement_and_a_list_of_one_are_the_same() -> None:
    assert from_tree({"Statement": ALLOW}) == from_tree({"Statement": [ALLOW]})


def test_a_list_of_no_statements_is_a_document_that_grants_nothing() -> None:
    assert from_tree({"Statement": []}).statements == Members()


@pytest.mark.parametrize("principal", ["*", {"*": "*"}, {"*": ["*"]}])
def test_everyone_is_written_in_two_ways(principal: object) -> None:
    assert one({**ALLOW, "Principal": principal}).principals == Members((Principal("*", "*"),))


def test_an_empty_text_is_absent_and_what_is_no_text_stays_what_it_is() -> None:
    assert parse(Known("", "policy")) == Absent("policy")
    assert parse(Known(" \n", "policy")) == Absent("policy")
    assert parse(Absent("policy")) == Absent("policy")
    assert parse(HOLE) is HOLE


def test_a_document_carries_the_path_and_the_secrecy_of_its_value() -> None:
    text = json.dumps({"Statement": ALLOW})
    assert parse(Known(text, "policy", sensitive=True)) == Known(parse_text(text), "policy", sensitive=True)
    assert parse(Known({"Statement": ALLOW}, "json")) == Known(parse_text(text), "json")


@pytest.mark.parametrize(
    ("changes", "attribute", "expected"),
    [
        ({"Effect": HOLE}, "effect", HOLE),
        ({"Sid": HOLE}, "sid", HOLE),
        ({"Action": HOLE}, "actions", Members((), HOLE)),
        ({"Resource": ["a", HOLE]}, "resources", Members(("a",), HOLE)),
        ({"Principal": HOLE}, "principals", Members((), HOLE)),
        ({"Principal": {"AWS": HOLE, "Service": "x"}}, "principals", Members((Principal("Service", "x"),), HOLE)),
        ({"Condition": HOLE}, "conditions", Members((), HOLE)),
        ({"Condition": {"StringEquals": HOLE}}, "conditions", Members((), HOLE)),
        (
            {"Condition": {"StringEquals": {"a:B": ["c", HOLE]}}},
            "conditions",
            Members((Condition("StringEquals", "a:B", Members(("c",), HOLE)),)),
        ),
    ],
)
def test_a_hole_stays_where_it_is(changes: dict[str, object], attribute: str, expected: object) -> None:
    assert getattr(one({**ALLOW, **changes}), attribute) == expected


def test_whole_statements_and_the_version_may_be_holes() -> None:
    document = from_tree({"Version": HOLE, "Statement": [HOLE, ALLOW]})
    assert document.version is HOLE
    assert (document.statements.items[0].index, document.statements.rest) == (1, HOLE)
    assert from_tree({"Statement": HOLE}).statements == Members((), HOLE)


def test_several_holes_become_one_that_everything_feeds() -> None:
    rest = one({**ALLOW, "Resource": [HOLE, OTHER, HOLE]}).resources
    assert rest == Members((), Unknown("", Reason.AFTER_APPLY, (*HOLE.feeds, *OTHER.feeds)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"Statement": [], "Statement": []}', "same key twice"),
        ('{"Statement": NaN}', "NaN"),
        ("null", "not an object"),
        ("[]", "not an object"),
        ("{}", "no Statement"),
        ('{"statement": []}', "does not know"),
        ('{"Statement": [], "Comment": ""}', "does not know"),
        ('{"Version": 2012, "Statement": []}', "Version is not a text"),
        ('{"Statement": null}', "statement 0 is not an object"),
        ('{"Statement": ["x"]}', "statement 0 is not an object"),
    ],
)
def test_a_malformed_document_is_an_error(text: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        parse_text(text)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"effect": "Allow"}, "does not know"),
        ({"Effect": "allow"}, "neither Allow nor Deny"),
        ({"Effect": None}, "Effect is not a text"),
        ({"NotAction": "x"}, "both Action and NotAction"),
        ({"NotResource": "x"}, "both Resource and NotResource"),
        ({"Principal": "*", "NotPrincipal": "*"}, "both Principal and NotPrincipal"),
        ({"Action": None}, "Action is neither"),
        ({"Action": {"a": "b"}}, "Action is neither"),
        ({"Action": [["a"]]}, "Action has a member"),
        ({"Resource": 1}, "Resource is neither"),
        ({"Principal": "arn:aws:iam::123456789012:root"}, "Principal is neither"),
        ({"Principal": {"aws": "*"}}, "type of principal"),
        ({"Principal": {"*": "x"}}, 'text is not "\\*"'),
        ({"Principal": {"AWS": 123456789012}}, "Principal is neither"),
        ({"Condition": None}, "Condition is not a map"),
        ({"Condition": []}, "Condition is not a map"),
        ({"Condition": {"Bool": "x"}}, "operator without a map"),
        ({"Condition": {"Bool": {"a": {}}}}, "Condition is neither"),
        ({"Condition": {"Bool": {1: "x"}}}, "key that is not a text"),
    ],
)
def test_a_malformed_statement_is_an_error(changes: dict[str, object], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        one({**ALLOW, **changes})


@pytest.mark.parametrize(
    ("missing", "message"), [("Effect", "neither Allow nor Deny"), ("Action", "neither Action nor")]
)
def test_a_statement_says_what_it_does_to_what(missing: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        one({key: value for key, value in ALLOW.items() if key != missing})


def test_an_error_is_not_remembered_as_a_document() -> None:
    for _ in range(2):
        with pytest.raises(DocumentError):
            parse_text("{}")
