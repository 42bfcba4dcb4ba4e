"""One line of source as a report may show it: without comments, and without texts that may be secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambda_policies.data.showable import HIDDEN, SHOWABLE
from lambda_policies.source.masking import LITERAL
from lambda_policies.source.outline import Span, Steps
from lambda_policies.source.scanner import Text

LONGEST = 400
"""A longer line is no line that somebody wrote; it is not shown."""
LEFT_OUT = "…"
HIDING = ""
"""Stands for a key behind which nothing on the line is shown."""
_PART = re.compile(rf"(?P<key>[^\W\d][\w-]*|{LITERAL})\s*[=:](?!=)|(?P<text>{LITERAL})")
_BLANKS = re.compile(r"\s+")
_KEY = re.compile(r'\s*(?:[^\W\d][\w-]*|"s*")\s*[=:{]')


def framed(whole: Text, span: Span, path: Steps) -> str:
    """The line on which *span*, the attribute at *path*, begins; empty where none of it may be shown."""
    first = whole.text.rfind("\n", 0, span[0]) + 1
    end = whole.text.find("\n", first)
    last = len(whole.text) if end < 0 else end
    names = [step.lower() for step in path if not step.isdecimal()]
    if not names or last - first > LONGEST or (first and whole.masked[first - 1] not in "\n "):
        return ""
    if HIDDEN.intersection(names):
        return _key_only(whole, first, last)
    return "".join(_pieces(whole, first, last, names[-1])).strip()


def _pieces(whole: Text, first: int, last: int, key: str) -> Iterator[str]:
    """A line with the texts that stand under a key which may be shown; *key* is that of the first of them."""
    at = first
    for part in _PART.finditer(whole.masked, first):
        start, end = part.span("key" if part["key"] else "text")
        if start >= last:
            break
        yield _BLANKS.sub(" ", whole.masked[at:start])
        text, at = whole.text[start:end], min(end, last)
        if part["key"]:
            key = HIDING if key == HIDING or text.strip('"').lower() in HIDDEN else text.strip('"').lower()
            yield text
        else:
            yield text if key in SHOWABLE and end <= last and _is_plain(text) else f'"{LEFT_OUT}"'
    yield _BLANKS.sub(" ", whole.masked[at:last])


def _key_only(whole: Text, first: int, last: int) -> str:
    found = _KEY.match(whole.masked, first, last)
    return f"{_BLANKS.sub(' ', whole.text[first : found.end()]).strip()} {LEFT_OUT}" if found else ""


def _is_plain(text: str) -> bool:
    """Whether a literal is one text, with references in it at most: no text in a text, no heredoc."""
    return text.startswith('"') and '"' not in text[1:-1]
