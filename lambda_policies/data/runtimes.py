"""The managed runtimes of Lambda and the days on which each stops being patched, created and updated."""

from __future__ import annotations

from datetime import date
from functools import cache

from msgspec import Struct

from lambda_policies.data import load


class Runtime(Struct, frozen=True):
    """One runtime. A date that AWS has not published is None; ``successor`` is the newest runtime of the family."""

    name: str
    family: str
    successor: str
    deprecated: date | None
    create_blocked: date | None
    update_blocked: date | None


@cache
def runtime(name: str) -> Runtime | None:
    """What is known about a runtime, or None for an identifier that is newer than the data, or wrong."""
    table = load("runtimes")
    facts = table["runtimes"].get(name)
    if facts is None:
        return None
    return Runtime(
        name,
        facts["family"],
        table["successors"][facts["family"]],
        _day(facts, "deprecated"),
        _day(facts, "create_blocked"),
        _day(facts, "update_blocked"),
    )


def _day(facts: dict[str, str], key: str) -> date | None:
    return date.fromisoformat(facts[key]) if key in facts else None


def retrieved() -> date:
    """The day on which the data was retrieved."""
    return date.fromisoformat(load("runtimes")["retrieved"])
