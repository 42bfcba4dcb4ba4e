"""Where each attribute of a block stands: nested blocks by index, and the keys and items of plain literals.

Follows what is written out: ``name = ...``, ``name { ... }``, ``{ key = ... }``, ``[ ... ]`` and ``jsonencode( ... )``
around these. Everything else is one opaque expression, whose own place is known and whose inside is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from lambda_policies.source.masking import LITERAL
from lambda_policies.source.scanner import Text, unquoted

Steps: TypeAlias = tuple[str, ...]
Span: TypeAlias = tuple[int, int]

MOST = 100_000
_TOKEN = re.compile(rf"[^\W\d][\w-]*|{LITERAL}|[=!<>]=|=>|[{{}}()\[\]=:,\n]|[\d.]+|\S")
_OPENS, _CLOSES = frozenset("{(["), frozenset("})]")
_DYNAMIC = "*"


@dataclass(slots=True)
class Outline:
    """The first and last character of everything that has a path; indexes of blocks and items are digits.

    ``members`` counts the blocks of a name and the items of a tuple. What a ``dynamic`` block generates has the
    index ``*``.
    """

    spans: dict[Steps, Span] = field(default_factory=dict)
    members: Counter[Steps] = field(default_factory=Counter)
    dynamic: set[Steps] = field(default_factory=set)

    def nearest(self, start: Steps, steps: Steps, ordered: Callable[[Steps], bool]) -> tuple[Steps, Steps]:
        """How far *steps* lead from the path *start*: the written path there, and the steps that are left.

        *ordered* tells of the names on the way whether the members there keep the order of the source: where they do
        not, an index says nothing.
        """
        path, left = start, steps
        while left:
            names = tuple(step for step in steps[: len(steps) - len(left)] if not step.isdecimal())
            following = self._child(path, left[0], names, ordered)
            if following not in self.spans and following not in self.members:
                break
            path, left = following, left[1:]
        if path in self.spans or path == start:
            return path, left
        only = (*path, _DYNAMIC if path in self.dynamic else "0")
        return (only if self.members[path] == 1 else path[:-1]), left

    def _child(self, path: Steps, step: str, names: Steps, ordered: Callable[[Steps], bool]) -> Steps:
        """Where one step leads; a path that does not exist where that is not certain."""
        count = self.members[path]
        if not step.isdecimal() or ((*path, step) in self.spans and count == 0):
            return (*path, step)
        if count == 0:
            return path if step == "0" else (*path, step)
        if path in self.dynamic:
            return (*path, _DYNAMIC if count == 1 else "")
        return (*path, step if count == 1 or ordered(names) else "")


def outline(whole: Text, start: int, end: int) -> Outline:
    """Outline the inside of a block, or a whole JSON file; past ``MOST`` tokens the rest is left out."""
    walker = _Walker(whole, start, end)
    walker.body((), None)
    return walker.found


class _Walker:
    """Recursive descent over the tokens; ``mask`` bounds how deep brackets nest."""

    def __init__(self, whole: Text, start: int, end: int) -> None:
        self.whole = whole
        self.found = Outline()
        self.tokens: list[re.Match[str]] = []
        for mark in _TOKEN.finditer(whole.masked, start, end):
            self.tokens.append(mark)
            if len(self.tokens) == MOST:
                break
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        """A mark that was not taken yet; empty behind the last."""
        at = self.at + ahead
        return self.tokens[at][0] if at < len(self.tokens) else ""

    def body(self, path: Steps, content: Steps | None) -> None:
        """Elements up to the closing brace, which stays. Blocks called ``content`` belong to *content*."""
        while (mark := self.peek()) and mark not in _CLOSES:
            if _is_name(mark):
                self.element(path, content)
            elif mark in {",", "\n"}:
                self.at += 1
            else:
                self.skip()

    def element(self, path: Steps, content: Steps | None) -> None:
        """One attribute, key or nested block."""
        start, names = self.at, []
        while _is_name(self.peek()):
            names.append(unquoted(self.whole, self.tokens[self.at]))
            self.at += 1
        mark = self.peek()
        if mark in {"=", ":"} and len(names) == 1:
            self.at += 1
            key = (*path, names[0])
            self.record(key, start)
            self.value(key)
            self.record(key, start)
        elif mark == "{":
            self.block(path, content, names, start)
        else:
            self.skip()

    def block(self, path: Steps, content: Steps | None, names: list[str], start: int) -> None:
        """A nested block, of which the header has been taken."""
        if names == ["content"] and content is not None:
            self.inside(content, None)
            return
        dynamic = names[0] == "dynamic" and len(names) > 1
        key = (*path, names[1] if dynamic else names[0])
        index = _DYNAMIC if dynamic else str(self.found.members[key])
        self.found.members[key] += 1
        if dynamic:
            self.found.dynamic.add(key)
        inner = (*key, index)
        self.record(inner, start)
        self.inside((*inner, _DYNAMIC) if dynamic else inner, inner if dynamic else None)
        self.record(inner, start)

    def inside(self, path: Steps, content: Steps | None) -> None:
        """What stands between two braces, and these."""
        self.at += 1
        self.body(path, content)
        self.at += 1

    def value(self, path: Steps) -> None:
        """An expression; the keys and items in it have paths where it is a literal and nothing follows."""
        while self.peek() == "\n":
            self.at += 1
        known, mark = len(self.found.spans), self.peek()
        if mark == "jsonencode" and self.peek(1) == "(":
            self.at += 2
            self.value(path)
            self.at += 1
        elif mark == "{" and not self.is_for():
            self.inside(path, None)
        elif mark == "[" and not self.is_for():
            self.items(path)
        if self.peek() not in {"", ",", "\n"} and self.peek() not in _CLOSES:
            self.forget(known)
            self.skip()

    def items(self, path: Steps) -> None:
        """The items of a tuple, and its brackets."""
        self.at += 1
        while (mark := self.peek()) and mark not in _CLOSES:
            if mark in {",", "\n"}:
                self.at += 1
                continue
            start, key = self.at, (*path, str(self.found.members[path]))
            self.found.members[path] += 1
            self.record(key, start)
            self.value(key)
            self.record(key, start)
        self.at += 1

    def is_for(self) -> bool:
        """Whether the bracket that comes next opens a ``for`` expression."""
        ahead = 1
        while self.peek(ahead) == "\n":
            ahead += 1
        return self.peek(ahead) == "for" and self.peek(ahead + 1) not in {"=", ":"}

    def skip(self) -> None:
        """Take everything up to the end of the element."""
        depth = 0
        while mark := self.peek():
            if depth == 0 and (mark in {",", "\n"} or mark in _CLOSES):
                return
            depth += (mark in _OPENS) - (mark in _CLOSES)
            self.at += 1

    def record(self, path: Steps, start: int) -> None:
        """Note where *path* starts, and that it ends with the mark that was taken last."""
        last = self.tokens[min(self.at, len(self.tokens)) - 1]
        self.found.spans[path] = self.tokens[start].start(), last.end()

    def forget(self, known: int) -> None:
        """Drop the paths that were found since there were *known*."""
        while len(self.found.spans) > known:
            self.found.members.pop(self.found.spans.popitem()[0], None)


def _is_name(mark: str) -> bool:
    return mark[:1] in {'"', "_"} or mark[:1].isalpha()
