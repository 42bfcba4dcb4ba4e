from __future__ import annotations

from typing import Any

from lambda_policies.data import load
from lambda_policies.data.filled_in import FILLED_IN

EVERYWHERE = {"tags_all"}


def filled_in(schema: dict[str, Any]) -> set[str]:
    """Blocks that the provider computes, and computed attributes that are collections."""
    blocks = {name for name, block in schema.get("blocks", {}).items() if block.get("computed")}
    attributes = {
        name for name, facts in schema["attributes"].items() if "c" in facts[1] and isinstance(facts[0], list)
    }
    return blocks | attributes - EVERYWHERE


def test_it_is_what_the_schema_says() -> None:
    types = load("provider_schema")["types"]
    found = {kind: filled_in(schema) for kind, schema in types.items() if filled_in(schema)}
    assert {kind: set(names) for kind, names in FILLED_IN.items()} == found
