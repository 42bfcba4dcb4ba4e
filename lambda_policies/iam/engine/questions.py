"""The questions: whether access allows something, allows no more than another, or grants none of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from lambda_policies.iam.access import Access, Attached, Request
from lambda_policies.iam.elements import merged
from lambda_policies.iam.engine import arn_sets, frames, tokens
from lambda_policies.iam.engine.arn_sets import ArnSet
from lambda_policies.iam.engine.budget import Budget, ExhaustedError
from lambda_policies.iam.engine.decisions import NOT_REPLAYED, SPENT, Decision, holes
from lambda_policies.iam.engine.powers import Power, power, universe_for
from lambda_policies.iam.engine.regions import Box, Region, escapes, simplest_first
from lambda_policies.iam.engine.witnesses import request_of
from lambda_policies.iam.simulate import Match, simulate
from lambda_policies.values import Known, Unknown

_TRIES = 25
"""How many regions may turn out to hold no request before a question stays undecided."""

Search = Callable[[bool, Budget], Iterator[Region]]
Replay = Callable[[Request], tuple[bool, tuple[Match, ...]]]


def allows(
    access: Access, action: str, resource: str, context: Mapping[str, tuple[str, ...]] | None = None
) -> Decision:
    """Whether it allows *action* on *resource* in some request; both may hold wildcards.

    *context* fixes condition keys; all others are free.
    """
    return _negated(not_granted(access, (action,), (resource,), context))


def not_granted(
    access: Access,
    actions: Sequence[str],
    resources: Sequence[str] = (),
    context: Mapping[str, tuple[str, ...]] | None = None,
) -> Decision:
    """Whether it allows none of the actions on any of the resources; without either, all of them are meant.

    AWS calls it CheckAccessNotGranted. A no comes with a request that is allowed.
    """
    universe = universe_for((access,), actions)
    start = Region(
        _bits(universe.bits(each) for each in actions) if actions else -1,
        _arns(resources),
        {key.lower(): (frames.text(*map(tokens.to_value, values)),) for key, values in (context or {}).items()},
    )

    def search(certain: bool, budget: Budget) -> Iterator[Region]:  # noqa: FBT001 - which of two bounds
        held = power(access, universe, certain=certain)
        return _allowed(held, _starts(access, start), (), budget)

    def replay(request: Request) -> tuple[bool, tuple[Match, ...]]:
        found = simulate(access, request)
        return found.allowed is True, found.matches

    return _decide(search, lambda region: request_of(region, universe), replay, holes(access))


def no_more_than(new: Access, reference: Access) -> Decision:
    """Whether everything that *new* allows is allowed by *reference* too.

    AWS calls it CheckNoNewAccess. A no comes with a request that only *new* allows.
    """
    universe = universe_for((new, reference), ())

    def search(certain: bool, budget: Budget) -> Iterator[Region]:  # noqa: FBT001 - which of two bounds
        ours = power(new, universe, certain=certain)
        theirs = power(reference, universe, certain=not certain)
        return _beyond(ours, theirs, _starts(new, Region()), budget)

    def replay(request: Request) -> tuple[bool, tuple[Match, ...]]:
        found = simulate(new, request)
        return found.allowed is True and simulate(reference, request).allowed is False, found.matches

    unknown = merged(holes(new), holes(reference))
    return _decide(search, lambda region: request_of(region, universe), replay, unknown)


def _allowed(held: Power, starts: Iterable[Region], cover: Sequence[Box], budget: Budget) -> Iterator[Region]:
    """The parts of the starting regions that are allowed and lie in none of *cover*."""
    boxes = simplest_first((*held.denies, *cover))
    for start in starts:
        for region in _granted(held.layers, start):
            yield from escapes(region, boxes, budget)


def _granted(layers: Sequence[tuple[Box, ...]], region: Region) -> Iterator[Region]:
    """The parts of a region that a statement of each layer allows."""
    if not layers:
        yield region
        return
    for box in layers[0]:
        met = region.meeting(box)
        if met is not None:
            yield from _granted(layers[1:], met)


def _beyond(ours: Power, theirs: Power, starts: Sequence[Region], budget: Budget) -> Iterator[Region]:
    """What we allow and they do not: what one of their layers leaves out, or one of their Denies takes away."""
    for layer in theirs.layers:
        yield from _allowed(ours, starts, layer, budget)
    for box in theirs.denies:
        met = [region for region in (start.meeting(box) for start in starts) if region is not None]
        yield from _allowed(ours, met, (), budget)


def _decide(
    search: Search, witness: Callable[[Region], Request | None], replay: Replay, unknown: Unknown | None
) -> Decision:
    """No where a certain request replays, yes where not even a possible one is left, else undecided."""
    try:
        budget = Budget()
        doubted = 0
        for region in search(True, budget):  # noqa: FBT003 - certainly
            request = witness(region)
            budget.spend()
            if request is None:
                continue
            proves, matches = replay(request)
            if proves:
                return Decision(False, request, matches)  # noqa: FBT003 - the answer
            doubted += 1
            if doubted > _TRIES:
                break
        possibly = doubted or (unknown and any(witness(region) for region in search(False, budget)))  # noqa: FBT003
    except ExhaustedError:
        return Decision(None, unknown=unknown, doubt=SPENT)
    if not possibly:
        return Decision(True)  # noqa: FBT003 - the answer
    return Decision(None, unknown=unknown, doubt="" if unknown else NOT_REPLAYED)


def _negated(found: Decision) -> Decision:
    return found if found.holds is None else replace(found, holds=not found.holds)


def _starts(access: Access, start: Region) -> list[Region]:
    """The region for each kind of caller."""
    if access.identity or access.resource is None:
        callers: tuple[Region, ...] = (frames.of_identity(access),)
    else:
        callers = frames.of_resource(sessions=_names_sessions(access.resource))
    found = []
    for caller in callers:
        region: Region | None = start
        for key, demands in caller.demands.items():
            for demand in demands:
                region = region.demanding(key, demand) if region is not None else None
        if region is not None:
            found.append(region)
    return found


def _bits(found: Iterable[int | None]) -> int:
    bits = 0
    for each in found:
        bits |= each or 0
    return bits


def _arns(resources: Sequence[str]) -> ArnSet:
    if not resources:
        return ArnSet()
    read = (arn_sets.pattern(each, variables=False, short=True) for each in resources)
    return ArnSet().within(tuple(sorted({each for each in read if each is not None})))


def _names_sessions(held: Attached) -> bool:
    statements = held.document.value.statements.items if isinstance(held.document, Known) else ()
    held_by = chain.from_iterable((each.principals, each.not_principals) for each in statements)
    return any(":sts:" in principal.text for each in held_by if each is not None for principal in each.items)
