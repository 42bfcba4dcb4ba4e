"""Patterns as the engine holds them: texts in which wildcards and classes of characters are single tokens.

Every pattern of IAM becomes one of these: ``*`` and ``?`` stay, an ARN's wildcards become such as stop at colons, a
literal wildcard and a policy variable become characters of their own. So one automaton decides about all of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

STAR, ANY = "*", "?"
LITERAL_STAR, LITERAL_ANY = "\ue000", "\ue001"
PART_STAR, PART_ANY = "\ue002", "\ue003"
DIGIT, ALNUM = "\ue004", "\ue005"
NO_CASE = "\ue006"
"""Stands before a pattern, in lower case, that ignores case."""
LOST = "\uf000"
"""A policy variable of which nothing is remembered: any text where it widens, none where it narrows."""

_FIRST, _MOST = 0xF0000, 60_000
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_LITERALS = {"*": LITERAL_STAR, "?": LITERAL_ANY, "$": "$"}
_TO_TOKENS = str.maketrans({"*": LITERAL_STAR, "?": LITERAL_ANY})
_TO_PARTS = str.maketrans({"*": PART_STAR, "?": PART_ANY})
_TO_TEXT = str.maketrans({LITERAL_STAR: "*", LITERAL_ANY: "?"})
PARTS = 6

_names: dict[str, str] = {}
_tokens: dict[str, str] = {}


def _variable(text: str) -> str:
    """The token of a policy variable. Equal variables have equal tokens, for they have equal values in one request."""
    token = _tokens.get(text)
    if token is None:
        if len(_tokens) >= _MOST:
            return LOST
        token = _tokens[text] = chr(_FIRST + len(_tokens))
        _names[token] = text
    return token


def variable_name(token: str) -> str:
    """What stands between the braces of the variable of a token; empty where nothing is remembered."""
    return _names.get(token, "")


def is_variable(char: str) -> bool:
    """Whether a character is the token of a policy variable."""
    return char >= "\U000f0000" or char == LOST


def has_variable(pattern: str) -> bool:
    """Whether a pattern holds a policy variable."""
    return not pattern.isascii() and any(is_variable(char) for char in pattern)


def to_value(text: str) -> str:
    """A concrete text as the automaton reads it, where a wildcard is a character like others."""
    return text.translate(_TO_TOKENS)


def to_text(value: str) -> str:
    """The concrete text of a value that the automaton found."""
    return value.translate(_TO_TEXT)


def to_part(pattern: str) -> str:
    """A pattern whose wildcards stop at colons."""
    return pattern.translate(_TO_PARTS)


@lru_cache(maxsize=1 << 14)
def wild(text: str, *, variables: bool) -> str:
    """The pattern of a text with wildcards."""
    return _with_variables(text, variables=variables) if "${" in text or not text.isascii() else text


@lru_cache(maxsize=1 << 14)
def exact(text: str, *, variables: bool) -> str:
    """The pattern of a text in which wildcards mean themselves."""
    return wild(text, variables=variables).translate(_TO_TOKENS)


def no_case(pattern: str) -> str:
    """A pattern that ignores case."""
    return NO_CASE + pattern.lower()


@lru_cache(maxsize=1 << 14)
def arn(text: str, *, variables: bool) -> str | None:
    """The pattern of an ARN whose wildcards, but for the last component's, stop at colons; None for no ARN."""
    parts = wild(text, variables=variables).split(":", PARTS - 1)
    if len(parts) != PARTS:
        return None
    return ":".join([*map(to_part, parts[:-1]), parts[-1]])


def _with_variables(text: str, *, variables: bool) -> str:
    if _PRIVATE.search(text):
        return LOST
    if not variables:
        return text
    return _VARIABLE.sub(lambda found: _LITERALS.get(found[1]) or _variable(found[1]), text)
