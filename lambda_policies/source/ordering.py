"""What the dated subset of the provider's schema says of a block: its attributes, and what keeps the source's order."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from lambda_policies.source.outline import Steps


@cache
def _facts() -> Any:
    return msgspec.json.decode(files("lambda_policies.data").joinpath("provider_schema.json").read_bytes())


def schema(mode: str, kind: str) -> dict[str, Any]:
    """The attributes and blocks of Terraform type *kind*; empty where the subset does not hold it."""
    found: dict[str, Any] = _facts()["data" if mode == "data" else "types"].get(kind, {})
    return found


def keeps_order(mode: str, kind: str, path: Steps) -> bool:
    """Whether the blocks or items at *path* of a resource of Terraform type *kind* have the index they are written at.

    False for sets and for what the schema does not hold. Inside a string, which is JSON, lists keep their order.
    """
    block = schema(mode, kind)
    for number, step in enumerate(path, start=1):
        if step in block.get("attributes", {}):
            written = block["attributes"][step][0]
            return bool(written == "string" or (written[0] == "list" and number == len(path)))
        block = block.get("blocks", {}).get(step, {})
    return bool(block.get("nesting") == "list")
