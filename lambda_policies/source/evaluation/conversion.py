"""Terraform's conversions between types, of values with holes."""

from __future__ import annotations

import json
import math
from typing import Any

from lambda_policies.source.evaluation.holes import (
    Encoded,
    FailedError,
    Lazy,
    Marked,
    OpenError,
    SetOf,
    Text,
    bare,
    has_hole,
)
from lambda_policies.values import Unknown

SCALARS = frozenset({"string", "number", "bool"})


def converted(value: Any, kind: Any) -> Any:
    """A value as one of type *kind*, as the provider's schema writes types: ``"string"``, ``["map", "string"]``.

    Raises ``FailedError`` where it cannot be one.
    """
    if value is None or isinstance(value, Unknown) or kind in ("dynamic", "any"):
        return value
    if isinstance(value, Marked):
        return Marked(converted(value.value, kind))
    if isinstance(kind, str):
        return _scalar(value, kind)
    name, *inner = kind
    if name == "object":
        return _object(value, *inner)
    if name == "tuple":
        return _tuple(value, *inner)
    return _collection(value, name, inner[0])


def _scalar(value: Any, kind: str) -> Any:
    if kind == "string":
        return to_text(value)
    if kind == "number":
        return to_number(value)
    if kind == "bool":
        return to_bool(value)
    raise OpenError


def to_text(value: Any) -> Any:
    """A scalar as text."""
    if isinstance(value, str | Text | Encoded | Unknown):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    raise FailedError


def to_number(value: Any) -> int | float:
    """A scalar as number."""
    if isinstance(value, Text | Encoded | Unknown):
        raise OpenError
    if isinstance(value, str):
        try:
            return plain_number(float(value)) if "." in value or "e" in value.lower() else int(value)
        except (ValueError, OverflowError):
            raise FailedError from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise FailedError


def plain_number(value: float) -> int | float:
    """A number, whole where it is."""
    if not math.isfinite(value):
        raise FailedError
    return int(value) if isinstance(value, float) and value.is_integer() else value


def to_bool(value: Any) -> bool:
    """A scalar as truth value."""
    if isinstance(value, Text | Encoded | Unknown):
        raise OpenError
    if isinstance(value, bool):
        return value
    found = {"true": True, "1": True, "false": False, "0": False}.get(value) if isinstance(value, str) else None
    if found is None:
        raise FailedError
    return found


def _object(value: Any, attributes: dict[str, Any], defaults: dict[str, Any] | None = None) -> Any:
    if isinstance(value, Lazy):
        return value
    if not isinstance(value, dict):
        raise FailedError
    found: dict[str, Any] = {}
    for name, kind in attributes.items():
        held = value.get(name)
        if held is None and defaults is not None:
            if name not in defaults and name not in value:
                raise FailedError
            held = defaults.get(name)
        found[name] = converted(held, kind)
    return found


def _tuple(value: Any, kinds: list[Any]) -> Any:
    if not isinstance(value, list) or len(value) != len(kinds):
        raise FailedError
    return [converted(item, kind) for item, kind in zip(value, kinds, strict=True)]


def _collection(value: Any, name: str, inner: Any) -> Any:
    if isinstance(value, Lazy):
        raise OpenError
    if name == "map":
        if not isinstance(value, dict):
            raise FailedError
        return {key: converted(value[key], inner) for key in sorted(value)}
    if not isinstance(value, list):
        raise FailedError
    items = [converted(item, inner) for item in value]
    return set_of(items) if name == "set" else items


def set_of(items: list[Any]) -> SetOf:
    """The members of a set: each once, in Terraform's order."""
    open_ = [item for item in items if isinstance(item, Lazy) or has_hole(item)]
    unique = {fingerprint(item): item for item in items if not isinstance(item, Lazy) and not has_hole(item)}
    return SetOf([*sorted(unique.values(), key=_order), *open_])


def _order(value: Any) -> Any:
    value = bare(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (0, value, "")
    return (1, 0, value if isinstance(value, str) else fingerprint(value))


def fingerprint(value: Any) -> str:
    """A text that is equal for equal values."""
    return json.dumps(bare(value), sort_keys=True, ensure_ascii=False, default=repr)
