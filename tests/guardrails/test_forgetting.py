"""Forgetting never flips: a value that is known only after apply may make a verdict unknown, no more.

It holds where a provider hides a collection with one open member, and where one keeps the other members.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.data.filled_in import FILLED_IN
from lambda_policies.examples import plan_of
from lambda_policies.guardrails.base import Example, Guardrail

LATER = "${terraform_data.later.output}"
# Terraform makes no plan where these are known only after apply; `sensitive` is that of a variable.
NEVER_UNKNOWN = {"for_each", "count", "depends_on", "sensitive"}
EXAMPLES = [
    pytest.param(guardrail, example, id=f"{guardrail.id}-{number}")
    for guardrail in packs.catalogue()
    for number, example in enumerate(guardrail.examples)
]


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every leaf, and every list and map that holds some."""
    if len(path) > 1 and not told_by_nothing(path):
        yield path
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list | tuple) else ()
    for key, child in members:
        if key not in NEVER_UNKNOWN:
            yield from places(child, (*path, key))


def told_by_nothing(path: tuple[Any, ...]) -> bool:
    """A block that the provider fills in: unknown as a whole, it looks in a plan as if nobody had written it."""
    return len(path) == 2 and path[1] in FILLED_IN.get(str(path[0]).split(".")[-2], ())


def forgotten(example: Example, path: tuple[Any, ...]) -> dict[str, Any]:
    resources = _mutable(example.resources)
    *steps, last = path
    node = resources
    for step in steps:
        node = node[step]
    node[last] = LATER
    changed: dict[str, Any] = resources
    return changed


def _mutable(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _mutable(child) for key, child in node.items()}
    return [_mutable(child) for child in node] if isinstance(node, list | tuple) else node


@pytest.mark.parametrize(("guardrail", "example"), EXAMPLES)
def test_forgetting_part_of_an_example_flips_nothing(
    guardrail: Guardrail[Any], example: Example, outcomes: Callable[..., Any], flipped: Callable[..., list[str]]
) -> None:
    judged = cache(outcomes)
    wrong = {
        (guardrail.id, path, keeps): found
        for path in places(_mutable(example.resources))
        for keeps in (False, True)
        for before in [judged(plan_of(example.resources, example.before, keeps=keeps))]
        if (found := flipped(before, judged(plan_of(forgotten(example, path), example.before, keeps=keeps))))
    }
    assert wrong == {}
