"""What a question about one statement is answered with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from lambda_policies.iam.document import Statement
from lambda_policies.values import Unknown


@dataclass(frozen=True, slots=True)
class Fault:
    """The statement does what it should not.

    ``says`` continues "Statement 1 …"; ``shows`` are the texts of the document that decide: an action, or a resource,
    or an action on a resource.
    """

    says: str
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """All of the statement is known, and still nothing can be said about it; as in ``Fault``."""

    says: str
    shows: tuple[str, ...] = ()


Answer: TypeAlias = Fault | Doubt | Unknown | None
"""A fault, a doubt, the hole that keeps it open, or None where nothing is wrong."""


def answer(statement: Statement, wrong: bool | None, fault: Fault) -> Answer:  # noqa: FBT001 - the truth value to name
    """The fault where it is certain, nothing where it is certainly none, else what is unknown."""
    if wrong is None:
        return hole_in(statement)
    return fault if wrong else None


def hole_in(statement: Statement) -> Unknown:
    """The parts of a statement that are unknown, as one."""
    parts = (statement.actions, statement.not_actions, statement.resources, statement.not_resources)
    holes = [part.rest for part in (*parts, statement.conditions) if part is not None and part.rest is not None]
    holes += [condition.values.rest for condition in statement.conditions.items if condition.values.rest is not None]
    if isinstance(statement.effect, Unknown):
        holes.append(statement.effect)
    feeds = tuple(dict.fromkeys(feed for hole in holes for feed in hole.feeds))
    return Unknown(holes[0].at if holes else "", feeds=feeds)
