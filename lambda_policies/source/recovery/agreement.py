"""Whether a block of the source is the one that the plan was made from: constants and references must be the same."""

from __future__ import annotations

from typing import Any

from lambda_policies.plan.resources import references
from lambda_policies.source.evaluation.holes import OpenError
from lambda_policies.source.evaluation.types import constant
from lambda_policies.source.hcl.body import Body
from lambda_policies.source.hcl.nodes import Node
from lambda_policies.source.hcl.references import mentioned
from lambda_policies.source.masking import UnscannableError

_WIDTH = {"data": 3, "ephemeral": 3}


def agrees(body: Body, expressions: Any) -> bool:
    """Whether the attributes of *body* are those that the plan's configuration has as *expressions*."""
    if not isinstance(expressions, dict):
        return True
    return all(_agrees(body, name, held) for name, held in expressions.items())


def _agrees(body: Body, name: str, held: Any) -> bool:
    blocks = [block.body for block in body.blocks if block.name == name]
    if isinstance(held, list):
        return len(held) == len(blocks) and all(agrees(*pair) for pair in zip(blocks, held, strict=True))
    if name not in body.attributes:
        return bool(blocks) or any(name in block.labels for block in body.blocks)
    try:
        return not isinstance(held, dict) or _is_written(body.attributes[name].node, held)
    except UnscannableError:
        return False


def _is_written(node: Node, held: dict[str, Any]) -> bool:
    if "constant_value" in held:
        return _is_constant(node, held["constant_value"])
    if "references" not in held:
        return True
    return {_head(text) for text in references(held)} == {_head(text) for text in mentioned(node)}


def _is_constant(node: Node, held: Any) -> bool:
    try:
        return bool(constant(node) == held)
    except OpenError:
        return True


def _head(text: str) -> str:
    """The object that a reference is about."""
    steps = text.replace("[", ".").split(".")
    return ".".join(steps[: _WIDTH.get(steps[0], 2)])
