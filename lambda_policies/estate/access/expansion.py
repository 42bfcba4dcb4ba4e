"""The actions of a statement by service and level of access, and back to the shortest patterns that say them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from lambda_policies.data.actions import Level, action, names
from lambda_policies.iam.document import Statement
from lambda_policies.iam.globs import is_every_action
from lambda_policies.iam.matching import matches

ORDER: tuple[Level, ...] = ("Permissions management", "Write", "Tagging", "List", "Read")
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Actions:
    """Actions of one service, or of all (``*``): ``names`` as far as the data know them, ``patterns`` as written."""

    service: str
    names: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """As the statement has them: ``s3:Get*``."""
        return self.patterns if self.service == EVERY else tuple(f"{self.service}:{text}" for text in self.patterns)

    def without(self, gone: Iterable[str]) -> Actions:
        """Those of it that are not among *gone*."""
        dropped = frozenset(gone)
        return replace(self, names=tuple(name for name in self.names if name not in dropped))

    def by_level(self) -> Iterator[tuple[Level | None, tuple[str, ...]]]:
        """Patterns by level of access, the most dangerous level first; None for what the data do not know."""
        found: dict[Level | None, list[str]] = defaultdict(list)
        for name in self.names:
            found[level_of(self.service, name)].append(name)
        for level in ORDER:
            if level in found:
                yield level, _shortest(self.service, found[level], self.patterns, level)
        strange = tuple(text for text in self.patterns if not any(matches(text, name) for name in self.names))
        if not self.names and strange:
            yield None, strange


def expanded(statement: Statement) -> Iterator[Actions]:
    """The actions of a statement, service by service; NotAction is every service."""
    if statement.actions is None:
        yield Actions(
            EVERY, (), tuple(f"not {text}" for text in (statement.not_actions.items if statement.not_actions else ()))
        )
        return
    by_service: dict[str, list[str]] = defaultdict(list)
    for text in statement.actions.items:
        service, _, name = text.partition(":")
        if is_every_action(text) or "*" in service:
            by_service[EVERY].append(text)
        else:
            by_service[service.lower()].append(name)
    for service, patterns in sorted(by_service.items()):
        known = names(service) or ()
        held = tuple(name for name in known if any(matches(pattern, name) for pattern in patterns))
        yield Actions(service, held, tuple(patterns))


def level_of(service: str, name: str) -> Level | None:
    """The level of access of an action."""
    found = action(service, name)
    return found.level if found else None


@cache
def levels_in(service: str) -> frozenset[Level | None]:
    """The levels of access that the actions of a service have."""
    return frozenset(level_of(service, name) for name in names(service) or ())


def _shortest(service: str, held: list[str], patterns: tuple[str, ...], level: Level | None) -> tuple[str, ...]:
    """Patterns that say exactly *held* among the actions of that level: ``*``, the written ones, or the names."""
    of_level = [name for name in names(service) or () if level_of(service, name) == level]
    if len(held) == len(of_level):
        return (EVERY,) if len(held) > 1 else tuple(held)
    left = set(held)
    said: list[str] = []
    for pattern in patterns:
        meant = {name for name in of_level if matches(pattern, name)}
        if "*" in pattern and len(meant) > 1 and meant <= set(held):
            said.append(pattern)
            left -= meant
    return (*said, *(name for name in held if name in left))
