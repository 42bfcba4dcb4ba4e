"""Which collections keep the order of the source, by the dated subset of the provider's schema."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from lambda_policies.source.outline import Steps


@cache
def _facts() -> Any:
    return msgspec.json.decode(files("lambda_policies.data").joinpath("provider_schema.json").read_bytes())


def keeps_order(mode: str, kind: str, path: Steps) -> bool:
    """Whether the blocks or items at *path* of a resource of Terraform type *kind* have the index they are written at.

    False for sets and for what the schema does not hold. Inside a string, which is JSON, lists keep their order.
    """
    block = _facts()["data" if mode == "data" else "types"].get(kind, {})
    for number, step in enumerate(path, start=1):
        if step in block.get("attributes", {}):
            written = block["attributes"][step][0]
            return bool(written == "string" or (written[0] == "list" and number == len(path)))
        block = block.get("blocks", {}).get(step, {})
    return bool(block.get("nesting") == "list")
