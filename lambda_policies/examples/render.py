"""An example as plan JSON: exactly what Terraform and the AWS provider would print for it.

The counterpart in HCL is in ``hcl``. What is rendered comes in through the real reader, so that examples test
everything from the bytes on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from lambda_policies.examples.configuration import AWS, configuration
from lambda_policies.examples.evaluate import Evaluation, Instance
from lambda_policies.examples.shapes import after, after_sensitive, after_unknown
from lambda_policies.examples.sketch import Entry, Module, Sketch, prefix, sketch_of

TERRAFORM = "1.11.4"
_BUILTIN = "terraform.io/builtin/terraform"


def plan_of(resources: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Give the plan JSON that creates an example. Raises PackError for an example that nothing can be made of."""
    sketch = sketch_of(resources)
    evaluation = Evaluation(sketch)
    entries = sorted(sketch.entries.values(), key=lambda one: (one.module, one.mode != "data", one.type, one.name))
    planned = [(entry, one) for entry in entries for one in evaluation.instances(entry) if not one.read]
    read = [(entry, one) for entry in entries for one in evaluation.instances(entry) if one.read]
    plan: dict[str, Any] = {"format_version": "1.2", "terraform_version": TERRAFORM}
    variables = _variables(sketch, evaluation)
    if variables:
        plan["variables"] = variables
    plan["planned_values"] = {"root_module": _values(planned, ())}
    plan["resource_changes"] = [_change(entry, one) for entry, one in planned]
    if read:
        state = {"root_module": _values(read, ())}
        plan["prior_state"] = {"format_version": "1.0", "terraform_version": TERRAFORM, "values": state}
    plan["configuration"] = configuration(sketch)
    plan |= {"timestamp": "2026-11-21T00:00:00Z", "applyable": True, "complete": True, "errored": False}
    return msgspec.json.encode(plan)


def _variables(sketch: Sketch, evaluation: Evaluation) -> dict[str, Any]:
    names = [name for module, name in sorted(sketch.variables) if not module]
    return {name: {"value": after(evaluation.variable((), name))} for name in names}


def _identity(entry: Entry, one: Instance) -> dict[str, Any]:
    key = "" if one.key is None else f"[{json.dumps(one.key, ensure_ascii=False)}]"
    return {
        "address": prefix(entry.module) + entry.address + key.replace("${", "$${"),
        **({"module_address": prefix(entry.module)[:-1]} if entry.module else {}),
        "mode": entry.mode,
        "type": entry.type,
        "name": entry.name,
        **({} if one.key is None else {"index": one.key}),
        "provider_name": _BUILTIN if entry.type == "terraform_data" else AWS,
    }


def _change(entry: Entry, one: Instance) -> dict[str, Any]:
    pending = "read_because_dependency_pending" if entry.body.get("depends_on") else "read_because_config_unknown"
    change = {
        "actions": ["create" if entry.mode == "managed" else "read"],
        "before": None,
        "after": after(one.planned),
        "after_unknown": after_unknown(one.planned),
        "before_sensitive": False,
        "after_sensitive": after_sensitive(one.planned, entry.schema),
    }
    reason = {} if entry.mode == "managed" else {"action_reason": pending}
    return {**_identity(entry, one), "change": change, **reason}


def _values(planned: list[tuple[Entry, Instance]], module: Module) -> dict[str, Any]:
    own = [_value(entry, one) for entry, one in planned if entry.module == module]
    own.sort(key=lambda value: str(value["address"]).partition("[")[0])
    depth = len(module) + 1
    inner = sorted({entry.module[:depth] for entry, _ in planned if entry.module[: depth - 1] == module} - {module})
    children = [{**_values(planned, child), "address": prefix(child)[:-1]} for child in inner]
    return {**({"resources": own} if own else {}), **({"child_modules": children} if children else {})}


def _value(entry: Entry, one: Instance) -> dict[str, Any]:
    identity = _identity(entry, one)
    identity.pop("module_address", None)
    values = after(one.planned)
    return {
        **identity,
        "schema_version": entry.schema.version,
        **({"values": values} if values else {}),
        "sensitive_values": after_sensitive(one.planned, entry.schema),
    }
