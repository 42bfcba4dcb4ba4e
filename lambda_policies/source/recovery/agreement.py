"""Whether a block of the source is the one that the plan was made from: constants and references must be the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.plan.resources import references
from lambda_policies.source.evaluation.holes import OpenError
from lambda_policies.source.evaluation.types import constant
from lambda_policies.source.hcl.body import Body
from lambda_policies.source.hcl.nodes import For, Index, Literal, Name, Node, TextFor
from lambda_policies.source.masking import UnscannableError

_WIDTH = {"data": 3, "ephemeral": 3}


def agrees(body: Body, expressions: Any) -> bool:
    """Whether the attributes of *body* are those that the plan's configuration has as *expressions*."""
    if not isinstance(expressions, dict):
        return True
    return all(_agrees(body, name, held) for name, held in expressions.items())


def _agrees(body: Body, name: str, held: Any) -> bool:
    blocks = [block for block in body.blocks if block.name == name]
    if isinstance(held, list):
        return len(held) == len(blocks) and all(agrees(*pair) for pair in zip((b.body for b in blocks), held, strict=True))
    if name not in body.attributes:
        return bool(blocks) or any(name in block.labels for block in body.blocks)
    try:
        node = body.attributes[name].node
    except UnscannableError:
        return False
    if not isinstance(held, dict):
        return True
    if "constant_value" in held:
        return _is_constant(node, held["constant_value"])
    return {_head(text) for text in references(held)} == set(heads(node)) if "references" in held else True


def _is_constant(node: Node, held: Any) -> bool:
    try:
        return bool(constant(node) == held)
    except OpenError:
        return True


def _head(text: str) -> str:
    """The object that a reference is about."""
    steps = text.replace("[", ".").split(".")
    return ".".join(steps[: _WIDTH.get(steps[0], 2)])


def heads(node: Node) -> Iterator[str]:
    """The objects that an expression refers to."""
    waiting: list[tuple[Any, frozenset[str]]] = [(node, frozenset())]
    while waiting:
        one, local = waiting.pop()
        if isinstance(one, Index) and (path := _path(one)):
            if path[0] not in local:
                yield ".".join(path[: _WIDTH.get(path[0], 2)])
            waiting += ((key, local) for key in _keys(one))
            continue
        if isinstance(one, For | TextFor):
            waiting.append((one.collection, local))
            local = local | set(one.names)
        waiting += ((child, local) for child in _children(one))


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        yield from node
    elif hasattr(node, "__dataclass_fields__"):
        skipped = "collection" if isinstance(node, For | TextFor) else ""
        yield from (getattr(node, name) for name in node.__dataclass_fields__ if name != skipped)


def _path(node: Index) -> list[str]:
    """The names of a reference from its first word on; empty where it begins with something else."""
    steps: list[str] = []
    inner: Node = node
    while isinstance(inner, Index):
        steps.append(str(inner.key.value) if isinstance(inner.key, Literal) else "")
        inner = inner.of
    return [inner.name, *reversed(steps)] if isinstance(inner, Name) else []


def _keys(node: Index) -> Iterator[Node]:
    inner: Node = node
    while isinstance(inner, Index):
        if not isinstance(inner.key, Literal):
            yield inner.key
        inner = inner.of
