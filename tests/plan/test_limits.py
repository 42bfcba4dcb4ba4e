from __future__ import annotations

import json

import msgspec
import pytest

from lambda_policies.errors import PlanError
from lambda_policies.plan.limits import Limits
from lambda_policies.plan.raw import DEPTH, decode
from lambda_policies.plan.reader import read_plan

HINT = "If this is really your plan, raise {0} (LP_{1})."


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def refusal(data: bytes, limits: Limits) -> tuple[str, str]:
    with pytest.raises(PlanError) as caught:
        read_plan(data, "plan.json", limits)
    return caught.value.sentence, caught.value.hint


def plan(**parts: object) -> bytes:
    return json.dumps({"format_version": "1.2", "planned_values": {}, **parts}).encode()


def calls(depth: int) -> dict[str, object]:
    module: dict[str, object] = {}
    for _ in range(depth):
        module = {"module_calls": {"a": {"module": module}}}
    return {"root_module": module}


def children(depth: int) -> dict[str, object]:
    module: dict[str, object] = {}
    for _ in range(depth):
        module = {"child_modules": [module]}
    return {"values": {"root_module": module}}


def with_expression(where: str, value: object) -> dict[str, object]:
    part, _, field = where.partition(".")
    block = {"address": "aws_x.y", "type": "aws_x", "name": "y", field: {"x": value}}
    return {"root_module": {part: [block] if part == "resources" else {"m": block}}}


def test_a_file_that_is_too_big_is_refused() -> None:
    sentence, hint = refusal(plan(), Limits(max_bytes=20))

    assert sentence == "plan.json is bigger than 20 bytes."
    assert hint == HINT.format("max_bytes", "MAX_BYTES")


def test_a_file_as_big_as_the_bound_is_read() -> None:
    loaded = read_plan(plan(), "plan.json", Limits(max_bytes=len(plan())))

    assert loaded.document.format_version == "1.2"


def test_too_many_changes_are_refused_wherever_they_are_listed() -> None:
    change = {"address": "aws_x.y", "type": "aws_x", "name": "y", "change": {}}
    data = plan(resource_changes=[change], deferred_changes=[{"resource_change": change}])

    read_plan(data, "plan.json", Limits(max_changes=2))
    sentence, hint = refusal(data, Limits(max_changes=1))
    assert sentence == "plan.json has more than 1 resource changes."
    assert hint == HINT.format("max_changes", "MAX_CHANGES")


def test_modules_that_nest_too_deep_are_refused() -> None:
    read_plan(plan(configuration=calls(20)), "plan.json", Limits(max_depth=80))
    sentence, hint = refusal(plan(configuration=calls(20)), Limits(max_depth=30))
    assert sentence == "plan.json nests JSON values more than 30 levels deep."
    assert hint == HINT.format("max_depth", "MAX_DEPTH")


@pytest.mark.parametrize("field", ["expressions", "for_each_expression"])
@pytest.mark.parametrize("part", ["resources", "module_calls"])
def test_expressions_that_nest_too_deep_are_refused_when_somebody_looks(part: str, field: str) -> None:
    document = read_plan(plan(configuration=with_expression(f"{part}.{field}", json.loads(nested(250)))), "p").document

    assert document.configuration is not None
    module = document.configuration.root_module
    block = module.resources[0] if part == "resources" else module.module_calls["m"]
    with pytest.raises(PlanError, match="nests JSON values more than 200 levels deep"):
        getattr(block, field)


@pytest.mark.parametrize("key", ["variables", "nobody_reads_this", "resource_changes"])
def test_nesting_that_would_exhaust_the_stack_is_refused(key: str) -> None:
    data = plan()[:-1] + b',"' + key.encode() + b'":' + nested(200_000) + b"}"

    with pytest.raises(PlanError):
        read_plan(data, "plan.json")


@pytest.mark.parametrize("raw", [b'{"a": [1, "x", null]}', msgspec.Raw(b'{"a": [1, "x", null]}')])
def test_decode_returns_what_the_json_holds(raw: bytes | msgspec.Raw) -> None:
    assert decode(raw) == {"a": [1, "x", None]}


def test_decode_accepts_the_bound_and_refuses_one_level_more() -> None:
    assert decode(nested(DEPTH)) != []
    with pytest.raises(PlanError, match=rf"aws_x\.y nests JSON values more than {DEPTH} levels deep"):
        decode(nested(DEPTH + 1), "aws_x.y")


@pytest.mark.parametrize("raw", [b'"\xff"', b'{"secret": tru', b""])
def test_decode_names_the_part_and_not_the_value(raw: bytes) -> None:
    with pytest.raises(PlanError) as caught:
        decode(raw, "aws_x.y")
    assert caught.value.sentence == "aws_x.y holds a value that is not valid JSON in UTF-8."


def test_decode_maps_what_exhausts_the_stack() -> None:
    with pytest.raises(PlanError, match=r"more than 200 levels deep"):
        decode(nested(200_000))
