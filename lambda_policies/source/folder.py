"""What the files of one folder declare: resources, data sources and module calls, each with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from lambda_policies.source.bundle import Bundle
from lambda_policies.source.comments import Comment, comments
from lambda_policies.source.hcl.body import Body, Written, body_of, json_body
from lambda_policies.source.masking import UnscannableError, mask, mask_json
from lambda_policies.source.outline import Outline, Steps, outline
from lambda_policies.source.scanner import Block, Text, blocks, scan
from lambda_policies.source.tree import Tree, is_override

Key: TypeAlias = tuple[str, ...]
"""A mode of addresses, type and name; or ``module``, ``variable`` or ``output`` and a name."""

MARK = "lp:waive"
"""What a file holds that waives something."""
LOCALS: Key = ("locals",)
"""The key that the blocks of locals share."""
_MODES = {"resource": "managed", "data": "data", "ephemeral": "ephemeral", "action": "action"}
_NAMED = frozenset({"module", "variable", "output"})


@dataclass(frozen=True)
class Place:
    """Where something is declared: the file, the first character and the one behind the last.

    ``prefix`` is the path of it in the outline, which for JSON is that of the whole file.
    """

    file: str
    whole: Text
    start: int
    end: int
    inside: int = 0
    json: Outline | None = None
    prefix: Steps = ()

    @cached_property
    def outline(self) -> Outline:
        """The attributes in it."""
        return self.json or outline(self.whole, self.inside, self.end - 1)

    def body(self, blocks: frozenset[str] = frozenset()) -> Body:
        """What stands in it; in JSON nested *blocks* are told by their names. Raises ``UnscannableError``."""
        if self.json is None:
            return body_of(self.whole, self.inside, self.end - 1)
        start = self.whole.masked.index(":", self.start) + 1
        return json_body(self.whole.text[start : self.end], start, blocks)

    def writes(self, name: str) -> bool:
        """Whether it has an attribute or block of this name."""
        path = (*self.prefix, name)
        return path in self.outline.spans or path in self.outline.members


class Folder:
    """One module's declarations. What only an override file holds, or what stands twice, has no place."""

    def __init__(self, tree: Tree | Bundle, name: str) -> None:
        self.name = name
        self._places: dict[Key, Place | None] = {}
        self._overrides: dict[Key, list[Place]] = defaultdict(list)
        self._shared: list[Place] = []
        self._bodies: dict[Key, Body | None] = {}
        self.comments: list[Comment] = []
        for file in tree.files(name):
            try:
                text = tree.read(file) or ""
                for key, place in _declared(file, text):
                    self._add(key, place)
                if MARK in text and not file.endswith(".json"):
                    self.comments += comments(file, Text(text, mask(text)))
            except UnscannableError as error:
                tree.note(file, f"is not read: {error}")

    def _add(self, key: Key, place: Place) -> None:
        if key == LOCALS:
            self._shared.append(place)
        elif is_override(place.file.rpartition("/")[2]):
            self._overrides[key].append(place)
        else:
            self._places[key] = None if key in self._places else place

    def __contains__(self, key: Key) -> bool:
        return key in self._places

    def __bool__(self) -> bool:
        return bool(self._places)

    def place(self, key: Key) -> Place | None:
        """Where *key* is declared; None where it is not, or more than once."""
        return self._places.get(key)

    @cached_property
    def locals(self) -> dict[str, Written]:
        """The values that have a name. Raises ``UnscannableError``."""
        found: dict[str, Written] = {}
        for place in self._shared:
            found |= place.body().attributes
        return found

    def body(self, key: Key, blocks: frozenset[str] = frozenset()) -> Body | None:
        """What stands in the block *key*, override files included; None where there is none, or more than one.

        In JSON its nested *blocks* are told by their names. Raises ``UnscannableError``.
        """
        if key not in self._bodies:
            place = self._places.get(key)
            found = place.body(blocks) if place else None
            for override in self._overrides.get(key, ()) if found else ():
                found = found and found.overridden(override.body(blocks))
            self._bodies[key] = found
        return self._bodies[key]

    def overridden(self, key: Key, name: str) -> bool:
        """Whether an override file writes the attribute or block *name* of *key* anew."""
        return any(place.writes(name) for place in self._overrides.get(key, ()))


def _declared(file: str, text: str) -> Iterator[tuple[Key, Place]]:
    if file.endswith(".json"):
        yield from _of_json(file, Text(text, mask_json(text)))
        return
    whole, found = scan(text)
    for block in found:
        yield from _of_block(file, whole, block)
        if block.kind == "check":
            for nested in blocks(whole, block.inside, block.end - 1):
                yield from _of_block(file, whole, nested)


def _of_block(file: str, whole: Text, block: Block) -> Iterator[tuple[Key, Place]]:
    key = _key((block.kind, *block.labels))
    if key:
        yield key, Place(file, whole, block.start, block.end, block.inside)


def _of_json(file: str, whole: Text) -> Iterator[tuple[Key, Place]]:
    """The declarations of a JSON file: an object, or lists of objects on any level."""
    start, end = whole.masked.find("{") + 1, whole.masked.rfind("}")
    found = outline(whole, start, end)
    for path, span in found.spans.items():
        key = None if path[-1].isdecimal() else _key(tuple(step for step in path if not step.isdecimal()))
        if key:
            yield key, Place(file, whole, *span, json=found, prefix=path)


def _key(words: Steps) -> Key | None:
    if words == LOCALS or (words[0] in _NAMED and len(words) == len(("module", "name"))):
        return words
    if words[0] in _MODES and len(words) == len(("resource", "type", "name")):
        return _MODES[words[0]], *words[1:]
    return None
