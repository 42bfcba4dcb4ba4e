"""Order, labels, module nesting and unrelated resources change no verdict, on every example and on real plans."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_policies import packs
from lambda_policies.examples import plan_of
from lambda_policies.verdicts import Finding, Outcome

FIXTURES = Path(__file__).parents[2] / "fixtures"
REAL = [
    *(FIXTURES / name / "plan.json" for name in ("bad", "noop", "good-api", "good-image-vpc", "good-org")),
    FIXTURES / "noop" / "plan.create.json",
]
PLANS = [
    *(
        pytest.param(plan_of(example.resources, example.before), id=f"{guardrail.id}-{number}")
        for guardrail in packs.catalogue()
        for number, example in enumerate(guardrail.examples)
    ),
    *(pytest.param(path.read_bytes(), id=f"{path.parent.name}-{path.stem}") for path in REAL),
]
Tree: TypeAlias = dict[str, Any]
Verdicts: TypeAlias = Mapping[tuple[str, str, str], Outcome]
Judge: TypeAlias = Callable[[bytes], tuple[Finding, ...]]
each = pytest.mark.parametrize("plan", PLANS)


def verdicts(judge: Judge, plan: bytes | Tree, moved: Callable[[str], str] = str) -> Verdicts:
    """Guardrail, address and attribute to outcome; *moved* says where an address went."""
    found = judge(plan if isinstance(plan, bytes) else json.dumps(plan).encode())
    return {(one.guardrail, moved(one.verdict.address), one.verdict.at): one.verdict.outcome for one in found}


def every(node: Any, visit: Callable[[Tree], None]) -> Any:
    """Visit every object of a JSON tree."""
    if isinstance(node, dict):
        visit(node)
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        every(child, visit)
    return node


def reordered(plan: Tree, order: Callable[[list[Any]], list[Any]]) -> Tree:
    def visit(node: Tree) -> None:
        for name in ("resource_changes", "resources", "child_modules"):
            if isinstance(node.get(name), list):
                node[name] = order(node[name])
        for name in ("module_calls", "outputs", "provider_config"):
            if isinstance(node.get(name), dict):
                node[name] = dict(order(list(node[name].items())))

    every({part: plan[part] for part in plan}, visit)
    plan["resource_changes"] = order(plan["resource_changes"])
    return plan


@each
def test_the_order_of_resources_changes_nothing(plan: bytes, judge: Judge) -> None:
    before = verdicts(judge, plan)
    assert verdicts(judge, reordered(json.loads(plan), lambda items: items[::-1])) == before
    assert verdicts(judge, reordered(json.loads(plan), lambda items: items[1::2] + items[::2])) == before


@settings(derandomize=True, max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_order_changes_anything(judge: Judge, random: Any) -> None:
    plan = (FIXTURES / "bad" / "plan.json").read_bytes()

    def shuffled(items: list[Any]) -> list[Any]:
        return random.sample(items, len(items))  # type: ignore[no-any-return]

    assert verdicts(judge, reordered(json.loads(plan), shuffled)) == verdicts(judge, plan)


def labels(plan: Tree) -> dict[str, str]:
    """A new label for each block, in an order that is not that of the old ones."""
    found: dict[str, None] = {}

    def visit(node: Tree) -> None:
        if {"type", "name", "mode"} <= node.keys():
            found[f"{node['type']}.{node['name']}"] = None

    every(plan, visit)
    return {old: f"{old.partition('.')[0]}.b{len(found) - n}" for n, old in enumerate(found)}


def renamed(plan: Tree, new: Mapping[str, str]) -> Tree:
    words = re.compile("|".join(rf"\b{re.escape(old)}(?![\w-])" for old in sorted(new, key=len, reverse=True)))

    def text(old: str) -> str:
        return words.sub(lambda match: new[match[0]], old)

    def visit(node: Tree) -> None:
        for name in ("address", "previous_address"):
            if isinstance(node.get(name), str):
                node[name] = text(node[name])
        for name in ("references", "depends_on"):
            if isinstance(node.get(name), list):
                node[name] = [text(one) for one in node[name]]
        if {"type", "name", "mode"} <= node.keys():
            node["name"] = new[f"{node['type']}.{node['name']}"].partition(".")[2]

    changed: Tree = every(plan, visit)
    return changed


@each
def test_the_labels_of_blocks_change_nothing(plan: bytes, judge: Judge) -> None:
    new = labels(json.loads(plan))
    old = {after: before for before, after in new.items()}
    words = re.compile("|".join(rf"\b{re.escape(one)}(?!\w)" for one in sorted(old, key=len, reverse=True)))
    after = renamed(json.loads(plan), new)
    assert verdicts(judge, after, lambda text: words.sub(lambda match: old[match[0]], text)) == verdicts(judge, plan)


def nested(plan: Tree, call: str) -> Tree:
    """The same plan with everything inside a module call."""
    prefix = f"{call}."

    def visit(node: Tree) -> None:
        if "address" in node:
            node["address"] = prefix + node["address"]

    for change in plan["resource_changes"]:
        change["address"] = prefix + change["address"]
        change["module_address"] = prefix + change["module_address"] if "module_address" in change else call
    for values in (plan.get("planned_values"), plan.get("prior_state", {}).get("values")):
        if values:
            values["root_module"] = {"child_modules": [every(values["root_module"], visit) | {"address": call}]}
    name = call.partition(".")[2].partition("[")[0]
    module = plan["configuration"]["root_module"]
    inputs = {variable: {"references": [f"var.{variable}"]} for variable in module.get("variables", {})}
    repeated: Tree = {"for_each_expression": {}} if "[" in call else {}
    called = {"source": "./inner", "expressions": inputs, "module": every(module, _dangling(name)), **repeated}
    plan["configuration"]["root_module"] = {"module_calls": {name: called}, "variables": module.get("variables", {})}
    return plan


def _dangling(name: str) -> Callable[[Tree], None]:
    """A module that inherits its provider has a key of its own, under which there is nothing."""

    def visit(node: Tree) -> None:
        key = node.get("provider_config_key")
        if key:
            module, _, local = key.rpartition(":")
            node["provider_config_key"] = f"module.{name}{module and '.'}{module}:{local}"

    return visit


@pytest.mark.parametrize("call", ["module.inner", 'module.inner["a.b"]'])
@each
def test_module_nesting_changes_nothing(plan: bytes, call: str, judge: Judge) -> None:
    after = nested(json.loads(plan), call)
    assert verdicts(judge, after, lambda text: text.removeprefix(f"{call}.")) == verdicts(judge, plan)


UNRELATED: Mapping[str, Tree] = {
    "aws_s3_bucket.unrelated": {"bucket": "unrelated-bucket"},
    "aws_sns_topic.unrelated": {"name": "unrelated-topic"},
    "aws_cloudwatch_log_group.unrelated": {"name": "/unrelated/access", "retention_in_days": 30},
    "aws_iam_role.unrelated": {
        "name": "unrelated-role",
        "assume_role_policy": {
            "jsonencode": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
                ],
            }
        },
    },
}


def with_unrelated(plan: Tree) -> Tree:
    extra = json.loads(plan_of(UNRELATED))
    plan["resource_changes"] += extra["resource_changes"]
    plan["configuration"]["root_module"].setdefault("resources", []).extend(
        extra["configuration"]["root_module"]["resources"]
    )
    return plan


@each
def test_an_unrelated_resource_changes_nothing(plan: bytes, judge: Judge) -> None:
    before = verdicts(judge, plan)
    after = verdicts(judge, with_unrelated(json.loads(plan)))
    assert {key: after.get(key) for key in before} == before
    assert {address for _, address, _ in after.keys() - before.keys()} <= UNRELATED.keys()
