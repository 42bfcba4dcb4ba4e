"""The ``configuration`` section of a plan: what the author wrote, as constants and references."""

from __future__ import annotations

from typing import Any

from lambda_policies.examples.expressions import names_of, template, traversals_of
from lambda_policies.examples.schema import Block
from lambda_policies.examples.sketch import Entry, Module, Sketch

AWS = "registry.terraform.io/hashicorp/aws"


def _constant(raw: Any) -> Any:
    if isinstance(raw, str):
        return "".join(str(part) for part in template(raw))
    if isinstance(raw, dict):
        return {name: _constant(member) for name, member in raw.items()}
    if isinstance(raw, list | tuple):
        return [_constant(member) for member in raw]
    return raw


def _encodes(raw: Any) -> bool:
    if isinstance(raw, dict):
        return raw.keys() == {"jsonencode"} or any(_encodes(member) for member in raw.values())
    return isinstance(raw, list | tuple) and any(_encodes(member) for member in raw)


def expression(raw: Any) -> dict[str, Any]:
    """Give the expression of one value: its references, its constant, or nothing for a constant function call."""
    traversals = traversals_of(raw)
    if traversals:
        return {"references": [name for traversal in traversals for name in names_of(traversal)]}
    return {} if _encodes(raw) else {"constant_value": _constant(raw)}


def expressions(body: dict[str, Any], block: Block) -> dict[str, Any]:
    """Give the expressions of a block; nested blocks are lists, except those of which there is one (timeouts)."""
    found: dict[str, Any] = {}
    for name, raw in sorted(body.items()):
        nested = block.blocks.get(name)
        if nested is None:
            found[name] = expression(_as_written(raw, name, block))
        elif nested.nesting == "single":
            found[name] = expressions(raw, nested)
        elif not isinstance(raw, str) and raw != []:
            members = raw if isinstance(raw, list | tuple) else [raw]
            found[name] = [expressions(member, nested) for member in members if isinstance(member, dict)]
    return found


def _as_written(raw: Any, name: str, block: Block) -> Any:
    """Give attributes that are written as blocks every attribute of theirs, as Terraform does."""
    constraint = block.attributes[name].type if name in block.attributes else "dynamic"
    if isinstance(constraint, str) or not isinstance(constraint[1], list) or isinstance(raw, str):
        return raw
    members = raw if isinstance(raw, list | tuple) else [raw]
    empty = dict.fromkeys(sorted(constraint[1][1]))
    return [empty | member if isinstance(member, dict) else member for member in members]


def _resource(entry: Entry) -> dict[str, Any]:
    written = expressions(entry.arguments, entry.schema)
    repeated = {
        f"{name}_expression": found
        for name in ("count", "for_each")
        if name in entry.body and (found := expression(_keyed(entry.body[name])))
    }
    depends = {"depends_on": list(entry.body["depends_on"])} if entry.body.get("depends_on") else {}
    return {
        "address": entry.address,
        "mode": entry.mode,
        "type": entry.type,
        "name": entry.name,
        "provider_config_key": "terraform" if entry.type == "terraform_data" else "aws",
        **({"expressions": written} if written else {}),
        "schema_version": entry.schema.version,
        **repeated,
        **depends,
    }


def _keyed(raw: Any) -> Any:
    return {"jsonencode": raw} if isinstance(raw, list | tuple) else raw


def _module(sketch: Sketch, module: Module) -> dict[str, Any]:
    entries = [entry for entry in sketch.entries.values() if entry.module == module]
    entries.sort(key=lambda entry: (entry.mode == "data", entry.type, entry.name))
    outputs = {
        name: {"expression": expression(body["value"])}
        for (owner, name), body in sorted(sketch.outputs.items())
        if owner == module
    }
    variables = {
        name: {key: body[key] for key in ("default", "sensitive") if body.get(key) is not None}
        for (owner, name), body in sorted(sketch.variables.items())
        if owner == module
    }
    calls = {call[-1]: _call(sketch, call) for call in sorted(sketch.calls) if call[:-1] == module}
    parts = {
        "outputs": outputs,
        "resources": [_resource(entry) for entry in entries],
        "module_calls": calls,
        "variables": variables,
    }
    return {name: part for name, part in parts.items() if part}


def _call(sketch: Sketch, call: Module) -> dict[str, Any]:
    inputs = {name: expression(raw) for name, raw in sorted(sketch.calls[call].items())}
    return {
        "source": f"./modules/{call[-1]}",
        **({"expressions": inputs} if inputs else {}),
        "module": _module(sketch, call),
    }


def configuration(sketch: Sketch) -> dict[str, Any]:
    """Give the whole section."""
    provider = {"name": "aws", "full_name": AWS, "expressions": {"region": {"constant_value": "us-east-1"}}}
    return {"provider_config": {"aws": provider}, "root_module": _module(sketch, ())}
