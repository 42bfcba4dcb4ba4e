"""The dated subset of the AWS provider's schema, with the defaults that it adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec

from lambda_policies.errors import PackError


class Attribute(NamedTuple):
    """An attribute: its type constraint, its flags (r, o, c, s) and the provider's default, None without one."""

    type: Any
    flags: str
    default: Any = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its attributes, its nested blocks, and how often it may stand.

    ``computed`` says that the provider fills the block when nobody writes it.
    """

    attributes: dict[str, Attribute]
    blocks: dict[str, Block] = field(default_factory=dict)
    nesting: str = "single"
    max: int = 0
    computed: bool = False
    version: int = 0
    framework: bool = False


TERRAFORM_DATA = Block(
    {
        "id": Attribute("string", "c"),
        "input": Attribute("dynamic", "o"),
        "output": Attribute("dynamic", "c"),
        "triggers_replace": Attribute("dynamic", "o"),
    },
    framework=True,
)


@cache
def _facts() -> dict[str, Any]:
    text = files("lambda_policies.data").joinpath("provider_schema.json").read_bytes()
    facts: dict[str, Any] = msgspec.json.decode(text)
    return facts


def _block(facts: dict[str, Any]) -> Block:
    return Block(
        {name: Attribute(*attribute) for name, attribute in facts["attributes"].items()},
        {name: _block(nested) for name, nested in facts.get("blocks", {}).items()},
        **{key: value for key, value in facts.items() if key not in {"attributes", "blocks"}},
    )


@cache
def schema_of(mode: str, kind: str) -> Block:
    """Give the schema of a resource type (mode ``managed``) or of a data source (mode ``data``).

    Raises PackError for a type that the subset does not have.
    """
    if kind == "terraform_data":
        return TERRAFORM_DATA
    known = _facts()["types" if mode == "managed" else "data"]
    if kind not in known:
        raise PackError(
            f"An example uses {kind!r}, which the stored schema of the AWS provider does not have.",
            "Use another type, or add it with tools/provider_schema.py.",
        )
    return _block(known[kind])
