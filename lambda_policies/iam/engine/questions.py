"""The questions: whether access allows something, allows no more than another, or grants none of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lambda_policies.iam.access import Access, Request
from lambda_policies.iam.elements import merged
from lambda_policies.iam.engine import arn_sets, frames, tokens
from lambda_policies.iam.engine.actions import EVERY, Universe
from lambda_policies.iam.engine.arn_sets import ArnSet
from lambda_policies.iam.engine.budget import ExhaustedError
from lambda_policies.iam.engine.decisions import SPENT, Decision, holes
from lambda_policies.iam.engine.keys import ABSENT, Demand
from lambda_policies.iam.engine.powers import power, universe_for
from lambda_policies.iam.engine.regions import Region
from lambda_policies.iam.engine.searching import beyond, find, granted
from lambda_policies.iam.simulate import Match, simulate

Context = Mapping[str, tuple[str, ...]]


def allows(access: Access, action: str, resource: str, context: Context | None = None) -> Decision:
    """Whether it allows *action* on *resource* in some request; both may hold wildcards.

    *context* fixes condition keys; all others are free.
    """
    return _any_of(access, (action,), (resource,), context or {})


def not_granted(
    access: Access, actions: Sequence[str], resources: Sequence[str] = (), context: Context | None = None
) -> Decision:
    """Whether it allows none of the actions on any of the resources; without either, all of them are meant.

    AWS calls it CheckAccessNotGranted. A no comes with a request that is allowed.
    """
    return _negated(_any_of(access, actions, resources, context or {}))


def no_more_than(new: Access, reference: Access) -> Decision:
    """Whether everything that *new* allows is allowed by *reference* too.

    AWS calls it CheckNoNewAccess. A no comes with a request that only *new* allows.
    """
    unknown = merged(holes(new), holes(reference))
    try:
        universe = universe_for((new, reference), ())
        starts = frames.starts(new, Region())
    except ExhaustedError:
        return Decision(None, unknown=unknown, doubt=SPENT)

    def search(*, certain: bool) -> Iterator[Region]:
        ours, theirs = power(new, universe, certain=certain), power(reference, universe, certain=not certain)
        return beyond(ours, theirs, starts)

    def replay(request: Request) -> tuple[bool, tuple[Match, ...]]:
        found = simulate(new, request)
        return found.allowed is True and simulate(reference, request).allowed is False, found.matches

    return _negated(find(search, universe, replay, unknown))


def _any_of(access: Access, actions: Sequence[str], resources: Sequence[str], context: Context) -> Decision:
    try:
        universe = universe_for((access,), actions)
        strange = next(_strange(universe, actions, resources), "")
        if strange:
            return Decision(None, doubt=strange)
        start = starting(universe, actions, resources, context)
        return granted(access, universe, frames.starts(access, start))
    except ExhaustedError:
        return Decision(None, unknown=holes(access), doubt=SPENT)


def _strange(universe: Universe, actions: Sequence[str], resources: Sequence[str]) -> Iterator[str]:
    """What is asked about and names nothing, which an answer about nothing would hide."""
    for each in actions:
        if not universe.bits(each):
            yield f'"{each}" names no action'
    for each in resources:
        if arn_sets.pattern(each, variables=False, short=True) is None:
            yield f'"{each}" is no ARN'


def starting(universe: Universe, actions: Sequence[str], resources: Sequence[str], context: Context) -> Region:
    """The requests with one of the actions on one of the resources, all where none are given, and with the context."""
    bits = _bits(universe.bits(each) for each in actions) if actions else EVERY
    return Region(bits, _arns(resources), {key.lower(): _fixed(values) for key, values in context.items()})


def _fixed(values: tuple[str, ...]) -> tuple[Demand, ...]:
    """The demands that a key has exactly these values; none stand for a key that is missing."""
    texts = tuple(sorted(set(map(tokens.to_value, values))))
    if len(texts) < 2:  # noqa: PLR2004 - one value needs no quantifier
        return (frames.text(*texts),) if texts else (ABSENT,)
    return (Demand("text", texts, missing=True, quantifier="all"), *(_among(each) for each in texts))


def _among(value: str) -> Demand:
    return Demand("text", (value,), quantifier="any")


def _negated(found: Decision) -> Decision:
    return found if found.holds is None else replace(found, holds=not found.holds)


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
