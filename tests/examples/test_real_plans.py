"""Examples rendered are what Terraform 1.11.4 with hashicorp/aws 5.100.0 prints, attribute for attribute.

``plans/`` holds examples with the real plan of what ``hcl_of`` makes of them: ``defaults`` sets little, ``unknowns``
sets much to what is known only after apply, ``modules`` calls modules. A plan is compared whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.examples import plan_of
from lambda_policies.examples.schema import schema_of

HERE = Path(__file__).parent
PLANLAB = HERE.parent.parent / "fixtures" / "planlab"

LATER = "${terraform_data.later.output}"
# What one run of Terraform says and no other, and what an example has no words for.
OUR_OWN = {"/timestamp", "/configuration/provider_config", "/output_changes"}
OUR_OWN |= {"/planned_values/outputs", "/prior_state/values/outputs"}
# What the provider does and the rendering does not, with the reason.
PERMITTED = (
    r"aws_dynamodb_table\.t2/.*/ttl/0/attribute_name",  # the provider forgets the name of a TTL that is not enabled
    r"terraform_data\.obj/.*sensitive.*/output",  # Terraform knows the type of an output that it does not know
)


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def escaped(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("${", "$${")
    if isinstance(value, list):
        return [escaped(member) for member in value]
    if isinstance(value, dict):
        return {name: escaped(member) for name, member in value.items()}
    return value


def member(shape: Any, number: int) -> Any:
    return shape[number] if isinstance(shape, list) and number < len(shape) else {}


def written(expressions: dict[str, Any], after: Any, unknown: Any) -> dict[str, Any]:
    """What the author must have written, given what was planned: a reference only where the value is unknown."""
    body: dict[str, Any] = {}
    for name, one in expressions.items():
        value, hole = ((shape or {}).get(name) for shape in (after, unknown))
        if isinstance(one, list):
            body[name] = (
                LATER
                if hole is True
                else [written(each, member(value, at), member(hole, at)) for at, each in enumerate(one)]
            )
        elif "constant_value" in one:
            body[name] = escaped(one["constant_value"])
        elif not one or "references" in one:
            body[name] = LATER if hole is True else escaped(value)
        else:
            body[name] = written(one, value, hole)
    return body


def by_address(value: Any) -> Any:
    """Lists of resources as mappings, so that a difference names the resource."""
    if isinstance(value, list) and value and all(isinstance(one, dict) and "address" in one for one in value):
        return {one["address"]: by_address(one) for one in value}
    if isinstance(value, list):
        return [by_address(one) for one in value]
    if isinstance(value, dict):
        return {name: by_address(one) for name, one in value.items()}
    return value


def differences(real: Any, ours: Any, at: str = "") -> Iterator[str]:
    """The paths at which two documents differ."""
    if isinstance(real, dict) and isinstance(ours, dict):
        for name in sorted(real.keys() | ours.keys()):
            if name in real and name in ours:
                yield from differences(real[name], ours[name], f"{at}/{name}")
            else:
                yield f"{at}/{name}"
    elif isinstance(real, list) and isinstance(ours, list) and len(real) == len(ours):
        for number, (one, other) in enumerate(zip(real, ours, strict=True)):
            yield from differences(one, other, f"{at}/{number}")
    elif type(real) is not type(ours) or real != ours:
        yield at


@pytest.mark.parametrize("name", ["defaults", "unknowns", "modules"])
def test_a_rendered_plan_is_the_real_plan(name: str) -> None:
    real = load(HERE / "plans" / name / "plan.json")
    ours = json.loads(plan_of(load(HERE / "plans" / name / "example.json")))
    assert [one["address"] for one in ours["resource_changes"]] == [one["address"] for one in real["resource_changes"]]
    if name == "unknowns":
        del ours["planned_values"]  # not kept, to keep the file small: the other two plans have them
    found = [at for at in differences(by_address(real), by_address(ours)) if at not in OUR_OWN]
    assert [at for at in found if not any(re.search(permitted, at) for permitted in PERMITTED)] == []


def test_what_is_permitted_to_differ_does() -> None:
    real = load(HERE / "plans" / "defaults" / "plan.json")
    ours = json.loads(plan_of(load(HERE / "plans" / "defaults" / "example.json")))
    found = list(differences(by_address(real), by_address(ours)))
    assert [permitted for permitted in PERMITTED if not any(re.search(permitted, at) for at in found)] == []


def configured(plan: dict[str, Any]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The resources of a configuration by the names of their modules, type and name."""

    def walk(module: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        for one in module.get("resources", []):
            yield (path, one["type"], one["name"]), one
        for name, call in module.get("module_calls", {}).items():
            yield from walk(call["module"], (*path, name))

    return dict(walk(plan["configuration"]["root_module"], ()))


def created() -> Iterator[Any]:
    """Every resource that a planlab plan of our Terraform and provider creates, with its configuration."""
    for path in sorted(PLANLAB.glob("[0-9]*/plan*.json")):
        plan = load(path)
        if plan["terraform_version"] != "1.11.4":
            continue
        resources = configured(plan)
        for one in plan.get("resource_changes", []):
            modules = tuple(re.findall(r"module\.([\w-]+)", one.get("module_address", "")))
            config = resources.get((modules, one["type"], one["name"]))
            if config and one["mode"] == "managed" and one["change"]["actions"] == ["create"]:
                yield pytest.param(one, config, id=f"{path.parent.name[:2]}-{one['address']}")


@pytest.mark.parametrize(("real", "config"), list(created()))
def test_a_resource_of_planlab_is_planned_as_it_was(real: dict[str, Any], config: dict[str, Any]) -> None:
    change = real["change"]
    body = written(config.get("expressions", {}), change["after"], change["after_unknown"])
    for name in schema_of("managed", real["type"]).blocks:
        if name not in body and change["after"].get(name):
            body[name] = escaped(change["after"][name])  # a dynamic block is in no expression
    plan = json.loads(plan_of({f"{real['type']}.one": body}))
    ours = next(one["change"] for one in plan["resource_changes"] if one["type"] == real["type"])
    assert ours["after"] == change["after"]
    assert ours["after_unknown"] == change["after_unknown"]
