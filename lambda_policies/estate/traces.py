"""What feeds the holes in a statement of a deferred policy document, and which of them surely name a resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lambda_policies.plan.references import Source
from lambda_policies.plan.resources import Path, Resource, references
from lambda_policies.values import Unknown

LISTS = ("actions", "not_actions", "resources", "not_resources")
INNER = (("condition", "values"), ("principals", "identifiers"), ("not_principals", "identifiers"))


def traced(data: Resource, place: int, blocks: int, block: Mapping[str, Any]) -> dict[str, Any]:
    """The statement *block* at *place* among *blocks*, each hole in its lists with what feeds it.

    A hole that is ``present`` is made from the ARN of a resource that the plan creates, so that it names that one.
    """
    written = data.expression(("statement",))
    if not isinstance(written, list) or len(written) != blocks:
        return dict(block)
    lists = {name: _list(data, ("statement", place, name), block[name]) for name in LISTS if block.get(name)}
    inner = {
        name: _blocks(data, ("statement", place, name), block[name], last) for name, last in INNER if block.get(name)
    }
    return {**block, **lists, **inner}


def _blocks(data: Resource, path: Path, blocks: Any, name: str) -> Any:
    """The blocks at *path*, each with the list *name* traced; left as they are where their number is open."""
    written = data.expression(path)
    if not isinstance(blocks, list) or not isinstance(written, list) or len(written) != len(blocks):
        return blocks
    return [
        {**block, name: _list(data, (*path, place, name), block[name])}
        if isinstance(block, Mapping) and block.get(name)
        else block
        for place, block in enumerate(blocks)
    ]


def _list(data: Resource, path: Path, members: Any) -> Any:
    holes = [members] if isinstance(members, Unknown) else [one for one in members if isinstance(one, Unknown)]
    if not holes:
        return members
    sources = data.plan.references.sources(data, path)
    named = isinstance(members, list) and bool(sources.items) and all(_is_named(one) for one in sources.items)
    # One reference for each member at least: a member without any may have been anything, so it is not taken for one.
    named = named and len(members) <= _written(data.expression(path))
    hole = Unknown(holes[0].at, feeds=sources.feeds, present=named)
    return hole if isinstance(members, Unknown) else [hole if isinstance(one, Unknown) else one for one in members]


def _written(expression: Any) -> int:
    """How many references an expression holds; Terraform lists each with its prefixes, and each time it is written."""
    texts = list(references(expression))
    return sum(not any(other.startswith((f"{text}.", f"{text}[")) for other in texts) for text in texts)


def _is_named(source: Source) -> bool:
    """Whether it is an ARN, as far as the plan says: before 1.0 Terraform leaves the attribute out."""
    if source.resource is None or source.resource.mode != "managed":
        return False
    last = str(source.attribute[-1]) if source.attribute else "arn"
    return last.endswith("arn") or (source.resource.type == "aws_s3_bucket" and last in {"bucket", "id"})
