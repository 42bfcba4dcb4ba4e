"""Functions of sets, and whether something is a member."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from lambda_policies.source.evaluation.conversion import fingerprint, set_of
from lambda_policies.source.evaluation.holes import FailedError, OpenError, SetOf, bare
from lambda_policies.source.evaluation.operators import equal
from lambda_policies.values import Unknown, any_of

MOST = 50_000


def contains(items: Any, wanted: Any) -> bool:
    """Whether something is a member."""
    if isinstance(items, Unknown):
        raise OpenError
    if not isinstance(items, list):
        raise FailedError
    found = any_of(equal(bare(item), bare(wanted)) for item in items)
    if found is None:
        raise OpenError
    return found


def setproduct(*lists: Any) -> list[Any]:
    """Every combination of members."""
    size = 1
    for one in lists:
        size *= len(one)
    if size > MOST:
        raise OpenError
    found = [list(each) for each in product(*lists)]
    return set_of(found) if all(isinstance(one, SetOf) for one in lists) else found


def union(*sets: Any) -> SetOf:
    """The members of any."""
    return set_of([item for one in sets for item in one])


def intersection(*sets: Any) -> SetOf:
    """The members of all."""
    first, *others = sets
    names = [{fingerprint(item) for item in one} for one in others]
    return set_of([item for item in first if all(fingerprint(item) in known for known in names)])


def subtract(one: Any, other: Any) -> SetOf:
    """The members of one that are not of the other."""
    names = {fingerprint(item) for item in other}
    return set_of([item for item in one if fingerprint(item) not in names])


OPEN: Mapping[str, Callable[..., Any]] = {
    "contains": contains,
    "setproduct": setproduct,
    "setunion": union,
}
STRICT: Mapping[str, Callable[..., Any]] = {
    "setintersection": intersection,
    "setsubtract": subtract,
}
