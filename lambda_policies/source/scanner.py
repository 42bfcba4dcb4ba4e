"""Blocks of HCL text: kind, labels and lines, found by brackets alone. No grammar, no recursion, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lambda_policies.source.masking import LITERAL, mask

_BRACKET = re.compile(r"[{}()\[\]]")
_WORD = re.compile(rf"([^\W\d][\w-]*)|{LITERAL}|\S")
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Block:
    """A block and where it stands: its first and last character, and the character behind its opening brace."""

    kind: str
    labels: tuple[str, ...]
    start: int
    inside: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text, and the same text masked."""

    text: str
    masked: str

    def line(self, position: int) -> int:
        """The line of the character at *position*, counted from 1."""
        return self.text.count("\n", 0, position) + 1


def scan(text: str) -> tuple[Text, tuple[Block, ...]]:
    """The top-level blocks of HCL text, in order. UnscannableError where it is none."""
    whole = Text(text, mask(text))
    return whole, tuple(blocks(whole, 0, len(text)))


def blocks(whole: Text, start: int, end: int) -> Iterator[Block]:
    """The blocks that stand directly between two positions, such as the inside of a block."""
    depth, opened, before = 0, start, start
    for bracket in _BRACKET.finditer(whole.masked, start, end):
        if bracket[0] in "{([":
            opened = opened if depth else bracket.start()
            depth += 1
            continue
        depth -= 1
        if depth == 0:
            if bracket[0] == "}" and (words := _header(whole, before, opened)):
                kind, *labels = (unquoted(whole, word) for word in words)
                yield Block(kind, tuple(labels), words[0].start(), opened + 1, bracket.end())
            before = bracket.end()


def _header(whole: Text, before: int, opened: int) -> list[re.Match[str]]:
    """The words before an opening brace; none where they are no block's header."""
    start = max(whole.masked.rfind("\n", before, opened) + 1, before)
    words = list(islice(_WORD.finditer(whole.masked, start, opened), _MOST_WORDS))
    named = bool(words) and bool(words[0][1]) and all(word[1] or word[0].startswith('"') for word in words)
    return words if named and len(words) < _MOST_WORDS else []


def unquoted(whole: Text, word: re.Match[str]) -> str:
    """The name that a word of the masked text stands for."""
    written = whole.text[word.start() : word.end()]
    return written[1:-1] if word[0].startswith('"') else written
