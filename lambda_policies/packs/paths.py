"""The paths of the declared language: from a model through its joins to an attribute, checked when a pack loads.

``role.permissions_boundary`` starts at a function, follows the join ``role`` and reads ``permissions_boundary``.
A join to many means each of them. An attribute is written as in Terraform, without indexes: ``tracing_config.mode``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from msgspec import Struct

from lambda_policies.errors import PackError
from lambda_policies.estate import models
from lambda_policies.estate.base import Model, held_type, places
from lambda_policies.plan.resources import dotted
from lambda_policies.suggest import did_you_mean
from lambda_policies.values import Absent, Known, Members, Unknown, Value

_JOIN = re.compile(r"(?:Value|Members)\[(\w+)\]|tuple\[(\w+), \.\.\.\]")


class Reached(Struct, frozen=True, gc=False):
    """What a path reached: the value, and the model that a person would edit to change it."""

    value: Value[Any]
    owner: Model


class ReadablePath(Struct, frozen=True):
    """A path that was checked: the joins to follow, and the field to read at the end, None where it ends at a join."""

    text: str
    joins: tuple[str, ...]
    field: str | None
    type: Any
    owners: tuple[type[Model], ...]

    def read(self, start: Model) -> Iterable[Reached]:
        """Everything that the path reaches from *start*."""
        if self.field is not None and not self.joins:
            return (Reached(getattr(start, self.field), start),)
        return self._follow(start, self.joins)

    def _follow(self, model: Model, joins: tuple[str, ...]) -> Iterator[Reached]:
        if not joins:
            yield Reached(getattr(model, self.field or ""), model)
            return
        join = getattr(model, joins[0])
        if self.field is None and len(joins) == 1:
            yield Reached(_as_value(join), model)
            return
        targets, rest = _targets(join)
        for target in targets:
            yield from self._follow(target, joins[1:])
        if rest is not None:
            yield Reached(rest, model)


def _targets(join: Any) -> tuple[tuple[Model, ...], Unknown | Absent | None]:
    """Where a join leads, and what stands where it leads nowhere or may lead further."""
    match join:
        case Known(target):
            return (target,), None
        case Unknown():  # that somebody is there says nothing about what is behind
            return (), Unknown(join.at, join.reason, join.feeds)
        case Absent():
            return (), join
        case Members(items, rest):
            return items, rest
    return tuple(join), None


def _as_value(join: Any) -> Value[Any]:
    """What a path that ends at a join reaches: whether there is somebody at all."""
    match join:
        case Members(items, rest):
            return Known(items) if items else rest or Absent()
        case tuple():
            return Known(join) if join else Absent()
    value: Value[Any] = join
    return value


@cache
def model_named(name: str) -> type[Model]:
    """The model that packs call *name*; ``PackError`` where there is none."""
    try:
        module = import_module(f"{models.__name__}.{name}")
    except ModuleNotFoundError:
        known = [module.name for module in iter_modules(models.__path__)]
        msg = f"there is no model {name!r}. {did_you_mean(name, known)}"
        raise PackError(msg) from None
    found: type[Model] = getattr(module, "".join(part.capitalize() for part in name.split("_")))
    return found


@cache
def path_from(model: type[Model], text: str) -> ReadablePath:
    """Check *text* as a path from *model*; ``PackError`` says what is wrong and what may have been meant."""
    joins: list[str] = []
    owners = [model]
    here, rest = model, text
    while True:
        attributes = readable(here)
        if rest in attributes:
            name = attributes[rest]
            return ReadablePath(text, tuple(joins), name, held_type(here, name), tuple(owners))
        step, _, behind = rest.partition(".")
        target = join_of(here, step)
        if target is None:
            known = [*attributes, *joins_of(here)]
            msg = f"{_name(model)} has no path {text!r}: {_name(here)} has no {rest!r}. {did_you_mean(rest, known)}"
            raise PackError(msg)
        joins.append(step)
        here, rest = model_named(target), behind
        if not rest:
            return ReadablePath(text, tuple(joins), None, None, tuple(owners))
        owners.append(here)


@cache
def readable(model: type[Model]) -> dict[str, str]:
    """The attributes of *model*: path as packs write it, to field name."""
    return {re.sub(r"\[\d+\]", "", dotted(where.path)): name for name, where in places(model).items()}


@cache
def join_of(model: type[Model], name: str) -> str | None:
    """The name of the model that the attribute *name* of *model* leads to; None where it is no join."""
    member = next((vars(kind)[name] for kind in model.__mro__ if name in vars(kind)), None)
    getter = member.func if isinstance(member, cached_property) else getattr(member, "fget", None)
    match = _JOIN.fullmatch(str(getattr(getter, "__annotations__", {}).get("return", "")))
    target = re.sub(r"(?<!^)(?=[A-Z])", "_", match[1] or match[2]).lower() if match else ""
    return target if target in _model_files() else None


@cache
def joins_of(model: type[Model]) -> dict[str, str]:
    """The joins of *model*, to the name of the model that each leads to."""
    return {name: target for name in dir(model) if (target := join_of(model, name))}


@cache
def _model_files() -> frozenset[str]:
    return frozenset(module.name for module in iter_modules(models.__path__))


def _name(model: type[Model]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
