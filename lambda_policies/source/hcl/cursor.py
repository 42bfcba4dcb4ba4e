"""Marks of an expression, one after the other, from the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from lambda_policies.source.masking import UnscannableError

DEPTH = 60
"""How deep expressions nest; each level takes a handful of Python's frames."""
NAME = r"[^\W\d][\w-]*"
_BLANK = re.compile(r"(?:[^\S\n]|#[^\n]*|//[^\n]*|/\*(?s:.*?)\*/)*")
_BLANKS = re.compile(r"(?:\s|#[^\n]*|//[^\n]*|/\*(?s:.*?)\*/)*")
_MARK = re.compile(
    rf"{NAME}|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|<<-?{NAME}(?=\r?\n)|\.\.\.|=>|::|[=!<>]=|&&|\|\||[-+*/%!<>?:.,=(){{}}\[\]\"~]"
)


class Cursor:
    """A place in a text. ``lines``: a newline ends what is read; ``strips``: blanks that come next do not count."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self.text = text
        self.at = start
        self.end = len(text) if end is None else end
        self.lines = False
        self.strips = False
        self._deep = 0

    def over(self, text: str) -> Cursor:
        """A cursor over another text, as deep in as this one."""
        found = Cursor(text)
        found._deep = self._deep
        return found

    def peek(self) -> str:
        """The mark that comes next, empty at the end; a newline where it counts."""
        self.at = (_BLANK if self.lines else _BLANKS).match(self.text, self.at, self.end).end()  # type: ignore[union-attr]
        if self.at >= self.end:
            return ""
        if self.text[self.at] == "\n":
            return "\n"
        found = _MARK.match(self.text, self.at, self.end)
        if not found:
            raise UnscannableError("no expression")
        return found[0]

    def take(self) -> str:
        """The mark that comes next, taken."""
        mark = self.peek()
        self.at += len(mark)
        return mark

    def took(self, mark: str) -> bool:
        """Whether *mark* comes next; it is taken then."""
        if self.peek() != mark:
            return False
        self.at += len(mark)
        return True

    def need(self, mark: str) -> None:
        """Take *mark*, which has to come next."""
        if not self.took(mark):
            raise UnscannableError("no expression")

    def name(self) -> str:
        """Take a name."""
        mark = self.take()
        if not (mark[:1].isalpha() or mark[:1] == "_"):
            raise UnscannableError("no name")
        return mark

    @contextmanager
    def inside(self, *, lines: bool) -> Iterator[None]:
        """Between brackets, where newlines count or do not; raises ``UnscannableError`` where that is too deep."""
        before, self.lines = self.lines, lines
        with self.deeper():
            yield
        self.lines = before

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level further in."""
        self._deep += 1
        if self._deep > DEPTH:
            raise UnscannableError("nested too deep")
        yield
        self._deep -= 1
