"""Entrances from the internet beside REST APIs: load balancers, AppSync APIs and user pools."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.web_entrance import WebEntrance
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Unknown

F = "aws_lambda_function.f"
ARN = "${aws_lambda_function.f.arn}"
LATER = "${terraform_data.later.output}"
BALANCED: dict[str, Any] = {
    F: {},
    "aws_lb_target_group.g": {"target_type": "lambda"},
    "aws_lb_target_group_attachment.t": {
        "target_group_arn": "${aws_lb_target_group.g.arn}",
        "target_id": ARN,
    },
    "aws_lb_listener.l": {
        "load_balancer_arn": LATER,
        "port": 443,
        "default_action": [{"type": "forward", "target_group_arn": "${aws_lb_target_group.g.arn}"}],
    },
}
GRAPH: dict[str, Any] = {"name": "a", "authentication_type": "AWS_IAM"}
SOURCE = {
    "api_id": "${aws_appsync_graphql_api.a.id}",
    "name": "d",
    "type": "AWS_LAMBDA",
    "lambda_config": [{"function_arn": ARN}],
}


def entrance(resources: dict[str, Any]) -> WebEntrance:
    return entrance_of(plan_of(resources))


def entrance_of(plan: bytes) -> WebEntrance:
    return Estate(Plan(read_plan(plan, "p").document)).of(WebEntrance)[0]


def balanced(after: dict[str, Any], unknown: dict[str, Any] | None = None, actions: str = "create") -> WebEntrance:
    """A load balancer in front of a function; the stored schema of the provider has no load balancers."""
    tree = json.loads(plan_of(BALANCED))
    block = {"address": "aws_lb.b", "mode": "managed", "type": "aws_lb", "name": "b"}
    change = {"actions": [actions], "before": None, "after": after, "after_unknown": {"arn": True, **(unknown or {})}}
    tree["resource_changes"].append({**block, "change": change})
    written = {name: {"references": ["var.x"]} for name in (*after, *(unknown or {}))}
    tree["configuration"]["root_module"]["resources"].append({**block, "expressions": written})
    for one in tree["configuration"]["root_module"]["resources"]:
        if one["type"] == "aws_lb_listener":
            one["expressions"]["load_balancer_arn"] = {"references": ["aws_lb.b.arn", "aws_lb.b"]}
    return entrance_of(json.dumps(tree).encode())


def test_a_load_balancer_leads_to_its_targets() -> None:
    assert [function.address for function in balanced({}).functions] == [F]


@pytest.mark.parametrize(
    ("after", "public"),
    [
        ({}, True),
        ({"internal": False, "load_balancer_type": "application"}, True),
        ({"internal": True}, False),
        ({"load_balancer_type": "network"}, False),
    ],
)
def test_which_load_balancers_a_firewall_can_guard(after: dict[str, Any], public: bool) -> None:  # noqa: FBT001
    assert balanced(after).is_public is public


def test_a_load_balancer_that_may_be_internal_is_open() -> None:
    assert isinstance(balanced({}, {"internal": True}).is_public, Unknown)


def test_what_exists_is_not_new() -> None:
    assert balanced({}).is_new
    assert not balanced({}, actions="update").is_new


def test_an_appsync_api_leads_to_its_sources() -> None:
    found = entrance({F: {}, "aws_appsync_graphql_api.a": GRAPH, "aws_appsync_datasource.d": SOURCE})
    assert [function.address for function in found.functions] == [F]
    assert found.is_public is True
    other = SOURCE | {"api_id": "elsewhere"}
    found = entrance({F: {}, "aws_appsync_graphql_api.a": GRAPH, "aws_appsync_datasource.d": other})
    assert found.reached.items == ()
    assert found.reached.rest is None


def test_a_private_appsync_api_is_no_entrance() -> None:
    assert entrance({"aws_appsync_graphql_api.a": GRAPH | {"visibility": "PRIVATE"}}).is_public is False


@pytest.mark.parametrize("hook", ["pre_sign_up", "post_confirmation", "custom_message"])
def test_a_user_pool_leads_to_its_hooks(hook: str) -> None:
    found = entrance({F: {}, "aws_cognito_user_pool.p": {"name": "p", "lambda_config": [{hook: ARN}]}})
    assert [function.address for function in found.functions] == [F]
    hidden = entrance({F: {}, "aws_cognito_user_pool.p": {"name": "p", "lambda_config": [{hook: LATER}]}})
    assert hidden.reached.rest is not None
