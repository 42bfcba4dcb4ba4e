from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.estate.accounts import account_in, in_own_account, is_ours, names_own
from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.permission import Permission
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Unknown

OWN = frozenset({"123456789012"})
PERMISSION = {"function_name": "orders", "action": "lambda:InvokeFunction", "principal": "sns.amazonaws.com"}


def estate_of(plan: bytes) -> Estate:
    return Estate(Plan(read_plan(plan, "plan.json").document))


def permission(source_arn: str, resources: dict[str, Any]) -> Permission:
    plan = plan_of({**resources, "aws_lambda_permission.sns": {**PERMISSION, "source_arn": source_arn}})
    return estate_of(plan).of(Permission)[0]


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("arn:aws:sns:us-east-1:123456789012:orders", "123456789012"),
        ("arn:aws:s3:::orders", None),
        ("arn:aws:sns:us-east-1:*:orders", None),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", None),
        ("orders", None),
    ],
)
def test_the_account_of_an_arn(text: str, account: str | None) -> None:
    assert account_in(text) == account


TOPIC: dict[str, Any] = {"aws_sns_topic.t": {}}
API = {"aws_api_gateway_rest_api.a": {"name": "a"}}
MAPPING: dict[str, Any] = {"aws_lambda_event_source_mapping.m": {"function_name": "orders"}}
CALLER: dict[str, Any] = {"data.aws_caller_identity.me": {}}


@pytest.mark.parametrize(
    ("source_arn", "resources", "named"),
    [
        ("${aws_sns_topic.t.arn}", TOPIC, True),
        ("${aws_api_gateway_rest_api.a.execution_arn}/*/GET/x", API, True),
        ("arn:aws:execute-api:us-east-1:123456789012:${aws_api_gateway_rest_api.a.id}/*/*", API, True),
        ("${aws_sns_topic.t.arn}${terraform_data.later.output}", TOPIC, False),
        ("arn:aws:sns:us-east-1:123456789012:${aws_sns_topic.t.id}", TOPIC, False),
        ("arn:aws:sns:us-east-1:${data.aws_caller_identity.me.account_id}:${aws_sns_topic.t.id}", TOPIC | CALLER, True),
        ("${terraform_data.later.output}", {}, False),
        (
            "${aws_api_gateway_rest_api.a.execution_arn}/*/GET${aws_api_gateway_resource.r.path}",
            API | {"aws_api_gateway_resource.r": {"rest_api_id": "${aws_api_gateway_rest_api.a.id}", "path_part": "x"}},
            True,
        ),
        ("${aws_lambda_event_source_mapping.m.function_arn}", MAPPING, False),
        ("${aws_sns_topic.t.arn}${aws_lambda_event_source_mapping.m.function_arn}", TOPIC | MAPPING, False),
    ],
)
def test_an_arn_is_own_where_it_is_made_from_what_only_the_plan_has(
    source_arn: str, resources: dict[str, Any], *, named: bool
) -> None:
    model = permission(source_arn, resources)
    assert isinstance(model.source_arn, Unknown)
    assert names_own(model, model.source_arn) is named
    assert in_own_account(model, model.source_arn) is named


def test_the_callers_account_is_own_even_where_it_is_read_late() -> None:
    late = {"data.aws_caller_identity.me": {"depends_on": ["terraform_data.later"]}, "terraform_data.later": {}}
    model = permission("arn:aws:sns:us-east-1:${data.aws_caller_identity.me.account_id}:orders", late)
    assert isinstance(model.source_arn, Unknown)
    assert in_own_account(model, model.source_arn)
    assert not names_own(model, model.source_arn)


@pytest.mark.parametrize("more", ["${terraform_data.later.output}", "${data.aws_caller_identity.me.user_id}"])
def test_what_stands_beside_the_callers_account_may_be_anyones(more: str) -> None:
    late = {"data.aws_caller_identity.me": {"depends_on": ["terraform_data.later"]}, "terraform_data.later": {}}
    model = permission("arn:aws:sns:us-east-1:${data.aws_caller_identity.me.account_id}:" + more, late)
    assert isinstance(model.source_arn, Unknown)
    assert not in_own_account(model, model.source_arn)


def test_an_account_is_foreign_only_where_the_plan_is_for_no_other() -> None:
    resources = {"aws_lambda_function.f": {}, "aws_lambda_permission.sns": PERMISSION}
    plan = json.loads(plan_of(resources))
    one = estate_of(json.dumps(plan).encode()).of(Permission)[0]
    assert is_ours(one, "123456789012", OWN) is True
    assert is_ours(one, "210987654321", OWN) is False
    assert is_ours(one, "210987654321", frozenset()) is None

    second = json.loads(
        json.dumps(plan).replace("aws_lambda_function.f", "aws_lambda_function.g").replace('"f"', '"g"')
    )
    functions = [r for r in second["resource_changes"] if r["type"] == "aws_lambda_function"]
    blocks = [b for b in second["configuration"]["root_module"]["resources"] if b["type"] == "aws_lambda_function"]
    plan["resource_changes"] += functions
    plan["configuration"]["root_module"]["resources"] += [{**block, "provider_config_key": "aws.b"} for block in blocks]
    two = estate_of(json.dumps(plan).encode()).of(Permission)[0]
    assert is_ours(two, "123456789012", OWN) is True
    assert is_ours(two, "210987654321", OWN) is None
    assert is_ours(two, "210987654321", OWN | {"333333333333"}) is False
