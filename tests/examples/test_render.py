"""What an example may hold, beyond what real plans show in ``test_real_plans``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.data import load as facts
from lambda_policies.errors import PackError
from lambda_policies.examples import plan_of
from lambda_policies.examples.conversion import converted

LATER = "${terraform_data.later.output}"
EXAMPLE = Path(__file__).parent / "plans" / "defaults" / "example.json"


def rendered(resources: dict[str, Any]) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(plan_of(resources))
    return plan


def change(resources: dict[str, Any], address: str) -> dict[str, Any]:
    changes = {one["address"]: one["change"] for one in rendered(resources)["resource_changes"]}
    found: dict[str, Any] = changes[address]
    return found


def refused(resources: dict[str, Any]) -> PackError:
    with pytest.raises(PackError) as caught:
        plan_of(resources)
    return caught.value


def test_a_plan_is_the_same_every_time() -> None:
    resources = {"aws_lambda_function.fn": {}, "aws_iam_role.fn": {"name": "fn"}}
    assert plan_of(resources) == plan_of(dict(reversed(resources.items())))


def test_required_attributes_are_filled_in_and_configured() -> None:
    plan = rendered({"aws_lambda_function.my_fn": {}})
    after = plan["resource_changes"][0]["change"]["after"]
    assert {name: after[name] for name in ("function_name", "handler", "runtime", "filename", "role")} == {
        "function_name": "my-fn",
        "handler": "index.handler",
        "runtime": "python3.13",
        "filename": "my_fn.zip",
        "role": "arn:aws:iam::123456789012:role/my_fn",
    }
    config = plan["configuration"]["root_module"]["resources"][0]["expressions"]
    assert config["runtime"] == {"constant_value": "python3.13"}


def test_an_image_function_gets_an_image_and_no_runtime() -> None:
    after = change({"aws_lambda_function.fn": {"package_type": "Image"}}, "aws_lambda_function.fn")["after"]
    assert (after["runtime"], after["filename"]) == (None, None)
    assert after["image_uri"].endswith("/fn:1")


def test_what_a_block_needs_is_filled_in() -> None:
    resources = {"aws_lambda_function.fn": {"vpc_config": {"subnet_ids": ["a"]}, "tracing_config": [{}]}}
    after = change(resources, "aws_lambda_function.fn")["after"]
    assert after["vpc_config"] == [
        {"ipv6_allowed_for_dual_stack": False, "security_group_ids": ["fn"], "subnet_ids": ["a"]}
    ]
    assert after["tracing_config"] == [{"mode": "Active"}]


@pytest.mark.parametrize("kind", sorted(facts("provider_schema")["types"]))
def test_every_type_can_be_used_with_nothing_given(kind: str) -> None:
    assert change({f"{kind}.x": {}}, f"{kind}.x")["actions"] == ["create"]


@pytest.mark.parametrize("kind", sorted(facts("provider_schema")["data"]))
def test_every_data_source_can_be_used_with_nothing_given(kind: str) -> None:
    read = rendered({f"data.{kind}.x": {}})["prior_state"]["values"]["root_module"]["resources"]
    assert [one["address"] for one in read] == [f"data.{kind}.x"]


def test_a_number_may_be_written_as_a_text() -> None:
    resources = {
        "aws_lambda_alias.a": {"routing_config": {"additional_version_weights": {"2": "0.5"}}, "name": 7.5},
        "aws_sqs_queue.q": {"delay_seconds": "90", "fifo_queue": "true"},
    }
    assert change(resources, "aws_lambda_alias.a")["after"]["routing_config"] == [
        {"additional_version_weights": {"2": 0.5}}
    ]
    assert change(resources, "aws_lambda_alias.a")["after"]["name"] == "7.5"
    queue = change(resources, "aws_sqs_queue.q")["after"]
    assert (queue["delay_seconds"], queue["fifo_queue"]) == (90, True)


def test_a_text_around_a_later_value_is_later_and_sensitive_with_a_secret_in_it() -> None:
    resources = {
        "variable.key": {"default": "example", "sensitive": True},
        "aws_lambda_function.a": {"description": f"a {LATER}"},
        "aws_lambda_function.b": {"description": f"b {LATER} ${{var.key}}"},
    }
    for name, sensitive in (("a", None), ("b", True)):
        found = change(resources, f"aws_lambda_function.{name}")
        assert found["after_unknown"]["description"] is True
        assert found["after_sensitive"].get("description") is sensitive


def test_a_secret_in_a_set_makes_all_of_it_sensitive() -> None:
    resources = {
        "variable.key": {"default": "example", "sensitive": True},
        "aws_iam_role.r": {"inline_policy": [{"name": "a", "policy": "${var.key}"}, {"name": "b", "policy": "{}"}]},
        "aws_iam_policy_attachment.p": {"roles": ["${var.key}", "b"]},
    }
    assert change(resources, "aws_iam_role.r")["after_sensitive"]["inline_policy"] is True
    assert change(resources, "aws_iam_policy_attachment.p")["after_sensitive"]["roles"] is True


def test_a_whole_member_of_a_set_may_be_later() -> None:
    found = change({"aws_security_group.g": {"ingress": [LATER]}}, "aws_security_group.g")
    assert found["after_unknown"]["ingress"] == [True]


def test_a_set_of_numbers_is_in_the_order_of_numbers() -> None:
    assert converted([10, 9, 10], ["set", "number"]) == [9, 10]


def test_a_policy_that_is_no_json_stays_as_it_is() -> None:
    after = change({"aws_iam_role_policy.p": {"policy": "not json"}}, "aws_iam_role_policy.p")["after"]
    assert after["policy"] == "not json"


def test_a_part_of_a_later_or_sensitive_object_is_so_too() -> None:
    resources = {
        "variable.keys": {"default": {"a": "example"}, "sensitive": True},
        "aws_lambda_function.a": {"description": "${terraform_data.later.output.name}"},
        "aws_lambda_function.b": {"description": "${var.keys.a}"},
    }
    assert change(resources, "aws_lambda_function.a")["after_unknown"]["description"] is True
    found = change(resources, "aws_lambda_function.b")
    assert (found["after"]["description"], found["after_sensitive"]["description"]) == ("example", True)


def test_a_later_value_need_not_be_declared() -> None:
    plan = rendered({"aws_lambda_function.fn": {"timeout": LATER}})
    assert [one["address"] for one in plan["resource_changes"]] == ["aws_lambda_function.fn", "terraform_data.later"]
    assert plan["resource_changes"][0]["change"]["after_unknown"]["timeout"] is True
    config = plan["configuration"]["root_module"]["resources"][0]["expressions"]
    assert config["timeout"] == {"references": ["terraform_data.later.output", "terraform_data.later"]}


def test_a_whole_block_may_be_known_only_later() -> None:
    found = change({"aws_lambda_function.fn": {"vpc_config": LATER}}, "aws_lambda_function.fn")
    assert "vpc_config" not in found["after"]
    assert found["after_unknown"]["vpc_config"] is True


def test_an_undeclared_variable_has_a_value() -> None:
    plan = rendered({"aws_lambda_function.fn": {"description": "${var.stage}"}})
    assert plan["variables"] == {"stage": {"value": "stage"}}
    assert plan["resource_changes"][0]["change"]["after"]["description"] == "stage"


def test_a_sensitive_variable_marks_what_holds_it() -> None:
    resources = {
        "variable.key": {"default": "example", "sensitive": True},
        "aws_lambda_function.fn": {"environment": {"variables": {"KEY": "${var.key}", "STAGE": "prod"}}},
        "aws_iam_role_policy.fn": {"policy": {"jsonencode": {"Sid": "${var.key}"}}},
    }
    function = change(resources, "aws_lambda_function.fn")
    assert function["after_sensitive"]["environment"] == [{"variables": {"KEY": True}}]
    assert change(resources, "aws_iam_role_policy.fn")["after_sensitive"]["policy"] is True


def test_a_data_source_takes_its_results_from_the_example() -> None:
    resources = {
        "data.aws_iam_policy.admin": {"name": "Admin", "policy": "{}"},
        "data.aws_caller_identity.me": {},
        "aws_lambda_permission.p": {"source_account": "${data.aws_caller_identity.me.account_id}"},
    }
    plan = rendered(resources)
    values = {one["type"]: one["values"] for one in plan["prior_state"]["values"]["root_module"]["resources"]}
    assert values["aws_iam_policy"]["policy"] == "{}"
    assert values["aws_caller_identity"]["account_id"] == "123456789012"
    assert plan["resource_changes"][0]["change"]["after"]["source_account"] == "123456789012"
    config = {one["type"]: one for one in plan["configuration"]["root_module"]["resources"]}
    assert config["aws_iam_policy"]["expressions"] == {"name": {"constant_value": "Admin"}}


def test_a_data_source_whose_result_is_known_later_waits() -> None:
    found = change({"data.aws_iam_policy.admin": {"name": "Admin", "policy": LATER}}, "data.aws_iam_policy.admin")
    assert found["actions"] == ["read"]
    assert found["after_unknown"]["policy"] is True


@pytest.mark.parametrize(
    ("resources", "sentence", "hint"),
    [
        ({"aws_nothing.x": {}}, "An example uses 'aws_nothing'", "Use another type"),
        ({"aws_lambda_function": {}}, "'aws_lambda_function' names nothing", 'Write "type.name"'),
        ({"aws_lambda_function.f": {"memory": 1}}, "An example sets 'memory'", 'Did you mean "memory_size"?'),
        ({"aws_lambda_function.f": {"role": "${aws_iam_role.r.arn}"}}, "An example refers to 'aws_iam_role.r'", ""),
        ({"aws_lambda_function.f": {"role": "${local.role}"}}, "An example refers to 'role'", ""),
        ({"aws_lambda_function.f": {"role": "${upper(var.x)}"}}, "An example cannot evaluate 'upper(var.x)'", ""),
        ({"aws_lambda_function.f": {"role": "${var.x"}}, "An example holds an unfinished template", ""),
        ({"aws_lambda_function.f": {"count": LATER}}, "count of an example must be known.", ""),
        ({"aws_lambda_function.f": {"for_each": [LATER]}}, "for_each of aws_lambda_function.f must be known.", ""),
        ({"aws_sqs_queue.q": {"delay_seconds": "soon"}}, "An example has 'soon' where a number stands.", ""),
        (
            {"aws_iam_role.a": {"name": "${aws_iam_role.a.path}"}},
            "aws_iam_role.a of an example refers to itself.",
            "",
        ),
        (
            {"aws_iam_role.a": {}, "aws_lambda_function.f": {"role": "${aws_iam_role.a.arm}"}},
            "An example refers to 'arm', which is not there.",
            "",
        ),
    ],
)
def test_what_cannot_be_rendered_is_refused(resources: dict[str, Any], sentence: str, hint: str) -> None:
    error = refused(resources)
    assert error.sentence.startswith(sentence)
    assert error.hint.startswith(hint)
    assert bool(error.hint) == bool(hint)


def test_an_expression_with_an_unknown_part_is_unknown() -> None:
    resources = {
        "aws_iam_role.a": {"name": "a"},
        "aws_lambda_function.f": {"role": '${var.x == "b" ? aws_iam_role.a.arn : local.b}'},
        "local.b": {"value": "b"},
    }
    plan = rendered(resources)
    names = ["var.x", "aws_iam_role.a.arn", "aws_iam_role.a", "local.b"]
    function = next(
        one for one in plan["configuration"]["root_module"]["resources"] if one["type"] == "aws_lambda_function"
    )
    assert function["expressions"]["role"] == {"references": names}
    assert change(resources, "aws_lambda_function.f")["after_unknown"]["role"] is True


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = list(members)
    if not found:
        yield path
    for name, member in found:
        yield from leaves(member, (*path, name))


def forgotten(value: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return LATER
    if isinstance(value, dict):
        return value | {path[0]: forgotten(value[path[0]], path[1:])}
    members: list[Any] = list(value)
    members[path[0]] = forgotten(value[path[0]], path[1:])
    return members


RESOURCES: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
ALONE = [
    key
    for key, body in RESOURCES.items()
    if "." in key
    and not {"for_each", "count"} & body.keys()
    and not key.startswith(("variable.", "local.", "terraform_data."))
    and "${" not in json.dumps(body).replace("$${", "").replace(LATER, "")
]


@pytest.mark.parametrize("key", ALONE)
def test_any_leaf_may_be_known_only_later(key: str) -> None:
    for path in leaves(RESOURCES[key]):
        if path and path[0] != "depends_on":
            found = change({key: forgotten(RESOURCES[key], path)}, key)
            assert found["after_unknown"]
