"""The engine against the simulator on resource policies and every kind of caller."""

from __future__ import annotations

import os
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_policies.iam.access import ANONYMOUS, Access, Request, attached
from lambda_policies.iam.engine import no_more_than
from lambda_policies.iam.parsing import from_tree
from lambda_policies.iam.simulate import simulate
from tests.iam import random_access

EXAMPLES = int(os.environ.get("LP_EXAMPLES", "150"))
CHANCES = st.integers(min_value=0).map(Random)
ONE, OTHER = "111111111111", "222222222222"
PERSONS = (f"arn:aws:iam::{ONE}:role/r", f"arn:aws:iam::{ONE}:user/u", f"arn:aws:iam::{OTHER}:role/x/r")
CALLERS = (*PERSONS, ANONYMOUS, "sns.amazonaws.com", "s3.amazonaws.com")
PRINCIPALS: tuple[Any, ...] = (
    *("*", {"AWS": "*"}, {"AWS": ONE}, {"AWS": f"arn:aws:iam::{OTHER}:root"}, {"AWS": list(PERSONS[:2])}),
    *({"AWS": PERSONS[2]}, {"Service": "sns.amazonaws.com"}, {"Service": ["s3.amazonaws.com"], "AWS": ONE}),
)
OF_PERSONS: dict[str, tuple[str, ...]] = {
    "aws:PrincipalOrgID": ("o-1", "o-*", "o-2"),
    "aws:PrincipalAccount": (ONE, OTHER, "1*"),
    "aws:PrincipalArn": (*PERSONS, "arn:aws:iam::*:role/*", f"arn:aws:iam::{ONE}:*"),
}
OF_SERVICES: dict[str, tuple[str, ...]] = {
    "aws:SourceAccount": (ONE, OTHER),
    "aws:SourceArn": (f"arn:aws:sns:us-east-1:{ONE}:t", "arn:aws:s3:::b", f"arn:aws:*:*:{OTHER}:*"),
}
KEYS = {**OF_PERSONS, **OF_SERVICES, "aws:SourceVpce": ("vpce-1", "vpce-2")}
OPERATORS = ("StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "StringEqualsIfExists", "Null")


def policy(chance: Random) -> Access:
    statements = []
    for _ in range(chance.randint(1, 3)):
        made = random_access.statement(chance)
        made.pop("Condition", None)
        made[chance.choice(("Principal",) * 5 + ("NotPrincipal",))] = chance.choice(PRINCIPALS)
        for _ in range(chance.choice((0, 1, 1, 2))):
            operator, key = chance.choice(OPERATORS), chance.choice(tuple(KEYS))
            values = (
                ["true" if chance.random() < 0.5 else "false"] if operator == "Null" else [chance.choice(KEYS[key])]
            )
            made.setdefault("Condition", {}).setdefault(operator, {})[key] = values
        statements.append(made)
    tree = {"Version": "2012-10-17", "Statement": statements}
    return Access(resource=attached("policy", from_tree(tree)), owner=ONE)


def request(chance: Random) -> Request:
    caller = chance.choice(CALLERS)
    context: dict[str, tuple[str, ...]] = {}
    if chance.random() < 0.5:
        context["aws:sourcevpce"] = (chance.choice(("vpce-1", "vpce-2")),)
    if caller in PERSONS and chance.random() < 0.7:
        context["aws:principalorgid"] = (chance.choice(("o-1", "o-2")),)
    if ".amazonaws." in caller and chance.random() < 0.8:
        account = chance.choice((ONE, OTHER))
        context["aws:sourceaccount"] = (account,)
        if chance.random() < 0.8:
            context["aws:sourcearn"] = (chance.choice((f"arn:aws:sns:us-east-1:{account}:t", "arn:aws:s3:::b")),)
    return Request(caller, chance.choice(random_access.ACTIONS), chance.choice(random_access.RESOURCES), context)


@settings(max_examples=EXAMPLES)
@given(CHANCES)
def test_what_is_no_more_lets_nobody_else_in(chance: Random) -> None:
    new, reference = policy(chance), policy(chance)
    found = no_more_than(new, reference)
    assert found.holds is not None, found
    for _ in range(10):
        asked = request(chance)
        if simulate(new, asked).allowed and not simulate(reference, asked).allowed:
            assert found.holds is False, asked


@settings(max_examples=EXAMPLES)
@given(CHANCES)
def test_a_policy_lets_in_no_more_than_itself(chance: Random) -> None:
    held = policy(chance)
    assert no_more_than(held, held).holds is True
