"""Twenty configurations as people write them: what is rebuilt is what apply made, and next to nothing is left.

``applied.json.gz`` holds what an AWS stand-in had after apply, where that was done. ``OPEN`` was written down before
anything was rebuilt.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.plan.index import Plan
from lambda_policies.plan.limits import Limits
from lambda_policies.plan.reader import read_plan
from lambda_policies.plan.recovery import Recovery
from lambda_policies.plan.resources import Resource, parse_path
from lambda_policies.source.lines import SourceIndex
from lambda_policies.values import Known, Unknown

FOLDERS = sorted((Path(__file__).parents[2] / "fixtures" / "recovery").iterdir())
APPLIED = [folder for folder in FOLDERS if (folder / "applied.json.gz").is_file()]
PLACES = {
    "aws_iam_role_policy": ("policy",),
    "aws_iam_policy": ("policy",),
    "aws_iam_role": ("inline_policy",),
    "aws_lambda_function": ("environment[0].variables", "layers"),
}
OPEN = {("11-features", "aws_iam_role_policy.open")}
"""What apply decides: a condition on what ``terraform_data`` puts out."""
LEAVES = ("arn", "id", "url", "name", "bucket")
DOCUMENT = "aws_iam_policy_document"


def loaded(folder: Path) -> Plan:
    data = gzip.decompress((folder / "plan.json.gz").read_bytes())
    return Plan(read_plan(data, "plan.json", Limits()).document)


def rebuilt(folder: Path) -> Iterator[tuple[Resource, str, Any]]:
    """Everything that the plan leaves open although somebody wrote it, and what it is after recovery."""
    plain, plan = loaded(folder), loaded(folder)
    index = SourceIndex(folder, plan.document.configuration)
    assert index.matches(), index.why
    plan.recovery = recovery = index.rebuilding(plan)
    for resource in plan.resources:
        for at in PLACES.get(resource.type, ()):
            before = plain.by_address[resource.address].value(parse_path(at), many=True)
            if holes(before.value if isinstance(before, Known) else before):
                value = resource.value(parse_path(at), many=True)
                yield resource, at, decoded(recovery, resource, value.value if isinstance(value, Known) else value)


def decoded(recovery: Recovery, resource: Resource, value: Any) -> Any:
    """A value with every JSON text in it as a tree, also where parts of it are missing."""
    if isinstance(value, list):
        return [decoded(recovery, resource, item) for item in value]
    if isinstance(value, dict):
        return {name: decoded(recovery, resource, item) for name, item in value.items()}
    tree = recovery.tree(resource, value.at) if isinstance(value, Unknown) else None
    return tree.value if tree else as_json(value)


def as_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


def holes(value: Any) -> list[Unknown]:
    if isinstance(value, Unknown):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [hole for child in children for hole in holes(child)]


def fits(found: Any, real: Any) -> bool:
    """Whether the real value is one that *found*, with holes, may be; AWS keeps no order of lists."""
    if isinstance(found, Unknown):
        return True
    if isinstance(found, dict) and isinstance(real, dict):
        return found.keys() == real.keys() and all(fits(found[key], real[key]) for key in found)
    if isinstance(found, list) and isinstance(real, list):
        return len(found) == len(real) and all(any(fits(one, other) for other in real) for one in found)
    return bool(found == real)


def real_of(node: Any, at: str) -> Any:
    """What stands at a path after apply, JSON texts as trees."""
    for step in parse_path(at):
        node = node[step]
    return trees(node)


def trees(node: Any) -> Any:
    if isinstance(node, list):
        return [trees(item) for item in node]
    return {name: trees(item) for name, item in node.items()} if isinstance(node, dict) else as_json(node)


def is_read_later(value: Any) -> bool:
    """Whether it is what a data source gives that rebuilds its own document."""
    return isinstance(value, Unknown) and all(f"data.{DOCUMENT}" in feed for feed in value.feeds)


def test_there_are_twenty() -> None:
    assert len(FOLDERS) == 20
    assert len(APPLIED) >= 15


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_left_open_is_what_apply_decides(folder: Path) -> None:
    found = list(rebuilt(folder))
    assert found
    left = {
        (folder.name, resource.address)
        for resource, _, value in found
        for hole in holes(value)
        if not is_read_later(value) and not (hole.feeds and all(feed.endswith(LEAVES) for feed in hole.feeds))
    }
    assert left == {each for each in OPEN if each[0] == folder.name}
    whole = [value for _, _, value in found if isinstance(value, Unknown) and not is_read_later(value)]
    assert whole == []


@pytest.mark.parametrize("folder", APPLIED, ids=lambda folder: folder.name)
def test_what_is_rebuilt_is_what_apply_made(folder: Path) -> None:
    applied = json.loads(gzip.decompress((folder / "applied.json.gz").read_bytes()))
    wrong = [
        (resource.address, at, value)
        for resource, at, value in rebuilt(folder)
        if not fits(value, real_of(applied[resource.address], at))
    ]
    assert wrong == []
