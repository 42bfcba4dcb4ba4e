"""Resources and data sources as expressions see them: what the plan knows of each instance, with holes elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambda_policies.plan.references import SURE, SURE_OF
from lambda_policies.source.evaluation.holes import Lazy, Marked, OpenError
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.plan.addresses import Key
    from lambda_policies.plan.resources import PriorData, Resource
    from lambda_policies.source.recovery.scopes import Scope
    from lambda_policies.source.recovery.world import World


def instances(scope: Scope, mode: str, kind: str, name: str) -> Any:
    """The instance of a block, or a map or list of them. Raises ``OpenError`` where the plan may lack some."""
    body = scope.body(mode, kind, name)
    found = scope.world.instances(scope.address, mode, kind, name)
    repeated = next((word for word in ("for_each", "count") if word in body.attributes), "")
    if not repeated:
        if None not in found:
            raise OpenError
        return found[None]
    if scope.world.plan.partial:
        raise OpenError
    if repeated == "for_each":
        return {str(key): one for key, one in found.items()}
    if sorted(found, key=str) != sorted(range(len(found)), key=str):
        raise OpenError
    return [found[key] for key in range(len(found))]


class Planned(Lazy):
    """A resource, or a data source that is read during apply, as the plan leaves it."""

    def __init__(self, world: World, resource: Resource) -> None:
        self.world = world
        self.resource = resource
        self.text = resource.address

    def get(self, name: str) -> Any:
        """An attribute; what the plan leaves out of it is rebuilt where the source says it."""
        known, unknown, marks = self.world.decoded(self.resource)
        open_ = unknown.get(name)
        if open_ is True:
            return marked(self.world.attribute(self.resource, name) or self.hole(name), marks.get(name))
        if name not in known:
            raise OpenError
        return marked(with_holes(known[name], open_, self.world.feed(self.resource, name)), marks.get(name))

    def hole(self, name: str) -> Unknown:
        """The hole that an attribute is."""
        sure = name in SURE or (self.resource.type, name) in SURE_OF
        return Unknown(feeds=(self.world.feed(self.resource, name),), present=sure)


class Read(Lazy):
    """A data source that was read while planning."""

    def __init__(self, data: PriorData) -> None:
        self.data = data
        self.text = data.address

    def get(self, name: str) -> Any:
        """An attribute."""
        held = self.data.values
        if not isinstance(held, dict) or name not in held:
            raise OpenError
        marks = self.data.marks
        return marked(held[name], marks.get(name) if isinstance(marks, dict) else marks)


def by_key(world: World, module: str, mode: str, kind: str, name: str) -> dict[Key, Lazy]:
    """The instances of a block by their keys."""
    planned = world.plan.instances.get((module, mode, kind, name), ())
    found: dict[Key, Lazy] = {one.key: Planned(world, one) for one in planned}
    if mode == "data":
        read = world.prior.get((module, kind, name), ())
        found = {**{one.state.index: Read(one) for one in read}, **found}
    return found


def marked(value: Any, marks: Any) -> Any:
    """A value with the sensitive marks of the plan."""
    if marks is True:
        return Marked(value)
    if isinstance(marks, dict) and isinstance(value, dict):
        return {name: marked(item, marks.get(name)) for name, item in value.items()}
    if isinstance(marks, list) and isinstance(value, list) and len(marks) == len(value):
        return [marked(item, mark) for item, mark in zip(value, marks, strict=True)]
    return Marked(value) if marks and not isinstance(value, dict | list) else value


def with_holes(known: Any, unknown: Any, feed: str) -> Any:
    """*known* with a hole where *unknown* is true; before 1.3 Terraform drops unknown members of sets."""
    if unknown is True:
        return Unknown(feeds=(feed,))
    if isinstance(unknown, dict) and isinstance(known, dict):
        names = dict.fromkeys([*known, *unknown])
        return {name: with_holes(known.get(name), unknown.get(name), feed) for name in names}
    if not isinstance(unknown, list) or not isinstance(known, list):
        return known
    if len(known) == len(unknown):
        return [with_holes(one, hole, feed) for one, hole in zip(known, unknown, strict=True)]
    return [*known, *(Unknown(feeds=(feed,)) for hole in unknown if hole is True)]
