"""What the five source documents ask for, statement by statement, and how much of it the guardrails decide.

Statements are data, in words of our own; how far one is covered follows from the guardrails that exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from lambda_policies.data import load


class Coverage(StrEnum):
    """How far the guardrails decide a statement."""

    DECIDED = "decided"
    """Every guardrail that it needs exists, and a plan shows all that it is about."""
    PARTLY = "partly"
    """Guardrails decide some of it: others are not written yet, or a plan does not show the rest."""
    NOT_YET = "not yet"
    """A plan shows what it is about, and no guardrail for it exists."""
    OUTSIDE = "outside"
    """No plan shows what it is about."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: where it stands (``line`` counts from 1), what it is about, and who decides it.

    ``guardrails`` are the ids that it needs, whether they exist or not; ``beside`` those that decide something near
    it. ``outside`` says why a plan does not show it, or not all of it.
    """

    document: str
    section: str
    line: int
    about: str
    guardrails: tuple[str, ...]
    beside: tuple[str, ...]
    outside: str | None

    def covered(self, existing: AbstractSet[str]) -> Coverage:
        """How far the guardrails with these ids decide it; those beside it do not count."""
        if not self.guardrails:
            return Coverage.OUTSIDE
        if existing >= set(self.guardrails) and not self.outside:
            return Coverage.DECIDED
        return Coverage.PARTLY if existing & set(self.guardrails) else Coverage.NOT_YET

    @property
    def traced(self) -> tuple[str, ...]:
        """Every id that has to do with it, those that it needs first."""
        return self.guardrails + self.beside


@cache
def statements() -> tuple[Statement, ...]:
    """Every statement, document by document, from top to bottom."""
    return tuple(
        Statement(**entry | {"guardrails": tuple(entry["guardrails"]), "beside": tuple(entry["beside"])})
        for entry in load("statements")["statements"]
    )


def documents() -> tuple[str, ...]:
    """The names of the documents, in the order of their statements."""
    return tuple(dict.fromkeys(statement.document for statement in statements()))


def shares(chosen: Iterable[Statement], existing: AbstractSet[str]) -> Mapping[str, Counter[Coverage]]:
    """How many statements of each document are covered how far."""
    counted: dict[str, Counter[Coverage]] = {}
    for statement in chosen:
        counted.setdefault(statement.document, Counter())[statement.covered(existing)] += 1
    return counted
