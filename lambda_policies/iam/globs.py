"""The wildcards of IAM: ``*`` for any text, ``?`` for one character."""

from __future__ import annotations

import re
from functools import lru_cache

_ARN_PARTS = 6
_WILDCARD = re.compile(r"[*?]")


def has_wildcard(text: str) -> bool:
    """Whether a text holds ``*``, ``?`` or a policy variable, so that it does not name one fixed thing."""
    return "*" in text or "?" in text or "${" in text


def is_everything(text: str) -> bool:
    """Whether a pattern matches every text that is not empty."""
    return "*" in text and text.count("?") <= 1 and not text.strip("*?")


def is_every_action(text: str) -> bool:
    """Whether an action pattern matches every action of every service: ``*``, ``*:*``, ``**``."""
    return all(is_everything(part) for part in text.split(":", 1))


def is_every_resource(text: str) -> bool:
    """Whether a resource pattern matches every ARN of a partition: ``*``, ``arn:aws:*``, ``arn:*:*:*:*:*``."""
    parts = text.split(":", _ARN_PARTS - 1)
    if parts[0] == "arn":
        parts = parts[2:]
    return bool(parts) and all(is_everything(part) for part in parts)


def meets(one: str, other: str) -> bool:
    """Whether any text matches both patterns. Takes at most the product of their lengths."""
    head = min(_fixed(one), _fixed(other))
    if one[:head] != other[:head]:
        return False
    one, other = one[head:], other[head:]
    if "*" in (one, other):
        return True
    reached = {0}
    for letter in one:
        reached = _after(letter, _through(reached, other), other)
        if not reached:
            return False
    return len(other) in _through(reached, other)


@lru_cache(maxsize=1024)
def _fixed(pattern: str) -> int:
    """How many letters stand before its first wildcard."""
    found = _WILDCARD.search(pattern)
    return len(pattern) if found is None else found.start()


def _through(places: set[int], pattern: str) -> set[int]:
    """The places, and those behind wildcards there that match nothing."""
    found = set(places)
    for place in places:
        after = place
        while after < len(pattern) and pattern[after] == "*":
            after += 1
            found.add(after)
    return found


def _after(letter: str, places: set[int], pattern: str) -> set[int]:
    """Where *pattern* may stand when one letter more of the other pattern is matched."""
    if letter == "*":
        return set(range(min(places), len(pattern) + 1))
    found = set()
    for place in places:
        if place < len(pattern):
            if pattern[place] == "*":
                found.add(place)
            elif letter == "?" or pattern[place] in ("?", letter):
                found.add(place + 1)
    return found
