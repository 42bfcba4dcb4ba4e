"""What a role can do, in words: services, levels of access, resources, conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.estate.access.expansion import EVERY, levels_in
from lambda_policies.estate.access.links import statement_of
from lambda_policies.values import Members, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.abilities import Ability
    from lambda_policies.iam.document import Condition, Statement

FEW = 4
HIDDEN = "what a document says that is sensitive"
_OPERATORS = {
    "stringequals": "is",
    "arnequals": "is",
    "arnlike": "is like",
    "stringlike": "is like",
    "stringnotequals": "is not",
    "arnnotequals": "is not",
    "stringnotlike": "is not like",
    "arnnotlike": "is not like",
    "bool": "is",
    "ipaddress": "is in",
    "notipaddress": "is not in",
    "numericequals": "is",
    "numericlessthan": "is less than",
    "numericlessthanequals": "is at most",
    "numericgreaterthan": "is more than",
    "numericgreaterthanequals": "is at least",
    "datelessthan": "is before",
    "dategreaterthan": "is after",
}


Key: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """What statements with the same resources and conditions allow of one service.

    ``levels`` are pairs of a level of access and patterns of actions; ``by`` the statements, in words.
    """

    service: str
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    resources: tuple[str, ...]
    conditions: tuple[str, ...]
    sure: bool
    by: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every level of access that the service has is among them."""
        return self.service == EVERY or len(self.levels) == len(levels_in(self.service)) > 1


def rows(found: Iterable[Ability]) -> Iterator[Row]:
    """What is left to a role, service by service; statements that say the same about a service are one row."""
    levels: dict[Key, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    by: dict[Key, list[str]] = defaultdict(list)
    for ability in found:
        if ability.answer is False:
            continue
        resources, conditions = on(ability), only_if(ability)
        for actions in ability.actions:
            key = actions.service, resources, conditions, ability.answer is True
            by[key].append(statement_of(ability.link, ability.statement.index))
            for level, patterns in actions.by_level():
                levels[key][(level or "actions").lower()] |= dict.fromkeys(patterns)
    for key in sorted(levels, key=str):
        service, on_, if_, sure = key
        told = tuple((level, tuple(patterns)) for level, patterns in levels[key].items())
        yield Row(service, told, on_, if_, sure, tuple(dict.fromkeys(by[key])))


def on(ability: Ability) -> tuple[str, ...]:
    """The resources of a statement: patterns, or what feeds them; everything is ``*``."""
    statement = ability.statement
    if ability.link.secret:
        return (HIDDEN,)
    if statement.not_resources is not None:
        return tuple(f"everything but {text}" for text in _texts(statement.not_resources))
    return tuple(_texts(statement.resources)) if statement.resources is not None else ("*",)


def only_if(ability: Ability) -> tuple[str, ...]:
    """The conditions of a statement."""
    if ability.link.secret:
        return (HIDDEN,) if ability.statement.conditions.items else ()
    return tuple(_conditions(ability.statement))


def _conditions(statement: Statement) -> Iterator[str]:
    yield from (_condition(condition) for condition in statement.conditions.items)
    if statement.conditions.rest is not None:
        yield f"a condition holds that is {_hole(statement.conditions.rest)}"


def _condition(condition: Condition) -> str:
    operator = condition.operator.lower()
    quantifier, _, bare = operator.rpartition(":")
    optional = bare.endswith("ifexists")
    verb = _OPERATORS.get(bare.removesuffix("ifexists"))
    values = " or ".join(_texts(condition.values)) or "nothing"
    if verb is None or quantifier:
        return f"{condition.operator} {condition.key} {values}"
    return f"{condition.key} {verb} {values}{' (or is not there)' if optional else ''}"


def _texts(found: Members[str]) -> Iterator[str]:
    yield from found.items
    if found.rest is not None:
        yield _hole(found.rest)


def _hole(hole: Unknown) -> str:
    return " and ".join(hole.feeds) if hole.feeds else "known only after apply"


def stopped(found: Iterable[Ability]) -> Iterator[str]:
    """What statements allow and something else stops, a sentence each."""
    for ability in found:
        if ability.stopped and not ability.link.secret:
            rest = len(ability.stopped) - FEW
            few = ", ".join(ability.stopped[:FEW]) + (f" and {rest} more" if rest > 0 else "")
            by = f"statement {ability.statement.index + 1} of {ability.link.called}"
            yield f"{few} ({by}): {ability.because or 'something else stops it'}"
