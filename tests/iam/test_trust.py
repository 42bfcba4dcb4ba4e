from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from lambda_policies.iam.parsing import from_tree
from lambda_policies.iam.trust import Gap, Trust, trust_gaps
from lambda_policies.values import Unknown

OWN, FOREIGN = "111111111111", "999999999999"
HOLE = Unknown(feeds=("var.who",))
LAMBDA = {"Service": "lambda.amazonaws.com"}


def allow(principal: object = None, action: object = "sts:AssumeRole", **more: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": action, "Principal": LAMBDA if principal is None else principal, **more}


def gaps(*statements: object, trust: Trust | None = None) -> tuple[Gap, ...]:
    return trust_gaps(from_tree({"Version": "2012-10-17", "Statement": list(statements)}), trust)


def decided(found: tuple[Gap, ...]) -> bool | None:
    """True where the document trusts only Lambda."""
    return False if any(gap.certain for gap in found) else None if found else True


@pytest.mark.parametrize(
    "statement",
    [
        allow(),
        allow({"Service": ["lambda.amazonaws.com.cn", "lambda.eu-west-1.amazonaws.com"]}),
        allow(action=["sts:AssumeRole", "sts:TagSession", "STS:SetSourceIdentity"]),
        allow(Condition={"StringEquals": {"aws:SourceAccount": OWN}}),
        {**allow("*"), "Effect": "Deny"},
        {"Effect": "Deny", "NotAction": "x:Y", "NotPrincipal": {"AWS": OWN}},
    ],
)
def test_a_document_that_trusts_only_lambda_has_no_gap(statement: object) -> None:
    assert gaps(statement) == ()


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        (allow("*"), 'trusts anyone (principal "*")'),
        (
            allow({"AWS": "*"}, Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
            'trusts anyone (principal "*")',
        ),
        (allow({"Service": "ec2.amazonaws.com"}), "trusts the service ec2.amazonaws.com"),
        (allow({"Service": "edgelambda.amazonaws.com"}), "trusts the service edgelambda.amazonaws.com"),
        (allow({"AWS": FOREIGN}), f"trusts the whole account {FOREIGN}"),
        (allow({"AWS": f"arn:aws:iam::{FOREIGN}:root"}), f"trusts the whole account {FOREIGN}"),
        (allow({"AWS": f"arn:aws:iam::{FOREIGN}:role/r"}), f"trusts the role arn:aws:iam::{FOREIGN}:role/r"),
        (allow({"Federated": "accounts.google.com"}), "trusts the federated identity accounts.google.com"),
        (allow(action="sts:*"), "allows sts:*, which is more than sts:AssumeRole"),
        (allow(action="*"), "allows *, which is more than sts:AssumeRole"),
        (
            {"Effect": "Allow", "NotAction": "iam:*", "Principal": LAMBDA},
            "allows with NotAction everything that it does not exclude",
        ),
        (
            {"Effect": "Allow", "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": FOREIGN}},
            "names with NotPrincipal whom it keeps out instead of whom it lets in",
        ),
    ],
)
def test_everything_beyond_lambda_is_a_gap(statement: object, because: str) -> None:
    assert gaps(allow(), statement, trust=Trust(frozenset({OWN}))) == (Gap(1, because),)


def test_own_and_trusted_accounts_are_no_gap_and_undecided_where_they_are_not_known() -> None:
    statement = allow({"AWS": [OWN, f"arn:aws:iam::{OWN}:role/debug"]})
    assert gaps(statement, trust=Trust(frozenset({OWN}))) == ()
    assert [gap.certain for gap in gaps(statement)] == [False, False]


@pytest.mark.parametrize(("edge", "expected"), [(True, True), (None, None), (False, False)])
def test_edge_is_trusted_where_cloudfront_calls_the_function(edge: bool | None, expected: bool | None) -> None:  # noqa: FBT001
    statement = allow({"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]})
    assert decided(gaps(statement, trust=Trust(edge=edge))) is expected


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        (HOLE, "has statements that are not known"),
        (allow(HOLE), "has a principal that is not known"),
        (allow({"Service": ["lambda.amazonaws.com", HOLE]}), "has a principal that is not known"),
        (allow(action=HOLE), "allows an action that is not known"),
        ({**allow("*"), "Effect": HOLE}, 'trusts anyone (principal "*")'),
    ],
)
def test_a_hole_leaves_it_undecided_and_is_named(statement: object, because: str) -> None:
    found = gaps(allow(), statement)
    assert [(gap.because, gap.certain, gap.hole) for gap in found] == [(because, False, HOLE)]


def test_one_certain_gap_decides_whatever_else_is_unknown_and_comes_first() -> None:
    found = gaps(HOLE, allow(HOLE), allow("*"))
    assert [gap.certain for gap in found] == [True, False, False]


def paths(tree: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(tree, dict | list):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from paths(value, (*path, key))


def test_forgetting_never_flips() -> None:
    trees: list[dict[str, Any]] = [
        {
            "Statement": [
                allow(),
                allow({"AWS": ["*", OWN], "Service": "ec2.amazonaws.com"}, ["sts:AssumeRole", "sts:*"]),
            ]
        },
        {
            "Statement": [
                allow({"Service": ["lambda.amazonaws.com"]}, ["sts:AssumeRole"], Condition={"Bool": {"a:B": "true"}})
            ]
        },
        {"Statement": [allow(), {**allow("*"), "Effect": "Deny"}]},
    ]
    for tree in trees:
        before = decided(trust_gaps(from_tree(tree)))
        for path in paths(tree):
            forgotten = copy.deepcopy(tree)
            node: Any = forgotten
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = HOLE
            assert decided(trust_gaps(from_tree(forgotten))) in (before, None), path
