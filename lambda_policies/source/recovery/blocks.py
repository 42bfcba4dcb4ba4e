"""An attribute of a resource, or all its nested blocks of a name, evaluated: ``dynamic`` ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambda_policies.source.evaluation.access import members
from lambda_policies.source.evaluation.conversion import converted
from lambda_policies.source.evaluation.holes import OpenError, SetOf, hole, marked_as, top
from lambda_policies.source.hcl.nodes import Name
from lambda_policies.source.masking import UnscannableError
from lambda_policies.source.ordering import schema
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.plan.resources import Resource
    from lambda_policies.source.evaluation.frame import Frame
    from lambda_policies.source.hcl.body import Body, Nested
    from lambda_policies.source.recovery.scopes import Scope

Schema = dict[str, Any]


def evaluated(scope: Scope, resource: Resource, body: Body, name: str) -> Any:
    """The value that *body* gives the attribute or blocks *name*. Raises ``OpenError`` where it says nothing."""
    known = schema(resource.mode, resource.type)
    return _Reader(scope).one(body, name, known, scope.frame(body, resource.key))


class _Reader:
    """Reads blocks in one scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def one(self, body: Body, name: str, known: Schema, frame: Frame) -> Any:
        """The attribute or blocks *name* of a block."""
        attributes = known.get("attributes", {})
        if name in body.attributes and name in attributes:
            return converted(self.scope.value(body.attributes[name], frame), attributes[name][0])
        if name in known.get("blocks", {}):
            return self._blocks(body, name, known["blocks"][name], frame)
        if name in attributes and (inner := _as_block(attributes[name][0])):
            return self._blocks(body, name, inner, frame)
        raise OpenError

    def _blocks(self, body: Body, name: str, known: Schema, frame: Frame) -> Any:
        found: list[Any] = []
        for nested in body.blocks:
            if nested.name == name:
                found.append(self._inside(nested.body, known, frame))
            elif nested.name == "dynamic" and nested.labels == (name,):
                made = self._made(nested, known, frame)
                if isinstance(made, Unknown):
                    return made
                found += made
        if not found and not any(name in (nested.name, *nested.labels) for nested in body.blocks):
            raise OpenError
        return SetOf(found) if known.get("nesting") == "set" else found

    def _inside(self, body: Body, known: Schema, frame: Frame) -> dict[str, Any]:
        """A block as an object of what is written in it. Raises ``OpenError`` where the schema lacks something."""
        blocks = [nested.labels[0] if nested.name == "dynamic" else nested.name for nested in body.blocks]
        return {name: self.one(body, name, known, frame) for name in dict.fromkeys((*body.attributes, *blocks))}

    def _made(self, nested: Nested, known: Schema, frame: Frame) -> Any:
        """What a ``dynamic`` block makes; a hole where it is not known how many."""
        over = self.scope.value(nested.body.attributes["for_each"], frame)
        if isinstance(top(over), Unknown):
            return hole(over)
        content = next(block.body for block in nested.body.blocks if block.name == "content")
        iterator = _iterator(nested)
        return [
            marked_as(self._inside(content, known, frame.named({iterator: {"key": key, "value": value}})), over)
            for key, value in members(over)
        ]


def _iterator(nested: Nested) -> str:
    if "iterator" not in nested.body.attributes:
        return nested.labels[0]
    try:
        node = nested.body.attributes["iterator"].node
    except UnscannableError:
        raise OpenError from None
    if not isinstance(node, Name):
        raise OpenError
    return node.name


def _as_block(kind: Any) -> Schema | None:
    """The schema of an attribute that may be written as blocks; None for every other one."""
    if not isinstance(kind, list) or kind[0] not in {"list", "set"} or not isinstance(kind[1], list):
        return None
    _, inner = kind
    if inner[0] != "object":
        return None
    return {"attributes": {name: [held] for name, held in inner[1].items()}, "nesting": kind[0]}
