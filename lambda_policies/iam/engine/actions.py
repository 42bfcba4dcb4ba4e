"""Sets of actions as numbers: one bit for each action of the services that documents name.

The bits of services that nobody named yet are those above all others, so that a set is either finite, a number from
0 on, or holds every action that it does not exclude, a negative number. What documents name and the data do not know
becomes an action of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Protocol

from lambda_policies.data import actions
from lambda_policies.iam.engine.budget import ExhaustedError
from lambda_policies.iam.engine.languages import is_literal, matches, member

EVERY = -1
_UNUSABLE = re.compile(r"[\s,]")
_STRANGE = 64
"""How many patterns of one service may be told apart beyond the actions that the data know."""

_CLASSES = 512
_OTHERS = (
    "ec2:DescribeInstances",
    "s3:GetObject",
    "iam:ListUsers",
    "sqs:SendMessage",
    "sns:Publish",
    "rds:StartDBInstance",
)


class Actions(Protocol):
    """Where the names of actions come from."""

    def __call__(self, service: str) -> tuple[str, ...] | None:
        """The names of all actions of *service*, such as ``GetObject``; None for a service that is not known."""


class Universe:
    """The actions that can be told apart. It only grows; ``epoch`` counts how often that changes what a pattern is."""

    def __init__(self, names: Actions = actions.names) -> None:
        self._names = names
        self._actions: list[str] = []
        self._services: dict[str, dict[str, int]] = {}
        self.services: dict[str, dict[str, int]] = {}
        """The bit of each action by service and name, as AWS spells it, of the services that were named."""
        self._strange: dict[str, set[str]] = {}
        self._known: dict[str, bool] = {}
        self._bits: dict[str, int] = {}
        self._learnt: set[str] = set()
        self.epoch = 0

    @property
    def strangers(self) -> int:
        """How many patterns are told apart that the data do not know."""
        return sum(len(each) for each in self._strange.values())

    def learn(self, patterns: Iterable[str]) -> None:
        """Make place for what the patterns name. Raises ExhaustedError where they name too much that is not known."""
        for pattern in patterns:
            if pattern in self._learnt:
                continue
            self._learnt.add(pattern)
            service, name = _split(pattern)
            if service and "*" not in service and "?" not in service and name:
                self._learn(service, name.lower())

    def bits(self, pattern: str) -> int | None:
        """The actions that a pattern matches; None where it is not a pattern that IAM takes."""
        found = self._bits.get(pattern)
        if found is None:
            if pattern and not pattern.strip("*"):
                return EVERY
            service, name = _split(pattern)
            if service == "*" and name and not name.strip("*"):
                return EVERY
            if "*" in service or "?" in service:
                return None
            found = self._bits[pattern] = self._matching(service, name.lower())
        return found

    def name(self, bits: int) -> str:
        """One action of a set that is not empty, as AWS spells it."""
        lowest = (bits & -bits).bit_length() - 1
        if lowest < len(self._actions):
            return self._actions[lowest]
        return next((each for each in _OTHERS if each.split(":")[0] not in self._services), "other:Action")

    def _learn(self, service: str, name: str) -> None:
        if service not in self._services:
            self._services[service], self.services[service] = {}, {}
            names = self._names(service)
            self._known[service] = names is not None
            for each in names or ():
                self._add(service, each)
        held = self._services[service]
        if name in held or (self._known[service] and any(matches(name, each) for each in held)):
            return
        strange = self._strange.setdefault(service, set())
        if name in strange:
            return
        if len(strange) >= _STRANGE:
            raise ExhaustedError
        strange.add(name)
        self._tell_apart(service, sorted(strange))

    def _add(self, service: str, name: str) -> None:
        if name.lower() not in self._services[service]:
            self._services[service][name.lower()] = self.services[service][name] = len(self._actions)
            self._actions.append(f"{service}:{name}")

    def _tell_apart(self, service: str, patterns: list[str]) -> None:
        """Add one action for each way in which the strange patterns of a service overlap."""
        classes: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((), ())]
        for pattern in patterns:
            split = [((*wanted, pattern), unwanted) for wanted, unwanted in classes]
            split += [(wanted, (*unwanted, pattern)) for wanted, unwanted in classes]
            classes = [each for each in split if member(*each) is not None]
            if len(classes) > _CLASSES:
                raise ExhaustedError
        for wanted, unwanted in classes:
            name = member(wanted, unwanted) if wanted else None
            if name:
                self._add(service, name)
        self._bits.clear()
        self.epoch += 1

    def _matching(self, service: str, name: str) -> int:
        held = self._services.get(service)
        if held is None or not name or _UNUSABLE.search(name):
            return 0
        if is_literal(name):
            return 1 << held[name] if name in held else 0
        fits = _tester(name)
        found = 0
        for each, bit in held.items():
            if fits(each):
                found |= 1 << bit
        return found


def _split(pattern: str) -> tuple[str, str]:
    service, _, name = pattern.partition(":")
    return service.lower(), name


@lru_cache(maxsize=1 << 12)
def _tester(name: str) -> Callable[[str], bool]:
    pieces = (".*" if char == "*" else "." if char == "?" else re.escape(char) for char in re.sub(r"\*+", "*", name))
    fits = re.compile("".join(pieces), re.DOTALL).fullmatch
    return lambda text: fits(text) is not None
