"""Sets of actions as a short list of patterns that says exactly them, cut between words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|.")


def globs(service: str, held: Mapping[str, bool]) -> tuple[str, ...]:
    """Patterns such as ``s3:Get*`` that match exactly the held ones of a service's names. Case does not count."""
    others = [name.lower() for name, is_held in held.items() if not is_held]
    names = sorted(name for name, is_held in held.items() if is_held)
    if not others:
        return (f"{service}:*",)
    return tuple([f"{service}:{each}" for each in _under(1, names, others)])


def _under(words: int, names: list[str], others: list[str]) -> Iterator[str]:
    """Patterns for names, by what they begin with: so many words, or more where other names begin with those too."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault("".join(_words(name)[:words]), []).append(name)
    for start, group in groups.items():
        in_the_way = [name for name in others if name.startswith(start.lower())]
        if len(group) == 1:
            yield group[0]
        elif not in_the_way:
            yield f"{start}*"
        elif max(len(_words(name)) for name in group) > words:
            yield from _under(words + 1, group, in_the_way)
        else:
            yield from group


@lru_cache(maxsize=1 << 15)
def _words(name: str) -> list[str]:
    return _WORD.findall(name)
