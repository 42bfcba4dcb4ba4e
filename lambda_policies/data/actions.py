"""Every action of every service: its level, the kinds of resources and the condition keys that it takes.

``names(service)`` is the list that patterns are matched against; ``action`` and ``kinds`` say the rest. What AWS
adds after ``data_date()`` is missing, so an action that is not here is not therefore wrong. A service is decoded when
it is first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal, TypeAlias

from msgspec import Struct

from lambda_policies.data.archive import index, retrieved, service_lines

Level: TypeAlias = Literal["Permissions management", "Tagging", "Write", "List", "Read"]

_LEVELS: dict[str, Level] = {
    "p": "Permissions management",
    "t": "Tagging",
    "w": "Write",
    "l": "List",
    "r": "Read",
}
_HEAD = 4
"""The lines of a service before those of its actions: names, levels, keys, kinds of resources."""


class Taken(Struct, frozen=True):
    """One kind of resource that an action takes; ``keys`` are the condition keys that it has with this kind only."""

    kind: str
    required: bool
    keys: tuple[str, ...]


class Kind(Struct, frozen=True):
    """A kind of resource: its ARN with ``${…}`` for what differs, and its condition keys."""

    name: str
    arn: str
    keys: tuple[str, ...]


class Action(Struct, frozen=True):
    """One action. ``limitable``: it can be limited to some resources; ``needs``: the actions it asks for beside it."""

    service: str
    name: str
    level: Level
    limitable: bool
    kinds: tuple[Taken, ...]
    keys: tuple[str, ...]
    needs: tuple[str, ...]


def data_date() -> date:
    """The day on which the facts about actions were retrieved."""
    return retrieved("actions")


def services() -> tuple[str, ...]:
    """The prefixes of all services, in order."""
    return tuple(index()["services"])


@cache
def arn_services() -> frozenset[str]:
    """The services as the ARNs of their resources name them, which is not always as their actions do."""
    return frozenset(index()["arn_services"])


def resource_control_services() -> frozenset[str]:
    """The services whose actions a resource control policy can name."""
    return frozenset(index()["resource_control"])


@cache
def names(service: str) -> tuple[str, ...] | None:
    """The actions of *service*, such as ``s3``, in order; None for a service that is not known."""
    lines = _lines(service)
    return None if lines is None else tuple(lines[0].split())


def action(service: str, name: str) -> Action | None:
    """All that is known of one action, whatever the case of its name; None where it is not known."""
    place = _places(service).get(name.lower())
    return None if place is None else _action(service, place)


def kinds(service: str) -> Mapping[str, Kind]:
    """The kinds of resources of a service by name; none where the service has none, or is not known."""
    return _kinds(service)


def condition_keys(service: str) -> Mapping[str, str]:
    """The types of the condition keys of a service by key, such as ``ARN`` or ``ArrayOfString``; none as above."""
    return _keys(service)


@cache
def with_resource(service: str) -> tuple[str, ...] | None:
    """The actions of *service* that can be limited to resources; None for a service that is not known."""
    return _of_case(service, upper=True)


@cache
def without_resource(service: str) -> tuple[str, ...] | None:
    """The actions of *service* that take no resource, so that only ``*`` allows them; None as above."""
    return _of_case(service, upper=False)


def _of_case(service: str, *, upper: bool) -> tuple[str, ...] | None:
    lines, found = _lines(service), names(service)
    if lines is None or found is None:
        return None
    return tuple(name for name, letter in zip(found, lines[1], strict=True) if letter.isupper() is upper)


@cache
def _lines(service: str) -> list[str] | None:
    return service_lines(service)


@cache
def _places(service: str) -> dict[str, int]:
    return {name.lower(): place for place, name in enumerate(names(service) or ())}


@cache
def _action(service: str, place: int) -> Action | None:
    lines, found = _lines(service), names(service)
    if lines is None or found is None:
        return None
    letter = lines[1][place]
    taken, keys, needs = json.loads(lines[_HEAD + place])
    return Action(
        service,
        found[place],
        _LEVELS[letter.lower()],
        letter.isupper(),
        tuple(Taken(kind, bool(first), tuple(own)) for kind, (first, *own) in taken.items()),
        tuple(keys),
        tuple(needs),
    )


@cache
def _keys(service: str) -> dict[str, str]:
    lines = _lines(service)
    return {} if lines is None else json.loads(lines[2])


@cache
def _kinds(service: str) -> dict[str, Kind]:
    lines = _lines(service)
    found = {} if lines is None else json.loads(lines[3])
    return {name: Kind(name, arn, tuple(keys)) for name, (arn, keys) in found.items()}
