"""Markdown that text of a plan cannot leave: code spans and fences longer than what they hold."""

from __future__ import annotations

import re
from html import escape

from lambda_policies.report.escape import plain

_RUNS = re.compile(r"`+")
_SYNTAX = re.compile(r"[\\`*\[\]<>~|&$]|(?<![^\W_])_|_(?![^\W_])|:(?=/)|^[#+\-=]|(?<=www)\.", re.IGNORECASE)
_NAMES = re.compile(r"@|#(?=\w)|\bGH-(?=\d)", re.IGNORECASE)
_NUMBER = re.compile(r"^(\d+)([.)])")
_APART = "\u200b"
FENCE = 3
LINE = 500


def escaped(text: str, limit: int) -> str:
    """``text`` as one line of Markdown that means itself.

    Syntax stands behind backslashes, and what a forge would make a mention or a reference of is parted invisibly.
    """
    quiet = _SYNTAX.sub(r"\\\g<0>", plain(text, limit).strip())
    return _NAMES.sub(rf"\g<0>{_APART}", _NUMBER.sub(r"\1\\\2", quiet))


def prose(text: str, limit: int) -> str:
    """``text`` with its code spans; everything else in it means itself."""
    return "".join(
        code(part, limit) if position % 2 else escaped(part, limit)
        for position, part in enumerate(_spans(text))
        if part
    )


def _spans(text: str) -> list[str]:
    """What is outside and inside of pairs of backticks, in turns."""
    parts = text.split("`")
    return parts if len(parts) % 2 else [*parts[:-2], "`".join(parts[-2:])]


def code(text: str, limit: int) -> str:
    """``text`` as a code span."""
    text = plain(text, limit)
    longest = max(map(len, _RUNS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) or not text.strip() else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def fenced(text: str, language: str = "") -> str:
    """``text`` of several lines in a fence."""
    lines = "\n".join(line and plain(line, LINE) for line in text.strip().splitlines())
    longest = max(map(len, _RUNS.findall(lines)), default=0)
    fence = "`" * max(FENCE, longest + 1)
    return f"{fence}{language}\n{lines}\n{fence}"


def inline(text: str, limit: int) -> str:
    """``text`` for inside an HTML tag in Markdown."""
    return escape(_NAMES.sub(rf"\g<0>{_APART}", plain(text, limit)))
