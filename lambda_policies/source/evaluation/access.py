"""Members of values by name, key and splat."""

from __future__ import annotations

from typing import Any

from lambda_policies.source.evaluation.conversion import to_number, to_text
from lambda_policies.source.evaluation.holes import (
    Encoded,
    FailedError,
    Lazy,
    Marked,
    OpenError,
    SetOf,
    Text,
    bare,
    hole,
    marked_as,
    top,
)
from lambda_policies.values import Unknown


def member(value: Any, key: Any) -> Any:
    """``value[key]``. Raises ``FailedError`` where there is no such member."""
    if isinstance(value, Marked) or isinstance(key, Marked):
        return marked_as(member(top(value), bare(key)), value, key)
    if isinstance(value, Unknown) or isinstance(key, Unknown | Text | Encoded):
        return hole(value, key)
    if isinstance(value, Lazy):
        return value.get(str(to_text(key)))
    if isinstance(value, dict):
        return _of_map(value, to_text(key))
    if isinstance(value, list) and not isinstance(value, SetOf):
        return _of_list(value, to_number(key))
    raise FailedError


def _of_map(value: dict[str, Any], key: str) -> Any:
    if key not in value:
        raise FailedError
    return value[key]


def _of_list(value: list[Any], key: float) -> Any:
    if not isinstance(key, int) or not 0 <= key < len(value):
        raise FailedError
    return value[key]


def members(value: Any) -> list[tuple[Any, Any]]:
    """The keys and members of a collection in Terraform's order. Raises ``OpenError`` where they are not known."""
    value = top(value)
    if isinstance(value, dict):
        return [(key, value[key]) for key in sorted(value)]
    if isinstance(value, SetOf):
        return [(item, item) for item in value]
    if isinstance(value, list):
        return list(enumerate(value))
    if isinstance(value, Unknown | Lazy):
        raise OpenError
    raise FailedError


def spread(value: Any) -> Any:
    """The members that a splat goes over: those of a list, the value itself, or none of null; or a hole."""
    plain = top(value)
    if isinstance(plain, Unknown):
        return plain
    if plain is None:
        return []
    return list(plain) if isinstance(plain, list) else [value]
