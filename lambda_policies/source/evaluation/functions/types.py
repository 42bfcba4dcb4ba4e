"""Functions about types, marks and which of several values there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lambda_policies.source.evaluation.conversion import converted
from lambda_policies.source.evaluation.holes import (
    FailedError,
    Lazy,
    Marked,
    OpenError,
    has_hole,
    hole,
    marked_as,
    top,
)
from lambda_policies.values import Unknown


def _to(kind: Any) -> Callable[[Any], Any]:
    return lambda value: converted(value, kind)


def coalesce(*values: Any) -> Any:
    """The first that is neither null nor empty."""
    for value in values:
        plain = top(value)
        if isinstance(plain, Unknown) and not plain.present:
            return marked_as(hole(*values), *values)
        if plain is not None and plain != "":
            return value
    raise FailedError


def coalescelist(*lists: Any) -> Any:
    """The first list that is not empty."""
    for value in lists:
        if isinstance(top(value), Unknown):
            raise OpenError
        if top(value):
            return value
    raise FailedError


def lookup(table: Any, key: Any, *default: Any) -> Any:
    """The value under a key, or the default."""
    plain, name = top(table), top(key)
    if isinstance(plain, Unknown | Lazy) or has_hole(name):
        raise OpenError
    if name in plain:
        return marked_as(plain[name], table, key)
    if not default:
        raise FailedError
    return marked_as(default[0], table, key)


def nonsensitive(value: Any) -> Any:
    """A value without its mark. It was secret before somebody said otherwise: it stays so here."""
    return value


def sensitive(value: Any) -> Any:
    """A value with a mark."""
    return value if isinstance(value, Marked) else Marked(value)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "tostring": _to("string"),
    "tonumber": _to("number"),
    "tobool": _to("bool"),
    "tolist": _to(["list", "any"]),
    "toset": _to(["set", "any"]),
    "tomap": _to(["map", "any"]),
    "coalesce": coalesce,
    "coalescelist": coalescelist,
    "lookup": lookup,
    "nonsensitive": nonsensitive,
    "sensitive": sensitive,
}
