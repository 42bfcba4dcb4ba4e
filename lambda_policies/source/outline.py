"""Where each attribute of a block stands: nested blocks by index, and the keys and items of plain literals.

Follows what is written out: ``name = ...``, ``name { ... }``, ``{ key = ... }``, ``[ ... ]`` and ``jsonencode( ... )``
around these. Everything else is one opaque expression, whose own place is known and whose inside is not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from lambda_policies.source.scanner import Text, unquoted

Steps: TypeAlias = tuple[str, ...]
Span: TypeAlias = tuple[int, int]

MOST = 100_000
_TOKEN = re.compile(r'[^\W\d][\w-]*|"s?" *|[=!<>]=|=>|[{}()\[\]=:,\n]|[^\s"{}()\[\]=:,\w]+|\S')
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
        for token in _TOKEN.finditer(whole.masked, start, end):
            self.tokens.append(token)
            if len(self.tokens) == MOST:
                break
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        """A token that was not taken yet; empty behind the last."""
        at = self.at + ahead
        return self.tokens[at][0] if at < len(self.tokens) else ""

    def body(self, path: Steps, content: Steps | None) -> None:
        """Elements up to the closing brace, which stays. Blocks called ``content`` belong to *content*."""
        while (token := self.peek()) and token not in _CLOSES:
            if _is_name(token):
                self.element(path, content)
            elif token in {",", "\n"}:
                self.at += 1
            else:
                self.skip()

    def element(self, path: Steps, content: Steps | None) -> None:
        """One attribute, key or nested block."""
        start, names = self.at, []
        while _is_name(self.peek()):
            names.append(unquoted(self.whole, self.tokens[self.at]))
            self.at += 1
        token = self.peek()
        if token in {"=", ":"} and len(names) == 1:
            self.at += 1
            key = (*path, names[0])
            self.record(key, start)
            self.value(key)
            self.record(key, start)
        elif token == "{":
            self.block(path, content, names, start)
        else:
            self.skip()

    def block(self, path: Steps, content: Steps | None, names: list[str], start: int) -> None:
        """A nested block, of which the header has been taken."""
        key, inner = (*path, names[0]), content
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
        known, token = len(self.found.spans), self.peek()
        if token == "jsonencode" and self.peek(1) == "(":
            self.at += 2
            self.value(path)
            self.at += 1
        elif token == "{" and not self.is_for():
            self.inside(path, None)
        elif token == "[" and not self.is_for():
            self.items(path)
        if self.peek() not in {"", ",", "\n"} and self.peek() not in _CLOSES:
            self.forget(known)
            self.skip()

    def items(self, path: Steps) -> None:
        """The items of a tuple, and its brackets."""
        self.at += 1
        while (token := self.peek()) and token not in _CLOSES:
            if token in {",", "\n"}:
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
        while token := self.peek():
            if depth == 0 and (token in {",", "\n"} or token in _CLOSES):
                return
            depth += (token in _OPENS) - (token in _CLOSES)
            self.at += 1

    def record(self, path: Steps, start: int) -> None:
        """Note where *path* starts, and that it ends with the token that was taken last."""
        last = self.tokens[min(self.at, len(self.tokens)) - 1]
        self.found.spans[path] = self.tokens[start].start(), last.end()

    def forget(self, known: int) -> None:
        """Drop the paths that were found since there were *known*."""
        while len(self.found.spans) > known:
            self.found.members.pop(self.found.spans.popitem()[0], None)


def _is_name(token: str) -> bool:
    return token.isidentifier() or token.startswith('"') or (token[:1].isalpha() and token not in _OPENS)
