"""The law that binds every answer: what is forgotten makes it undecided or leaves it, and never turns it round."""

from __future__ import annotations

import os
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_policies.iam.access import Access, Attached, attached
from lambda_policies.iam.engine import allows, no_more_than, summary, who
from lambda_policies.iam.parsing import from_tree
from lambda_policies.iam.simulate import simulate
from lambda_policies.values import Known, Unknown
from tests.iam import random_access
from tests.iam.random_access import parts

EXAMPLES = int(os.environ.get("LP_EXAMPLES", "150"))
CHANCES = st.integers(min_value=0).map(Random)
HOLE = Unknown(feeds=("aws_s3_bucket.x.arn",))


def forgetful(node: Any, chance: Random, *, often: float) -> Any:
    """A copy of a document with holes where values stood."""
    if isinstance(node, str | list) and chance.random() < often:
        return HOLE
    if isinstance(node, list):
        return [forgetful(each, chance, often=often) for each in node]
    if isinstance(node, dict):
        if "Effect" in node and chance.random() < often / 3:
            return HOLE
        return {key: forgetful(each, chance, often=often) for key, each in node.items()}
    return node


def forgotten(made: dict[str, Any], chance: Random) -> Access:
    """The same documents, some of whose parts are not known any more."""
    often = chance.choice((0.02, 0.1, 0.3))

    def held(label: str, tree: Any) -> Attached:
        if chance.random() < 0.05:
            return Attached(label, HOLE)
        return Attached(label, Known(from_tree(forgetful(tree, chance, often=often))))

    return Access(
        tuple(held(f"identity {n}", each) for n, each in enumerate(made["identity"])),
        boundary=held("boundary", made["boundary"]) if made["boundary"] else None,
        scps=tuple(tuple(held("scp", each) for each in level) for level in made["scps"]),
        principal=random_access.ROLE,
    )


@settings(max_examples=EXAMPLES)
@given(CHANCES)
def test_forgetting_never_flips_whether_a_request_is_allowed(chance: Random) -> None:
    made = parts(chance)
    known, less = random_access.access(made), forgotten(made, chance)
    for _ in range(5):
        request = random_access.request(chance)
        context = {key.lower(): request.context.get(key.lower(), ()) for key in random_access.VALUES}
        before, after = simulate(known, request).allowed, simulate(less, request).allowed
        assert after in {before, None}
        found = allows(less, request.action, request.resource, context)
        assert found.holds in {before, None}
        assert found.holds is not None or found.unknown


@settings(max_examples=EXAMPLES)
@given(CHANCES)
def test_forgetting_never_flips_whether_it_is_no_more(chance: Random) -> None:
    new, reference = parts(chance), parts(chance)
    before = no_more_than(random_access.access(new), random_access.access(reference)).holds
    after = no_more_than(forgotten(new, chance), forgotten(reference, chance)).holds
    assert after in {before, None} or before is None


@settings(max_examples=EXAMPLES)
@given(CHANCES)
def test_forgetting_takes_no_ability_away_and_makes_none_certain(chance: Random) -> None:
    made = parts(chance)
    before, after = summary(random_access.access(made)), summary(forgotten(made, chance))
    assert after.unknown or [each.certain for each in after.abilities] == [True] * len(after.abilities)
    if not before.unknown and not after.unknown:
        assert before == after


def test_a_hole_may_let_anyone_in() -> None:
    tree = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*", "Principal": HOLE}
    held = Access(resource=attached("policy", from_tree({"Statement": [tree]})))
    found = who(held, "lambda:InvokeFunction")
    assert found.callers
    assert not any(each.certain for each in found.callers)
    assert found.unknown == HOLE


def test_a_hole_of_a_known_kind_is_not_everything() -> None:
    tree = {"Effect": "Allow", "Action": "*", "Resource": HOLE}
    documents = (attached("policy", from_tree({"Statement": [tree]})),)
    held = Access(documents, symbols=lambda _: ("arn:*:s3:::*",))
    assert allows(held, "s3:GetObject", "arn:aws:s3:::b/k").holds is None
    assert allows(held, "iam:PassRole", "arn:aws:iam::*:role/*").holds is False
    assert allows(Access(documents), "iam:PassRole", "arn:aws:iam::*:role/*").holds is None
