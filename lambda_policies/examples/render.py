"""An example as plan JSON: exactly what Terraform and the AWS provider would print for it.

The counterpart in HCL is in ``hcl``. What is rendered comes in through the real reader, so that examples test
everything from the bytes on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from lambda_policies.examples.configuration import AWS, configuration
from lambda_policies.examples.evaluate import Evaluation, Instance, Place
from lambda_policies.examples.settling import REPLACED
from lambda_policies.examples.shapes import after, after_sensitive, after_unknown
from lambda_policies.examples.sketch import Entry, Module, Sketch, prefix, sketch_of

TERRAFORM = "1.11.4"
_BUILTIN = "terraform.io/builtin/terraform"
Objects: TypeAlias = dict[Place, tuple[Entry, Instance]]


def plan_of(
    resources: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    keeps: bool = False,
) -> bytes:
    """Give the plan JSON of an example: that which creates it, or which makes it of what was there *before*.

    One open member hides the whole collection that it is in, as with the provider of today; *keeps* shows the others.
    Raises PackError for an example that nothing can be made of.
    """
    past = _placed(Evaluation(sketch_of(before or {}), exists=True))
    old = {place: was for place, was in past.items() if was[0].mode == "managed"}
    sketch = sketch_of(resources)
    evaluation = Evaluation(sketch, {place: was for place, (_, was) in old.items()}, keeps=keeps)
    new = _placed(evaluation)
    planned = [(entry, one) for entry, one in new.values() if not one.read]
    plan: dict[str, Any] = {"format_version": "1.2", "terraform_version": TERRAFORM}
    variables = _variables(sketch, evaluation)
    if variables:
        plan["variables"] = variables
    plan["planned_values"] = {"root_module": _values(planned, ())}
    plan["resource_changes"] = _changes(old, new)
    known = [(entry, one) for entry, one in new.values() if one.read]
    known += old.values()
    if known:
        state = {"root_module": _values(known, ())}
        plan["prior_state"] = {"format_version": "1.0", "terraform_version": TERRAFORM, "values": state}
    plan["configuration"] = configuration(sketch)
    plan |= {"timestamp": "2026-11-21T00:00:00Z", "applyable": True, "complete": True, "errored": False}
    return msgspec.json.encode(plan)


def _placed(evaluation: Evaluation) -> Objects:
    """Every object of an example by its place, in Terraform's order."""
    entries = sorted(evaluation.sketch.entries.values(), key=_order)
    return {(e.module, e.address, one.key): (e, one) for e in entries for one in evaluation.instances(e)}


def _order(entry: Entry) -> tuple[Module, bool, str, str]:
    return entry.module, entry.mode != "data", entry.type, entry.name


def _changes(old: Objects, new: Objects) -> list[dict[str, Any]]:
    """What happens to every object; data sources that are read at plan time are none."""
    found = {place: _change(*now, old.get(place)) for place, now in new.items() if not now[1].read}
    found |= {place: _removal(*was) for place, was in old.items() if place not in new}
    return [found[place] for place in sorted(found, key=lambda place: _order((old | new)[place][0]))]


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


def _change(entry: Entry, one: Instance, was: tuple[Entry, Instance] | None) -> dict[str, Any]:
    pending = "read_because_dependency_pending" if entry.body.get("depends_on") else "read_because_config_unknown"
    before = was[1].planned if was else None
    change = {
        "actions": _actions(entry, one, before),
        "before": None if before is None else after(before),
        "after": after(one.planned),
        "after_unknown": after_unknown(one.planned),
        "before_sensitive": False if before is None else after_sensitive(before, entry.schema),
        "after_sensitive": after_sensitive(one.planned, entry.schema),
    }
    reason = {} if entry.mode == "managed" else {"action_reason": pending}
    return {**_identity(entry, one), "change": change, **reason}


def _actions(entry: Entry, one: Instance, before: dict[str, Any] | None) -> list[str]:
    if entry.mode == "data":
        return ["read"]
    if before is None:
        return ["create"]
    if one.planned == before:
        return ["no-op"]
    return ["delete", "create"] if entry.type in REPLACED else ["update"]


def _removal(entry: Entry, was: Instance) -> dict[str, Any]:
    change = {
        "actions": ["delete"],
        "before": after(was.planned),
        "after": None,
        "after_unknown": {},
        "before_sensitive": after_sensitive(was.planned, entry.schema),
        "after_sensitive": False,
    }
    return {**_identity(entry, was), "change": change, "action_reason": "delete_because_no_resource_config"}


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
