"""The three shapes in which a plan prints an object: its values, what of them is unknown, what is sensitive."""

from __future__ import annotations

from typing import Any

from lambda_policies.examples.holes import HOLE, Secret, bare, has_hole
from lambda_policies.examples.schema import Block


def after(value: Any) -> Any:
    """Give the values; unknown attributes are left out, unknown members of a list are null."""
    value = bare(value)
    if isinstance(value, dict):
        return {name: after(member) for name, member in value.items() if member is not HOLE}
    if isinstance(value, list):
        return [None if member is HOLE else after(member) for member in value]
    return value


def after_unknown(planned: dict[str, Any]) -> dict[str, Any]:
    """Give True where a value is unknown; known attributes are left out of objects and False in lists."""
    shape: dict[str, Any] = _unknown(bare(planned)) if has_hole(planned) else {}
    return shape


def _unknown(value: Any) -> Any:
    if value is HOLE:
        return True
    if isinstance(value, dict):
        shapes = {name: _unknown(member) for name, member in value.items()}
        return {name: shape for name, shape in shapes.items() if shape is not False}
    if isinstance(value, list):
        return [_unknown(member) for member in value]
    return False


def marked(planned: dict[str, Any], block: Block) -> dict[str, Any]:
    """Give the object as references see it: what the schema calls sensitive carries the mark."""
    found = dict(planned)
    for name, attribute in block.attributes.items():
        if "s" in attribute.flags and found.get(name) is not None and not isinstance(found[name], Secret):
            found[name] = Secret(found[name])
    for name, nested in block.blocks.items():
        found[name] = _marked_block(found.get(name), nested)
    return found


def _marked_block(value: Any, block: Block) -> Any:
    if isinstance(value, dict):
        return marked(value, block)
    if isinstance(value, list):
        return [_marked_block(member, block) for member in value]
    return value


def after_sensitive(planned: dict[str, Any], block: Block) -> dict[str, Any]:
    """Give True where a value is sensitive, by its mark or by the schema."""
    shapes = {
        name: True if "s" in attribute.flags else _sensitive(planned[name], attribute.type)
        for name, attribute in block.attributes.items()
        if name in planned
    }
    for name, nested in block.blocks.items():
        shapes[name] = _sensitive_block(planned[name], nested)
    return {name: shapes[name] for name in sorted(shapes) if shapes[name] is not False}


def _sensitive_block(value: Any, block: Block) -> Any:
    if value is None:
        return False
    if value is HOLE:
        return []
    if not isinstance(value, list):
        return after_sensitive(value, block)
    shapes = [{} if member is HOLE else after_sensitive(member, block) for member in value]
    # A set cannot tell which member is sensitive, so all of it is.
    return True if block.nesting == "set" and _any_true(shapes) else shapes


def _any_true(shape: Any) -> bool:
    members = shape.values() if isinstance(shape, dict) else shape if isinstance(shape, list) else ()
    return shape is True or any(_any_true(member) for member in members)


def _sensitive(value: Any, constraint: Any) -> Any:
    if isinstance(value, Secret):
        return True
    if value is HOLE:
        return _empty(constraint)
    if isinstance(value, dict):
        shapes = {name: _sensitive(member, _inner(constraint, name)) for name, member in value.items()}
        return {name: shape for name, shape in shapes.items() if shape is not False}
    if isinstance(value, list):
        return [_sensitive(member, _inner(constraint, 0)) for member in value]
    return False


def _inner(constraint: Any, name: str | int) -> Any:
    if isinstance(constraint, str):
        return "dynamic"
    return constraint[1][name] if constraint[0] == "object" else constraint[1]


def _empty(constraint: Any) -> Any:
    if isinstance(constraint, str):
        return False
    return {} if constraint[0] in {"map", "object"} else []
