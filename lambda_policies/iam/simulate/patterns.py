"""Patterns against the texts of a concrete request: wildcards, ARNs by component, policy variables."""

from __future__ import annotations

import re
from collections.abc import Mapping

Context = Mapping[str, tuple[str, ...]]

PARTS = 6
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_STAR, _MARK = "\ue000", "\ue001"
_LITERALS = {"*": _STAR, "?": _MARK, "$": "$"}


class UnresolvedError(LookupError):
    """A policy variable without a value and without a default."""


def _written(char: str) -> str:
    return {_STAR: "*", _MARK: "?"}.get(char, char)


def glob(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether ``*`` and ``?`` of *pattern* can be filled so that it becomes *text*.

    Takes at most the product of their lengths: who writes the pattern may wish it to take long.
    """
    if ignore_case:
        pattern, text = pattern.lower(), text.lower()
    place = at = kept = 0
    star = -1
    while at < len(text):
        char = pattern[place] if place < len(pattern) else ""
        if char == "*":
            star, kept, place = place, at, place + 1
        elif char and (char == "?" or _written(char) == text[at]):
            place, at = place + 1, at + 1
        elif star >= 0:
            kept += 1
            place, at = star + 1, kept
        else:
            return False
    return not pattern[place:].strip("*")


def literal(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether *pattern*, in which wildcards mean themselves, is *text*."""
    plain = "".join(_written(char) for char in pattern)
    return plain.lower() == text.lower() if ignore_case else plain == text


def arn(pattern: str, text: str) -> bool:
    """Whether each component of an ARN pattern matches that of *text*; the last may hold colons."""
    ours, theirs = pattern.split(":", PARTS - 1), text.split(":", PARTS - 1)
    if len(ours) != PARTS or len(theirs) != PARTS:
        return False
    return all(glob(one, other) for one, other in zip(ours, theirs, strict=True))


def resource(pattern: str, text: str, *, short: bool) -> bool:
    """Whether a resource pattern matches an ARN or ``*``; *short* ones are filled up with ``*`` where that is done."""
    if pattern.strip("*") == "" and pattern:
        return True
    parts = pattern.split(":", PARTS - 1)
    if len(parts) < PARTS and not (short or "*" in pattern):
        return False
    return arn(":".join((*parts, *("*",) * (PARTS - len(parts)))), text)


def filled(pattern: str, context: Context) -> str:
    """The pattern with its policy variables replaced. Raises UnresolvedError where one has neither value nor default.

    A wildcard in a value means itself.
    """

    def value(found: re.Match[str]) -> str:
        name, comma, default = found[1].partition(",")
        if not comma and name in _LITERALS:
            return _LITERALS[name]
        held = context.get(name.strip().lower(), ())
        if len(held) == 1:
            return held[0].replace("*", _STAR).replace("?", _MARK)
        if comma and not held:
            return default.strip().removeprefix("'").removesuffix("'")
        raise UnresolvedError(name)

    return _VARIABLE.sub(value, pattern)
