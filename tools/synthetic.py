"""Big plans made of small real ones: each copy is a module of its own, with names of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMED = ("function_name", "name")


def main(target: str, copies: str, *sources: str) -> None:
    """Write a plan of *copies* copies of the plans in *sources* to *target*."""
    Path(target).write_bytes(tiled([Path(source) for source in sources], int(copies)))


def tiled(sources: list[Path], copies: int) -> bytes:
    """One plan that holds *copies* of the plans in *sources*, in turn."""
    texts = [file.read_text(encoding="utf-8") for file in sources]
    names = [frozenset(_names(json.loads(text))) for text in texts]
    plan: dict[str, Any] = json.loads(texts[0])
    changes: list[Any] = []
    planned: list[Any] = []
    prior: list[Any] = []
    calls: dict[str, Any] = {}
    for copy in range(copies):
        module = f"module.copy{copy}"
        which = copy % len(texts)
        one = _values_renamed(json.loads(texts[which]), names[which], copy)
        changes += [_moved(change, module) for change in one.get("resource_changes", [])]
        planned.append(_nested(one["planned_values"].get("root_module", {}), module))
        prior.append(_nested(one.get("prior_state", {}).get("values", {}).get("root_module", {}), module))
        calls[f"copy{copy}"] = {"source": f"./copy{copy}", "module": one["configuration"]["root_module"]}
    plan["resource_changes"] = changes
    plan["planned_values"] = {"root_module": {"child_modules": planned}}
    plan["prior_state"] = {"format_version": "1.0", "values": {"root_module": {"child_modules": prior}}}
    plan["configuration"]["root_module"] = {"module_calls": calls}
    return json.dumps(plan, separators=(",", ":")).encode()


def _names(plan: dict[str, Any]) -> Iterator[str]:
    for change in plan.get("resource_changes", []):
        after = change["change"].get("after") or {}
        yield from {after[key] for key in NAMED if isinstance(after.get(key), str)}


def _renamed(node: Any, names: frozenset[str], copy: int) -> Any:
    """Give every value that is a name, or an ARN that ends with one, a name of its own."""
    if isinstance(node, dict):
        return {key: _renamed(value, names, copy) for key, value in node.items()}
    if isinstance(node, list):
        return [_renamed(value, names, copy) for value in node]
    if isinstance(node, str) and node.replace(":", "/").rpartition("/")[2] in names:
        return f"{node}-{copy}"
    return node


def _values_renamed(plan: dict[str, Any], names: frozenset[str], copy: int) -> dict[str, Any]:
    changes = []
    for change in plan.get("resource_changes", []):
        inside = {key: _renamed(change["change"].get(key), names, copy) for key in ("before", "after")}
        changes.append({**change, "change": {**change["change"], **inside}})
    return {**plan, "resource_changes": changes}


def _moved(change: dict[str, Any], module: str) -> dict[str, Any]:
    inner = change.get("module_address")
    return {
        **change,
        "address": f"{module}.{change['address']}",
        "module_address": f"{module}.{inner}" if inner else module,
    }


def _nested(node: dict[str, Any], module: str) -> dict[str, Any]:
    """A module of values under another one. Readers go by ``resource_changes``; these are weight, as in real plans."""
    resources = [{**one, "address": f"{module}.{one['address']}"} for one in node.get("resources", [])]
    children = [_nested(child, module) for child in node.get("child_modules", [])]
    return {"address": node.get("address", module), "resources": resources, "child_modules": children}


if __name__ == "__main__":
    main(*sys.argv[1:])
