"""Values while they are evaluated: JSON values, with holes where a plan does not say and marks where it is sensitive.

A hole is an ``Unknown``. A text with holes is a ``Text``, and one that is the JSON of something with holes ``Encoded``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lambda_policies.values import Unknown


class FailedError(Exception):
    """The expression certainly has no value: Terraform would call it an error, and ``try`` goes on."""


class OpenError(Exception):
    """The expression cannot be evaluated here: its value is a hole."""


class SpentError(Exception):
    """More was to be evaluated than the budget allows."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in parts, of which at least one is a hole or an ``Encoded``."""

    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """The JSON text of *tree*, in which there are holes."""

    tree: Any


@dataclass(frozen=True, slots=True)
class Marked:
    """A sensitive value."""

    value: Any


class SetOf(list[Any]):
    """The members of a set, in Terraform's order, each once; members with holes are behind the others."""


class Lazy:
    """An object whose attributes are read one by one: an instance of a resource or module."""

    text = ""

    def get(self, name: str) -> Any:
        """The attribute *name*. Raises ``FailedError`` or ``OpenError``."""
        raise NotImplementedError

    def whole(self) -> Any:
        """All of it; a hole where that cannot be told."""
        return Unknown(feeds=(self.text,), present=True)


def children(value: Any) -> Iterable[Any]:
    """What is directly in a value."""
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, list):
        return value
    if isinstance(value, Marked):
        return (value.value,)
    if isinstance(value, Encoded):
        return (value.tree,)
    return value.parts if isinstance(value, Text) else ()


def holes(value: Any) -> Iterator[Unknown]:
    """The holes in a value, in order."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Lazy):
            node = node.whole()
        if isinstance(node, Unknown):
            yield node
        else:
            waiting += reversed([*children(node)])


def has_hole(value: Any) -> bool:
    """Whether any part is a hole."""
    return next(holes(value), None) is not None


def hole(*values: Any, present: bool = False) -> Unknown:
    """A hole for what is made from *values*."""
    feeds = dict.fromkeys(feed for value in values for one in holes(value) for feed in one.feeds)
    return Unknown(feeds=tuple(feeds), present=present)


def is_marked(value: Any) -> bool:
    """Whether any part is sensitive."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Marked):
            return True
        waiting += children(node)
    return False


def bare(value: Any) -> Any:
    """A value without marks."""
    if isinstance(value, Marked):
        return bare(value.value)
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items()}
    if isinstance(value, list):
        return type(value)(bare(item) for item in value)
    if isinstance(value, Text):
        return Text(tuple(bare(part) for part in value.parts))
    return Encoded(bare(value.tree)) if isinstance(value, Encoded) else value


def top(value: Any) -> Any:
    """A value without a mark on the whole of it, a ``Lazy`` as it is."""
    return top(value.value) if isinstance(value, Marked) else value


def marked_as(value: Any, *sources: Any) -> Any:
    """*value*, sensitive where the whole of any of *sources* is."""
    is_secret = any(isinstance(source, Marked) for source in sources)
    return Marked(value) if is_secret and not isinstance(value, Marked) else value


def known_text(value: Any) -> bool:
    """Whether it is a text, whatever stands in it."""
    return isinstance(value, str | Text | Encoded)
