"""Type constraints of variables, read into the form of the provider's schema."""

from __future__ import annotations

from typing import Any

from lambda_policies.source.evaluation.holes import OpenError
from lambda_policies.source.hcl.nodes import Call, Items, Literal, Name, Node, Pairs

_COLLECTIONS = frozenset({"list", "set", "map"})


def constraint(node: Node) -> Any:
    """A type constraint; an object has the default values of its optional attributes as second part.

    Raises ``OpenError`` where it is none.
    """
    match node:
        case Name(name):
            return ["list" if name == "list" else name, "any"] if name in _COLLECTIONS else name
        case Literal(str(name)):
            return [name, "any"] if name in _COLLECTIONS else name
        case Call(name, (inner,)) if name in _COLLECTIONS:
            return [name, constraint(inner)]
        case Call("tuple", (Items(members),)):
            return ["tuple", [constraint(member) for member in members]]
        case Call("object", (Pairs(members),)):
            return _object(members)
    raise OpenError


def _object(members: tuple[tuple[Node, Node], ...]) -> Any:
    kinds: dict[str, Any] = {}
    defaults: dict[str, Any] = {}
    for key, node in members:
        if not isinstance(key, Literal):
            raise OpenError
        name = str(key.value)
        match node:
            case Call("optional", (kind, *default)):
                kinds[name] = constraint(kind)
                defaults[name] = constant(default[0]) if default else None
            case _:
                kinds[name] = constraint(node)
    return ["object", kinds, defaults]


def constant(node: Node) -> Any:
    """A literal. Raises ``OpenError`` for what is none."""
    match node:
        case Literal(value):
            return value
        case Items(members):
            return [constant(member) for member in members]
        case Pairs(members):
            return {str(constant(key)): constant(value) for key, value in members}
    raise OpenError
