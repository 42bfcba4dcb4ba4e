"""The JSON Schema of a document that is reported, from the structs that make it."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

import msgspec


def schema_of(document: type[msgspec.Struct], title: str) -> str:
    """Give the schema as indented JSON that ends with a newline."""
    draft = "https://json-schema.org/draft/2020-12/schema"
    held = {"$schema": draft, "title": title, **_cleaned(msgspec.json.schema(document))}
    return msgspec.json.format(msgspec.json.encode(held, order="sorted"), indent=2).decode() + "\n"


def _cleaned(node: Any) -> Any:
    """Descriptions are docstrings, which keep their indentation before Python 3.13 and lose it since."""
    if isinstance(node, dict):
        return {
            name: cleandoc(held) if name == "description" and isinstance(held, str) else _cleaned(held)
            for name, held in node.items()
        }
    return [_cleaned(each) for each in node] if isinstance(node, list) else node
