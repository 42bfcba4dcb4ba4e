"""Sets of requests: products of actions, resources and demands on condition keys; meeting and escaping them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lambda_policies.iam.engine import keys
from lambda_policies.iam.engine.actions import EVERY
from lambda_policies.iam.engine.arn_sets import Arn, ArnSet
from lambda_policies.iam.engine.budget import spend
from lambda_policies.iam.engine.keys import Demand

PRINCIPAL = "@principal"
"""The key under which the caller itself stands among the demands."""


_SPLIT = 300
"""Steps that one split of a region costs."""


class Box(NamedTuple):
    """The requests that one statement takes in: a union of resources or all but some, and every demand."""

    actions: int
    inside: tuple[Arn, ...] | None
    outside: tuple[Arn, ...] | None
    demands: tuple[tuple[str, Demand], ...]

    @property
    def is_plain(self) -> bool:
        """Whether it holds its actions on every resource in every request."""
        return self.inside is None and self.outside is None and not self.demands


class Region(NamedTuple):
    """A set of requests that is not empty, as far as each of its parts shows."""

    actions: int = EVERY
    resources: ArnSet = ArnSet()
    demands: Mapping[str, tuple[Demand, ...]] = {}

    def demanding(self, key: str, demand: Demand) -> Region | None:
        """Those of it that meet a demand too; None where there are none. Raises ExhaustedError."""
        held = self.demands.get(key, ())
        if demand in held:
            return self
        both = (*held, demand) if not held else tuple(sorted((*held, demand), key=repr))
        if keys.find(key, both) is None:
            return None
        return self._replace(demands={**self.demands, key: both})

    def meeting(self, box: Box) -> Region | None:
        """Those of it that the box holds too; None where there are none. Raises ExhaustedError."""
        actions = self.actions & box.actions
        if not actions:
            return None
        if actions == self.actions and box.is_plain:
            return self
        resources = self.resources
        if box.inside is not None:
            resources = resources.within(box.inside)
        if box.outside is not None:
            resources = resources.outside(box.outside)
        if resources is not self.resources and resources.member() is None:
            return None
        found: Region | None = Region(actions, resources, self.demands)
        for key, demand in box.demands:
            found = found.demanding(key, demand) if found is not None else None
        return found

    def repeats(self, box: Box) -> bool:
        """Whether each of its own constraints already says that it lies in the box."""
        return (
            not self.actions & ~box.actions
            and (box.inside is None or box.inside in self.resources.unions)
            and (box.outside is None or set(box.outside) <= set(self.resources.without))
            and all(demand in self.demands.get(key, ()) for key, demand in box.demands)
        )

    def escaping(self, box: Box) -> Iterator[Region]:
        """Those of it that the box does not hold, as regions that may overlap. Raises ExhaustedError."""
        actions = self.actions & ~box.actions
        if actions:
            yield self._replace(actions=actions)
        if box.inside is not None:
            outside = self.resources.outside(box.inside)
            if outside.member() is not None:
                yield self._replace(resources=outside)
        if box.outside is not None:
            inside = self.resources.within(box.outside)
            if inside.member() is not None:
                yield self._replace(resources=inside)
        for key, demand in box.demands:
            other = self.demanding(key, demand.negation())
            if other is not None:
                yield other


def escapes(region: Region, boxes: Sequence[Box]) -> Iterator[Region]:
    """The parts of the region that lie in none of the boxes; they may overlap. Raises ExhaustedError."""
    if any(region.repeats(box) for box in boxes):
        return
    for place, box in enumerate(boxes):
        if not region.actions & box.actions:
            continue
        if region.meeting(box) is None:
            continue
        spend(_SPLIT)
        rest = boxes[place + 1 :]
        for part in region.escaping(box):
            yield from escapes(part, rest)
        return
    yield region


def simplest_first(boxes: Sequence[Box]) -> list[Box]:
    """Boxes in an order in which those that take most in at once come first."""
    return sorted(boxes, key=lambda box: (len(box.demands), box.outside is not None, len(box.inside or ())))
