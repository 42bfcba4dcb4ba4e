"""Terraform's type conversion and the order of its sets."""

from __future__ import annotations

import json
from typing import Any

from lambda_policies.errors import PackError
from lambda_policies.examples.holes import HOLE, Secret, bare, has_hole, has_secret


def _number(text: str) -> int | float:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        raise PackError(f"An example has {text!r} where a number stands.") from None


def _scalar(value: Any, kind: str) -> Any:
    if kind == "string" and not isinstance(value, str):
        return f"{value:g}" if isinstance(value, float) else json.dumps(value)
    if kind == "number" and isinstance(value, str):
        return _number(value)
    if kind == "bool" and isinstance(value, str):
        return value == "true"
    return value


def _order(value: Any) -> Any:
    """Give the order of the members of a set: texts and numbers by value, objects by their parts, holes last."""
    if value is HOLE:
        return (2, "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (0, "", value)
    return (1, value if isinstance(value, str) else _fingerprint(value))


def _fingerprint(value: Any) -> str:
    if value is HOLE or value is None:
        return "?" if value is HOLE else "~"
    if isinstance(value, Secret):
        return _fingerprint(value.value)
    if isinstance(value, dict):
        return "<" + "".join(_fingerprint(value[name]) + ";" for name in sorted(value)) + ">"
    if isinstance(value, list):
        return "[" + "".join(_fingerprint(member) + ";" for member in value) + "]"
    if isinstance(value, bool):
        return "T" if value else "F"
    return json.dumps(value, ensure_ascii=False)


def ordered_set(members: list[Any]) -> list[Any]:
    """Give the members of a set as Terraform prints them: each once, in its order."""
    open_members = [member for member in members if has_hole(member)]
    unique = {_fingerprint(member): member for member in members if not has_hole(member)}
    return sorted([*unique.values(), *open_members], key=_order)


def converted(value: Any, constraint: Any) -> Any:
    """Convert a value to a type of the schema, as Terraform does before the provider sees it."""
    if value is None or value is HOLE or constraint == "dynamic":
        return value
    if isinstance(value, Secret):
        return Secret(converted(value.value, constraint))
    if isinstance(constraint, str):
        return _scalar(value, constraint)
    return _compound(value, *constraint)


def _compound(value: Any, kind: str, inner: Any) -> Any:
    if kind == "object":
        return {name: converted(value.get(name), inner[name]) for name in inner}
    if kind == "map":
        return {name: converted(value[name], inner) for name in sorted(value)}
    members = [converted(member, inner) for member in (value if isinstance(value, list) else [value])]
    if kind == "set":
        return Secret(ordered_set(bare(members))) if has_secret(members) else ordered_set(members)
    return members
