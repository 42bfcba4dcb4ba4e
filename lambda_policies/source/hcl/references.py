"""What an expression refers to, in the words of a plan's configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lambda_policies.source.hcl.cursor import NAME
from lambda_policies.source.hcl.nodes import For, Index, Literal, Name, Node, Splat, TextFor

_PLAIN = re.compile(NAME)


def mentioned(node: Node) -> Iterator[str]:
    """Every reference in an expression: ``aws_sqs_queue.q["a"].arn``, ``local.names``."""
    waiting: list[tuple[Any, frozenset[str]]] = [(node, frozenset())]
    while waiting:
        one, local = waiting.pop()
        if isinstance(one, Index | Name):
            first, steps, inside = _taken(one)
            if first and first not in local:
                yield _written(first, steps)
            waiting += ((each, local) for each in inside)
            continue
        if isinstance(one, For | TextFor):
            waiting.append((one.collection, local))
            local = local | set(one.names)
        waiting += ((child, local) for child in _children(one))


def _taken(node: Index | Name) -> tuple[str, list[Any], list[Node]]:
    """The first word of a reference, the steps behind it as far as they are written out, and what else is in it."""
    steps: list[Any] = []
    inside: list[Node] = []
    inner: Node = node
    while isinstance(inner, Index):
        if isinstance(inner.key, Literal):
            steps.append(inner.key.value)
        else:
            inside.append(inner.key)
            steps = []
        inner = inner.of
    if isinstance(inner, Name):
        return inner.name, steps[::-1], inside
    return "", [], [*inside, inner]


def _written(first: str, steps: list[Any]) -> str:
    plain = [f".{step}" if isinstance(step, str) and _PLAIN.fullmatch(step) else _key(step) for step in steps]
    return first + "".join(plain)


def _key(step: Any) -> str:
    return f"[{json.dumps(step, ensure_ascii=False)}]"


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        yield from node
    elif isinstance(node, Splat):
        yield node.of
        yield from (step for step in node.rest if not isinstance(step, Literal))
    elif hasattr(node, "__dataclass_fields__"):
        skipped = "collection" if isinstance(node, For | TextFor) else ""
        yield from (getattr(node, name) for name in node.__dataclass_fields__ if name != skipped)
