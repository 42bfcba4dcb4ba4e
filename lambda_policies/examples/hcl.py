"""An example as HCL, as an author would write it: only what the example gives."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from lambda_policies.examples.expressions import Expression, template
from lambda_policies.examples.schema import Attribute, Block, schema_of
from lambda_policies.examples.sketch import prefix, split_key

_WORD = re.compile(r"[A-Za-z_][\w-]*")
_PLAIN = Block({})
_WIDTH = 100


def hcl_of(resources: Mapping[str, Mapping[str, Any]]) -> str:
    """Give the configuration of an example. Raises PackError for a key or a type that nothing is known of."""
    parts: list[str] = []
    current: tuple[str, ...] = ()
    for key, body in sorted(resources.items(), key=lambda pair: split_key(pair[0])[0]):
        module, kind, name = split_key(key)
        if module != current:
            parts.append(f"# {prefix(module)[:-1]}")
            current = module
        parts.append(_top(kind, name, dict(body)))
    return "\n\n".join(parts) + "\n"


def _top(kind: str, name: str, body: dict[str, Any]) -> str:
    if kind == "local":
        return f"locals {{\n  {name} = {_value(body['value'], 1)}\n}}"
    if kind in {"variable", "output"}:
        return _block(f'{kind} "{name}"', body, _PLAIN, 0)
    if kind == "module":
        return _block(f'module "{name}"', {"source": f"./modules/{name}", **body}, _PLAIN, 0)
    mode, kind = ("data", kind.removeprefix("data.")) if kind.startswith("data.") else ("managed", kind)
    schema = schema_of(mode, kind)
    results = {one for one, attribute in schema.attributes.items() if attribute.flags == "c"}
    given = {one: raw for one, raw in body.items() if one not in results}
    if isinstance(given.get("for_each"), list | tuple):
        given["for_each"] = f"${{toset({_value(given['for_each'], 1)})}}"
    word = "data" if mode == "data" else "resource"
    return _block(f'{word} "{kind}" "{name}"', given, schema, 0)


def _nested(name: str, raw: Any, block: Block) -> Block | None:
    """Give the block that a name stands for, or None where it is an attribute."""
    if isinstance(raw, str) or (raw == [] and name in block.attributes):
        return None
    if name in block.blocks:
        return block.blocks[name]
    constraint = block.attributes[name].type if name in block.attributes else ""
    if isinstance(constraint, list) and isinstance(constraint[1], list) and constraint[1][0] == "object":
        return Block({key: Attribute(inner, "o") for key, inner in constraint[1][1].items()})
    return None


def _block(head: str, body: dict[str, Any], block: Block, depth: int) -> str:
    plain = {name: raw for name, raw in body.items() if _nested(name, raw, block) is None}
    lines = _attributes(plain, depth + 1)
    for name, raw in body.items():
        nested = _nested(name, raw, block)
        if nested is not None:
            for member in raw if isinstance(raw, list | tuple) else [raw]:
                gap = [""] if lines else []
                lines += [*gap, _pad(depth + 1) + _block(name, dict(member), nested, depth + 1)]
    if not lines:
        return f"{head} {{}}"
    return "\n".join([f"{head} {{", *lines, f"{_pad(depth)}}}"])


def _pad(depth: int) -> str:
    return "  " * depth


def _attributes(body: dict[str, Any], depth: int) -> list[str]:
    """Write attributes with their equals signs in line, as ``terraform fmt`` does for neighbours on one line each."""
    texts = {name: _bare_list(raw) if name == "depends_on" else _value(raw, depth) for name, raw in body.items()}
    written = [(_key(name), text) for name, text in texts.items()]
    lines: list[str] = []
    for number, (name, text) in enumerate(written):
        width = max(len(other) for other in _neighbours(written, number))
        lines.append(f"{_pad(depth)}{name.ljust(width)} = {text}")
    return lines


def _neighbours(written: list[tuple[str, str]], number: int) -> list[str]:
    if "\n" in written[number][1]:
        return [written[number][0]]
    first = last = number
    while first > 0 and "\n" not in written[first - 1][1]:
        first -= 1
    while last + 1 < len(written) and "\n" not in written[last + 1][1]:
        last += 1
    return [name for name, _ in written[first : last + 1]]


def _key(name: str) -> str:
    return name if _WORD.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _bare_list(raw: Any) -> str:
    return f"[{', '.join(raw)}]"


def _value(raw: Any, depth: int) -> str:
    if isinstance(raw, str):
        return _text(raw)
    if isinstance(raw, Mapping):
        if raw.keys() == {"jsonencode"}:
            return f"jsonencode({_value(raw['jsonencode'], depth)})"
        return _object(raw, depth)
    if isinstance(raw, list | tuple):
        return _list(raw, depth)
    return json.dumps(raw)


def _text(raw: str) -> str:
    parts = template(raw)
    if len(parts) == 1 and isinstance(parts[0], Expression):
        return parts[0].text
    return '"' + "".join(_part(part) for part in parts) + '"'


def _part(part: str | Expression) -> str:
    if isinstance(part, Expression):
        return f"${{{part.text}}}"
    return json.dumps(part, ensure_ascii=False)[1:-1].replace("${", "$${").replace("%{", "%%{")


def _object(raw: Mapping[str, Any], depth: int) -> str:
    if not raw:
        return "{}"
    return "\n".join(["{", *_attributes(dict(raw), depth + 1), f"{_pad(depth)}}}"])


def _list(raw: list[Any] | tuple[Any, ...], depth: int) -> str:
    inline = f"[{', '.join(_value(member, depth) for member in raw)}]"
    if "\n" not in inline and len(inline) + 2 * depth < _WIDTH:
        return inline
    if len(raw) == 1:
        return f"[{_value(raw[0], depth)}]"
    members = [f"{_pad(depth + 1)}{_value(member, depth + 1)}," for member in raw]
    return "\n".join(["[", *members, f"{_pad(depth)}]"])
