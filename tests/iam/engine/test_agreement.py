"""The engine against the simulator, which shares nothing with it, on random documents and requests."""

from __future__ import annotations

import os
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_policies.iam.access import Request
from lambda_policies.iam.engine import allows, no_more_than
from lambda_policies.iam.simulate import simulate
from tests.iam import random_access
from tests.iam.random_access import VALUES, parts

EXAMPLES = int(os.environ.get("LP_EXAMPLES", "150"))
"""How many pairs of documents are drawn; each is asked about with REQUESTS requests."""
REQUESTS = 10
CHANCES = st.integers(min_value=0).map(Random)
EVERYTHING = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
KEYS = [key.lower() for key in VALUES]


def requests(chance: Random) -> list[Request]:
    return [random_access.request(chance) for _ in range(REQUESTS)]


@settings(max_examples=EXAMPLES)
@given(CHANCES)
def test_the_engine_allows_what_the_simulator_allows(chance: Random) -> None:
    held = random_access.access(parts(chance))
    for request in requests(chance):
        context = {key: request.context.get(key, ()) for key in KEYS}
        found = allows(held, request.action, request.resource, context)
        assert found.holds is simulate(held, request).allowed, request


@settings(max_examples=EXAMPLES)
@given(CHANCES)
def test_what_is_no_more_allows_no_request_more(chance: Random) -> None:
    new, reference = random_access.access(parts(chance)), random_access.access(parts(chance))
    found = no_more_than(new, reference)
    assert found.holds is not None or found.unknown
    for request in requests(chance):
        if simulate(new, request).allowed and simulate(reference, request).allowed is False:
            assert not found.holds, request


@settings(max_examples=EXAMPLES)
@given(CHANCES)
def test_nothing_allows_more_than_itself_or_than_more(chance: Random) -> None:
    made = parts(chance)
    more = {
        **made,
        "identity": [*made["identity"], {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}],
    }
    less = {**made, "boundary": made["boundary"] or random_access.document(chance)}
    held = random_access.access(made)
    for found in (
        no_more_than(held, held),
        no_more_than(held, random_access.access(more)),
        no_more_than(random_access.access(less), held),
    ):
        assert found.holds or (found.holds is None and found.unknown)
