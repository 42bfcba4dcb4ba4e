"""Conditions of a document as demands on condition keys, widened or narrowed where they are not known."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from lambda_policies.iam.document import Condition
from lambda_policies.iam.engine import ranges, tokens
from lambda_policies.iam.engine.keys import ABSENT, PRESENT, Demand, Kind
from lambda_policies.values import Unknown

_QUANTIFIERS = {"forallvalues:": "all", "foranyvalue:": "any"}
_NEGATED = re.compile(r"not(?=equals|like|ipaddress)")
_ORDERS = ("equals", "lessthan", "lessthanequals", "greaterthan", "greaterthanequals")
NEVER = Demand("text", ())
"""A demand that nothing meets."""


class Operator(NamedTuple):
    """What an operator makes of the values in a document: a set, within or outside of which the key's value lies."""

    kind: Kind
    negated: bool
    read: Callable[[str, bool], str | ranges.Range | None]


def demand(condition: Condition, *, wide: bool, variables: bool) -> Demand | None:
    """The demand of a condition; None where it demands nothing. Its holes widen or narrow it."""
    name = condition.operator.lower()
    prefix = next((each for each in _QUANTIFIERS if name.startswith(each)), "")
    name = name.removeprefix(prefix)
    if name == "null":
        return _null(condition, prefix, wide=wide)
    operator = operator_of(name.removesuffix("ifexists"))
    if operator is None:
        return None if wide else NEVER
    quantifier = _QUANTIFIERS.get(prefix, "")
    optional = name.endswith("ifexists") and (wide or quantifier != "any")
    missing = optional or quantifier == "all" or (operator.negated and quantifier != "any")
    read = [operator.read(text, variables) for text in condition.values.items]
    found = Demand(
        operator.kind,
        tuple(sorted({each for each in read if each is not None}, key=repr)),
        operator.negated,
        missing,
        quantifier,  # type: ignore[arg-type]
    )
    is_open = condition.values.rest is not None or _is_unreadable(condition, operator)
    return _open(found, wide=wide) if is_open else found


def doubt(condition: Condition) -> str:
    """What AWS does not say of a condition that is wholly known; empty where nothing is open."""
    name = condition.operator.lower()
    prefix = next((each for each in _QUANTIFIERS if name.startswith(each)), "")
    name = name.removeprefix(prefix)
    operator = operator_of(name.removesuffix("ifexists"))
    if operator is None:
        return "" if name == "null" else f"what {condition.operator} means"
    if _is_unreadable(condition, operator):
        return f"what {condition.operator} means for a value of {condition.key} that it cannot read"
    if _QUANTIFIERS.get(prefix) == "any" and name.endswith("ifexists"):
        return f"what {condition.operator} means where {condition.key} is missing"
    return ""


def _is_unreadable(condition: Condition, operator: Operator) -> bool:
    """Whether a negated operator has a value that is no ARN, number, moment or network as it should be."""
    return operator.negated and any(operator.read(text, True) is None for text in condition.values.items)  # noqa: FBT003


def _open(found: Demand, *, wide: bool) -> Demand | None:
    """A demand some of whose values are not known: they may be any, or none."""
    if found.negated == wide:
        return found
    if found.missing and not found.negated:
        return None
    return found._replace(kind="text", values=("*",))


def _null(condition: Condition, quantifier: str, *, wide: bool) -> Demand | None:
    if quantifier:
        return None if _QUANTIFIERS[quantifier] == "all" else NEVER
    wanted = {text.lower() == "true" for text in condition.values.items}
    if isinstance(condition.values.rest, Unknown) and wide:
        return None
    if len(wanted) != 1:
        return None if wanted else NEVER
    return ABSENT if wanted == {True} else PRESENT


@lru_cache(maxsize=256)
def operator_of(name: str) -> Operator | None:
    """An operator in lower case, without qualifier and IfExists; None for none that IAM has."""
    positive = _NEGATED.sub("", name, count=1)
    found = _OPERATORS.get(positive)
    if found is None or (positive != name and positive in {"bool", "binaryequals"}):
        return None
    return Operator(found[0], positive != name, found[1])


def _exact(text: str, variables: bool) -> str:  # noqa: FBT001 - all readers have this shape
    return tokens.exact(text, variables=variables)


def _wild(text: str, variables: bool) -> str:  # noqa: FBT001
    return tokens.wild(text, variables=variables)


def _any_case(text: str, variables: bool) -> str:  # noqa: FBT001
    return tokens.no_case(_exact(text, variables))


def _arn(text: str, variables: bool) -> str | None:  # noqa: FBT001
    return tokens.arn(text, variables=variables)


def _network(text: str, _: bool) -> ranges.Range | None:  # noqa: FBT001
    return ranges.network(text)


def _ordered(how: str, read: Callable[[str], Decimal | None]) -> Callable[[str, bool], ranges.Range | None]:
    def compare(text: str, _: bool) -> ranges.Range | None:  # noqa: FBT001
        value = read(text)
        return None if value is None else ranges.compared(how, value)

    return compare


_OPERATORS: dict[str, tuple[Kind, Callable[[str, bool], str | ranges.Range | None]]] = {
    "stringequals": ("text", _exact),
    "stringequalsignorecase": ("text", _any_case),
    "stringlike": ("text", _wild),
    "arnequals": ("text", _arn),
    "arnlike": ("text", _arn),
    "bool": ("switch", _any_case),
    "binaryequals": ("text", _exact),
    "ipaddress": ("address", _network),
    **{f"numeric{how}": ("number", _ordered(how, ranges.number)) for how in _ORDERS},
    **{f"date{how}": ("moment", _ordered(how, ranges.moment)) for how in _ORDERS},
}
