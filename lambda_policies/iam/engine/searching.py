"""From two bounds of what is allowed to one answer: search for a region, make a request of it, replay that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from lambda_policies.iam.access import Access, Request
from lambda_policies.iam.engine.actions import Universe
from lambda_policies.iam.engine.budget import ExhaustedError, spend, start
from lambda_policies.iam.engine.decisions import NOT_REPLAYED, SPENT, Decision, holes
from lambda_policies.iam.engine.powers import Power, power
from lambda_policies.iam.engine.regions import Box, Region, escapes
from lambda_policies.iam.engine.witnesses import request_of
from lambda_policies.iam.simulate import Match, simulate
from lambda_policies.values import Unknown

_TRIES = 25
"""How many requests may be judged otherwise by the simulator before a question stays undecided."""

_WITNESS = 1_000
"""Steps that a request and its replay cost."""

Replay = Callable[[Request], tuple[bool, tuple[Match, ...]]]


class Search(Protocol):
    """Regions that would make the answer no: such as certainly do, or such as possibly do."""

    def __call__(self, *, certain: bool) -> Iterator[Region]:
        """The regions, one after the other. Raises ExhaustedError."""


def granted(access: Access, universe: Universe, starts: Sequence[Region]) -> Decision:
    """Whether *access* allows a request of one of the regions."""

    def search(*, certain: bool) -> Iterator[Region]:
        return allowed(power(access, universe, certain=certain), starts, ())

    def replay(request: Request) -> tuple[bool, tuple[Match, ...]]:
        found = simulate(access, request)
        return found.allowed is True, found.matches

    return find(search, universe, replay, holes(access))


def find(search: Search, universe: Universe, replay: Replay, unknown: Unknown | None) -> Decision:
    """Yes where a certain region holds a request that replays, no where not even a possible one is left."""
    doubted = 0
    start()
    try:
        for region in search(certain=True):
            spend(_WITNESS)
            request = request_of(region, universe)
            if request is None:
                continue
            proves, matches = replay(request)
            if proves:
                return Decision(True, request, matches)  # noqa: FBT003 - the answer
            doubted += 1
            if doubted > _TRIES:
                break
        possibly = doubted or (unknown and _holds_any(search(certain=False), universe))
    except ExhaustedError:
        return Decision(None, unknown=unknown, doubt=SPENT)
    if not possibly:
        return Decision(False)  # noqa: FBT003 - the answer
    return Decision(None, unknown=unknown, doubt="" if unknown else NOT_REPLAYED)


def _holds_any(regions: Iterator[Region], universe: Universe) -> bool:
    for region in regions:
        spend(_WITNESS)
        if request_of(region, universe) is not None:
            return True
    return False


def allowed(held: Power, starts: Iterable[Region], cover: Sequence[Box]) -> Iterator[Region]:
    """The parts of the starting regions that are allowed and lie in none of *cover*."""
    for each in starts:
        for region in permitted(held.layers, each):
            boxes = [box for box in (*cover, *held.denies) if box.actions & region.actions]
            yield from escapes(region, boxes)


def permitted(layers: Sequence[tuple[Box, ...]], region: Region) -> Iterator[Region]:
    """The parts of a region that a statement of each layer allows."""
    if not layers:
        yield region
        return
    for box in layers[0]:
        met = region.meeting(box)
        if met is not None:
            yield from permitted(layers[1:], met)


def beyond(ours: Power, theirs: Power, starts: Sequence[Region]) -> Iterator[Region]:
    """What we allow and they do not: what one of their layers leaves out, or one of their Denies takes away."""
    for layer in theirs.layers:
        yield from allowed(ours, starts, layer)
    for box in theirs.denies:
        met = [region for region in (each.meeting(box) for each in starts) if region is not None]
        yield from allowed(ours, met, ())
