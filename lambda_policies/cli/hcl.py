"""The resources of an example as HCL, as a person would write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_REFERENCE = re.compile(r"\$\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def block(address: str, attributes: Mapping[str, Any]) -> list[str]:
    """The lines of ``resource "type" "name" { … }`` (or ``data``)."""
    kind, name = address.removeprefix("data.").split(".", 1)
    head = "data" if address.startswith("data.") else "resource"
    return [f'{head} "{kind}" "{name}" {{', *_body(attributes, "  "), "}"]


def _body(attributes: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Attributes first to last; a list of objects is a nested block for each."""
    for name, value in attributes.items():
        if isinstance(value, list | tuple) and value and all(isinstance(each, Mapping) for each in value):
            for each in value:
                yield from (f"{indent}{name} {{", *_body(each, indent + "  "), f"{indent}}}")
        elif isinstance(value, Mapping):
            yield from (f"{indent}{_key(name)} = {{", *_body(value, indent + "  "), f"{indent}}}")
        else:
            yield f"{indent}{_key(name)} = {_value(value)}"


def _key(name: str) -> str:
    """A name, in quotes where HCL needs them."""
    return name if _NAME.fullmatch(name) else json.dumps(name)


def _value(value: Any) -> str:
    """A literal; a text that is nothing but a reference stands without quotes."""
    if isinstance(value, str):
        whole = _REFERENCE.fullmatch(value)
        return whole[1] if whole else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    return json.dumps(value)
