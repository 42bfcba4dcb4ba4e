"""Forgetting never flips, on real plans: known values of resources replaced by what is known only after apply.

A sample by default; with ``LP_FULL=1`` every value of every plan.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_policies.data import load as facts
from lambda_policies.data.filled_in import FILLED_IN
from lambda_policies.estate import models
from lambda_policies.examples.schema import Block, schema_of
from lambda_policies.packs.paths import model_named

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAMES = ["bad", "noop", "good-api", "good-image-vpc", "good-org"]
PLANS = {name: json.loads((FIXTURES / name / "plan.json").read_text(encoding="utf-8")) for name in NAMES}
MODELS = [model_named(module.name) for module in iter_modules(models.__path__)]
TYPES = {kind for model in MODELS for kind in model.TYPES} & facts("provider_schema")["types"].keys()
LATER = {"references": ["terraform_data.later.output", "terraform_data.later"]}
Path_: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[int, Path_]


def places(plan: dict[str, Any]) -> Iterator[Place]:
    """Every value that the estate may read and that the plan knows: change and attribute path."""
    for number, change in enumerate(plan["resource_changes"]):
        if change["type"] in TYPES and change["mode"] == "managed" and change["change"]["after"]:
            block = schema_of("managed", change["type"])
            for path in _known(change["change"]["after"], change["change"]["after_unknown"], ()):
                if path and path[0] not in {"id", "timeouts"} and _can_be_unknown(block, path, change["type"]):
                    yield number, path


def _known(after: Any, unknown: Any, path: Path_) -> Iterator[Path_]:
    if unknown is True:
        return
    yield path
    if isinstance(after, dict):
        for key, child in after.items():
            yield from _known(child, unknown.get(key) if isinstance(unknown, dict) else None, (*path, key))
    if isinstance(after, list):
        for index, child in enumerate(after):
            mark = unknown[index] if isinstance(unknown, list) and index < len(unknown) else None
            yield from _known(child, mark, (*path, index))


def _can_be_unknown(block: Block, path: Path_, kind: str) -> bool:
    """Not the element of a list of blocks, and not a block of which nothing in a plan says that somebody wrote it."""
    nested = block.blocks.get(path[0])
    if nested is None:
        return True
    if len(path) == 1:
        return path[0] not in FILLED_IN.get(kind, ())
    return len(path) > 2 and _can_be_unknown(nested, path[2:], "")


def forgotten(plan: dict[str, Any], number: int, path: Path_) -> bytes:
    """The plan with one value that is known only after apply, as Terraform would print it."""
    changed = copy.deepcopy(plan)
    change = changed["resource_changes"][number]
    marks = change["change"]["after_unknown"]
    change["change"]["after_unknown"] = _marked(marks, change["change"]["after"], path)
    _without(change["change"]["after"], path)
    module = _module(changed["configuration"]["root_module"], change.get("module_address", ""))
    written = next(one for one in module["resources"] if one["address"] == _block(change))
    _refer(written.setdefault("expressions", {}), schema_of("managed", change["type"]), path)
    _add_later(changed)
    return json.dumps(changed).encode()


def _marked(marks: Any, after: Any, path: Path_) -> Any:
    if not path:
        return True
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        known = marks if isinstance(marks, list) else []
        own = [known[index] if index < len(known) else False for index in range(len(after))]
        return [_marked(mark, after[step], rest) if index == step else mark for index, mark in enumerate(own)]
    held = marks if isinstance(marks, dict) else {}
    return {**held, step: _marked(held.get(step), after.get(step), rest)}


def _without(after: Any, path: Path_) -> None:
    for step in path[:-1]:
        after = after[step]
    if isinstance(after, dict):
        del after[path[-1]]
    else:
        after[path[-1]] = None


def _module(module: dict[str, Any], address: str) -> dict[str, Any]:
    for call in [part.partition("[")[0] for part in address.split("module.") if part]:
        module = module["module_calls"][call.rstrip(".")]["module"]
    return module


def _block(change: dict[str, Any]) -> str:
    return f"{change['type']}.{change['name']}"


def _refer(written: Any, block: Block, path: Path_) -> None:
    """Let the expression at a path refer to what is known later; a block that is unknown as a whole is dynamic."""
    name, nested = path[0], block.blocks.get(path[0])
    if nested is None:
        if name not in block.attributes or block.attributes[name].flags != "c":
            written[name] = LATER
    elif len(path) == 1:
        written.pop(name, None)
    elif name in written:
        parts = written[name]
        _refer(parts[min(path[1], len(parts) - 1)] if isinstance(parts, list) else parts, nested, path[2:])


def _add_later(plan: dict[str, Any]) -> None:
    identity = {"address": "terraform_data.later", "mode": "managed", "type": "terraform_data", "name": "later"}
    after = {"actions": ["create"], "before": None, "after": {}, "after_unknown": {"id": True, "output": True}}
    provider = "terraform.io/builtin/terraform"
    plan["resource_changes"].append({**identity, "provider_name": provider, "change": after})
    root = plan["configuration"]["root_module"]
    root.setdefault("resources", []).append({**identity, "provider_config_key": "terraform"})
    # Inside a module the name stands for the same: nobody there declares it, so that its source stays open.


ALL = {name: list(places(plan)) for name, plan in PLANS.items()}


def test_there_is_something_to_forget() -> None:
    assert {name: len(found) > 40 for name, found in ALL.items()} == dict.fromkeys(NAMES, True)


@pytest.mark.parametrize("name", NAMES)
def test_forgetting_part_of_a_plan_flips_nothing(
    name: str, outcomes: Callable[..., Any], flipped: Callable[..., list[str]]
) -> None:
    before = outcomes(json.dumps(PLANS[name]).encode())

    def holds(place: Place) -> None:
        number, path = place
        found = flipped(before, outcomes(forgotten(PLANS[name], number, path)))
        assert found == [], (PLANS[name]["resource_changes"][number]["address"], path)

    if os.environ.get("LP_FULL") == "1":
        for place in ALL[name]:
            holds(place)
    else:
        sample = settings(derandomize=True, max_examples=30, deadline=None, database=None)
        sample(given(st.sampled_from(ALL[name]))(holds))()
