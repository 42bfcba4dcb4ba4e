"""The operators of the declared language. Every one is three-valued: a value that is not known decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from operator import eq
from typing import Any, TypeAlias

from lambda_policies.values import Absent, Known, Unknown, Value, all_of, any_of, negate

Predicate: TypeAlias = Callable[[Value[Any]], bool | None]


def present(value: Value[Any]) -> bool | None:
    """Whether the attribute is set."""
    if isinstance(value, Unknown):
        return True if value.present else None
    return isinstance(value, Known)


def absent(value: Value[Any]) -> bool | None:
    """Whether the attribute is not set."""
    return negate(present(value))


def _compared(test: Callable[[Any, Any], bool], operand: Any) -> Predicate:
    """An operator that a value which is not set does not satisfy."""

    def predicate(value: Value[Any]) -> bool | None:
        if isinstance(value, Known):
            return test(value.value, operand)
        return None if isinstance(value, Unknown) else False

    return predicate


def _negated(test: Callable[[Any, Any], bool], operand: Any) -> Predicate:
    positive = _compared(test, operand)
    return lambda value: negate(positive(value))


def _member(operand: Any) -> Predicate:
    def predicate(value: Value[Any]) -> bool | None:
        if isinstance(value, Absent):
            return False
        if isinstance(value, Unknown) or not isinstance(value.value, list):
            return None
        return any_of(None if isinstance(item, Unknown) else item == operand for item in value.value)

    return predicate


def _both(first: Predicate, second: Predicate) -> Predicate:
    return lambda value: all_of((first(value), second(value)))


def at_least(value: Any, bound: Any) -> bool:
    """Whether a number reaches a bound."""
    return bool(value >= bound)


def at_most(value: Any, bound: Any) -> bool:
    """Whether a number stays within a bound."""
    return bool(value <= bound)


OPERATORS: Mapping[str, Callable[[Any], Predicate]] = {
    "is": lambda operand: _compared(eq, operand),
    "is_not": lambda operand: _negated(eq, operand),
    "in": lambda operand: _compared(lambda value, other: value in other, operand),
    "not_in": lambda operand: _negated(lambda value, other: value in other, operand),
    "at_least": lambda operand: _compared(at_least, operand),
    "at_most": lambda operand: _compared(at_most, operand),
    "between": lambda operand: _both(_compared(at_least, operand[0]), _compared(at_most, operand[1])),
    "matches": lambda operand: _compared(lambda value, glob: fnmatchcase(str(value), glob), operand),
    "matches_not": lambda operand: _negated(lambda value, glob: fnmatchcase(str(value), glob), operand),
    "contains": _member,
    "contains_not": lambda operand: lambda value: negate(_member(operand)(value)),
}
WORDS: Mapping[str, Predicate] = {"present": present, "absent": absent}
NEEDS: Mapping[str, str] = {
    "in": "list",
    "not_in": "list",
    "between": "pair",
    "at_least": "number",
    "at_most": "number",
    "matches": "text",
    "matches_not": "text",
}
