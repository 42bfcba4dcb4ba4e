"""What stands in a block: its attributes, each an expression that is read when asked for, and its nested blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from lambda_policies.source.hcl.expressions import read, read_template
from lambda_policies.source.hcl.nodes import Items, Literal, Node, Pairs
from lambda_policies.source.masking import UnscannableError
from lambda_policies.source.scanner import Text, unquoted

_EDGE = re.compile(r"[{}()\[\]\n]")
_HEAD = re.compile(r'[^\W\d][\w-]*|"s*"')
_ATTRIBUTE = re.compile(r"\s*([^\W\d][\w-]*)[^\S\n]*=(?![=>])")


@dataclass(frozen=True, slots=True)
class Written:
    """An expression where it is written: its first character in the file, and its text, in JSON a decoded value."""

    start: int
    text: str = ""
    held: Any = None

    @property
    def node(self) -> Node:
        """Its syntax tree. Raises ``UnscannableError``."""
        return read(self.text) if self.text else from_json(self.held)


@dataclass(frozen=True, slots=True)
class Nested:
    """A nested block: its name and labels, and what stands in it."""

    name: str
    labels: tuple[str, ...]
    body: Body


@dataclass(frozen=True, slots=True)
class Body:
    """Attributes by name, and nested blocks in order."""

    attributes: Mapping[str, Written] = field(default_factory=dict)
    blocks: tuple[Nested, ...] = ()

    def overridden(self, by: Body) -> Body:
        """The same with what an override file writes anew: attributes by name, and all blocks of a name."""
        names = {block.labels[0] if block.name == "dynamic" else block.name for block in by.blocks}
        kept = [
            block for block in self.blocks if (block.labels[0] if block.name == "dynamic" else block.name) not in names
        ]
        return Body({**self.attributes, **by.attributes}, (*kept, *by.blocks))


def body_of(whole: Text, start: int, end: int) -> Body:
    """What stands between two positions. Raises ``UnscannableError``."""
    attributes: dict[str, Written] = {}
    blocks: list[Nested] = []
    for first, opened, last in _elements(whole.masked, start, end):
        if found := _ATTRIBUTE.match(whole.masked, first, last):
            if found[1] in attributes:
                raise UnscannableError("an attribute that stands twice")
            attributes[found[1]] = Written(found.start(1), whole.text[found.end() : last].strip())
        elif opened >= 0:
            name, *labels = (unquoted(whole, word) for word in _HEAD.finditer(whole.masked, first, opened))
            blocks.append(Nested(name, tuple(labels), body_of(whole, opened + 1, last - 1)))
        elif whole.masked[first:last].strip():
            raise UnscannableError("neither attribute nor block")
    return Body(attributes, tuple(blocks))


def _elements(masked: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The elements between two positions: first character, first brace of it or -1, and the character behind it."""
    depth, first, opened = 0, start, -1
    for edge in _EDGE.finditer(masked, start, end):
        mark = edge[0]
        if mark in "{([":
            opened = edge.start() if mark == "{" and depth == 0 and opened < 0 else opened
            depth += 1
        elif mark != "\n":
            depth -= 1
        elif depth == 0:
            yield first, opened, edge.start()
            first, opened = edge.end(), -1
    yield first, opened, end


def from_json(held: Any) -> Node:
    """The syntax tree of a value of JSON syntax, in which every text is a template."""
    if isinstance(held, str):
        return read_template(held)
    if isinstance(held, list):
        return Items(tuple(from_json(item) for item in held))
    if isinstance(held, dict):
        return Pairs(tuple((read_template(key), from_json(item)) for key, item in held.items()))
    return Literal(held)


def json_body(text: str, start: int, blocks: frozenset[str]) -> Body:
    """What stands in a block of JSON syntax, whose nested *blocks* have these names. Raises ``UnscannableError``."""
    try:
        held = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise UnscannableError("no JSON") from None
    found = [held] if isinstance(held, dict) else held
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UnscannableError("no block")
    merged = {name: one[name] for one in found for name in one}
    if blocks & merged.keys() or "dynamic" in merged:
        raise UnscannableError("nested blocks in JSON")
    return Body({name: Written(start, held=value) for name, value in merged.items()})
