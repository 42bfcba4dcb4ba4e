"""Making text of a plan harmless in Markdown."""

from __future__ import annotations

import re

from lambda_policies.report.escape import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#!|<>~&@$^]|(?<=:)/)")
_RUNS = re.compile(r"`+")


def text(words: str, limit: int) -> str:
    """Words that mean nothing but themselves, at most *limit* of the characters before they are escaped."""
    return _SPECIAL.sub(r"\\\1", plain(words, limit))


def code(words: str, limit: int) -> str:
    """Words as code, between fences that they cannot close."""
    words = plain(words, limit)
    fence = "`" * (max((len(run) for run in _RUNS.findall(words)), default=0) + 1)
    gap = " " if len(fence) > 1 or words[:1] in {"`", " "} else ""
    return f"{fence}{gap}{words}{gap}{fence}"
