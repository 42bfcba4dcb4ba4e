"""The syntax tree of an expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text without templates, true, false or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class Template:
    """A text in parts: literals, interpolations and directives; one interpolation alone is that value itself."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class TextIf:
    """``%{ if }``."""

    condition: Node
    yes: Template
    no: Template


@dataclass(frozen=True, slots=True)
class TextFor:
    """``%{ for }``."""

    names: tuple[str, ...]
    collection: Node
    body: Template


@dataclass(frozen=True, slots=True)
class Items:
    """``[a, b]``."""

    members: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """``{ a = b }``."""

    members: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class For:
    """``[for …]``, or ``{for …}`` where there is a ``key``; ``grouped`` is the ``...`` behind it."""

    names: tuple[str, ...]
    collection: Node
    key: Node | None
    value: Node
    condition: Node | None
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """The first word of a reference."""

    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """``of.name`` and ``of[key]``."""

    of: Node
    key: Node


@dataclass(frozen=True, slots=True)
class Splat:
    """``of[*]`` and what follows it: names and keys that are taken of each member."""

    of: Node
    rest: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; ``spread`` is the ``...`` behind its last argument."""

    name: str
    arguments: tuple[Node, ...]
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One or two operands and what is between or before them."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """``condition ? yes : no``."""

    condition: Node
    yes: Node
    no: Node


Node: TypeAlias = (
    Literal | Template | TextIf | TextFor | Items | Pairs | For | Name | Index | Splat | Call | Operation | Choice
)
