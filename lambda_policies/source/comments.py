"""Comments that waive a guardrail where it is broken: which line each is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from lambda_policies.source.scanner import Text

MOST = 1_000
"""So many of one file are read."""
_COMMENT = re.compile(r"(?:#|//)[^\S\n]*lp:waive\b[^\S\n]*([^\n]{0,2000})")


class Comment(Struct, frozen=True):
    """A comment at a line, counted from 1: what it says, and the line that it is about, its own or the next one."""

    file: str
    line: int
    about: int
    text: str


def comments(file: str, whole: Text) -> Iterator[Comment]:
    """The comments of a file that waive something, in order."""
    for number, found in enumerate(_COMMENT.finditer(whole.text)):
        if number == MOST:
            return
        if whole.masked[found.start()] == " ":
            line = whole.line(found.start())
            yield Comment(file, line, _about(whole, found.start(), line), found[1].rstrip("\r "))


def _about(whole: Text, start: int, line: int) -> int:
    """The comment's own line where something stands before it, else the next line on which something does."""
    first = whole.text.rfind("\n", 0, start) + 1
    if whole.masked[first:start].strip():
        return line
    code = re.compile(r"\S").search(whole.masked, start)
    return whole.line(code.start()) if code else line
