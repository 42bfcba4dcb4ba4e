"""Who calls a function and waits, and for how long."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.synchronous_caller import SynchronousCaller
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Known, Reason, Unknown, Value

LATER = "${terraform_data.later.output}"
FUNCTION: dict[str, Any] = {"aws_lambda_function.f": {}}
REST = {"rest_api_id": "a", "resource_id": "b", "http_method": "GET", "integration_http_method": "POST"}
ARN = "${aws_lambda_function.f.invoke_arn}"
API = {"aws_apigatewayv2_api.a": {"name": "a", "protocol_type": "HTTP"}}
ROUTE = {"api_id": "${aws_apigatewayv2_api.a.id}", "integration_type": "AWS_PROXY", "integration_uri": ARN}
GROUP: dict[str, Any] = {
    "aws_lb_target_group.g": {"target_type": "lambda"},
    "aws_lb_target_group_attachment.t": {
        "target_group_arn": "${aws_lb_target_group.g.arn}",
        "target_id": "${aws_lambda_function.f.arn}",
    },
}
FORWARD = [{"type": "forward", "target_group_arn": "${aws_lb_target_group.g.arn}"}]
EVENT = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}


def estate_of(plan: bytes) -> Estate:
    return Estate(Plan(read_plan(plan, "p").document))


def limits(resources: dict[str, Any]) -> list[Value[int]]:
    estate = estate_of(plan_of(FUNCTION | resources))
    return [caller.limit for caller in estate.joins.callers_of(estate.of(Function)[0])]


def rest(**body: Any) -> dict[str, Any]:
    return {"aws_api_gateway_integration.i": {**REST, "type": "AWS_PROXY", "uri": ARN, **body}}


@pytest.mark.parametrize(
    ("resources", "milliseconds"),
    [
        (rest(), 29_000),
        (rest(timeout_milliseconds=5_000), 5_000),
        ({**API, "aws_apigatewayv2_integration.i": ROUTE}, 30_000),
        (
            {
                "aws_apigatewayv2_api.a": {"name": "a", "protocol_type": "WEBSOCKET"},
                "aws_apigatewayv2_integration.i": ROUTE,
            },
            29_000,
        ),
        ({**API, "aws_apigatewayv2_integration.i": {**ROUTE, "timeout_milliseconds": 1_000}}, 1_000),
        (
            {
                "aws_appsync_datasource.d": {
                    "api_id": "a",
                    "name": "d",
                    "type": "AWS_LAMBDA",
                    "lambda_config": [{"function_arn": "${aws_lambda_function.f.arn}"}],
                }
            },
            30_000,
        ),
    ],
)
def test_how_long_a_caller_waits(resources: dict[str, Any], milliseconds: int) -> None:
    found = limits(resources)
    assert [limit.value for limit in found if isinstance(limit, Known)] == [milliseconds]
    assert len(found) == 1


@pytest.mark.parametrize(
    "resources",
    [
        rest(type="HTTP_PROXY", uri="https://example.com"),
        rest(type="AWS", request_parameters=EVENT),
        rest(uri="${aws_lambda_function.other.invoke_arn}") | {"aws_lambda_function.other": {}},
        {**API, "aws_apigatewayv2_integration.i": {**ROUTE, "integration_type": "MOCK"}},
    ],
)
def test_what_calls_another_function_or_does_not_wait(resources: dict[str, Any]) -> None:
    assert limits(resources) == []


def test_an_api_that_is_not_in_the_plan_waits_nobody_knows_how_long() -> None:
    (limit,) = limits({"aws_apigatewayv2_integration.i": {**ROUTE, "api_id": "a1b2c3"}})
    assert isinstance(limit, Unknown)
    assert limit.reason is Reason.OUTSIDE


def test_an_api_whose_protocol_is_not_known() -> None:
    api = {"aws_apigatewayv2_api.a": {"name": "a", "protocol_type": LATER}}
    (limit,) = limits({**api, "aws_apigatewayv2_integration.i": ROUTE})
    assert isinstance(limit, Unknown)


def test_of_the_callers_that_may_call_any_function_the_least_patient_counts() -> None:
    one = rest(uri=LATER, timeout_milliseconds=9_000)
    other = {"aws_api_gateway_integration.j": {**REST, "type": "AWS", "uri": LATER, "timeout_milliseconds": 4_000}}
    (limit,) = limits(one | other)
    assert isinstance(limit, Known)
    assert limit.value == 4_000


def test_an_alias_is_called_for_its_function() -> None:
    alias = {"name": "live", "function_name": "${aws_lambda_function.f.function_name}", "function_version": "1"}
    assert len(limits({"aws_lambda_alias.live": alias} | rest(uri="${aws_lambda_alias.live.invoke_arn}"))) == 1


def balanced(listener: dict[str, Any], idle: dict[str, Any] | None) -> Value[int]:
    """How long a target waits, behind a load balancer that ``idle`` describes."""
    tree = json.loads(plan_of(FUNCTION | GROUP | listener))
    if idle is not None:
        change = {"actions": ["create"], "before": None, "after": {}, "after_unknown": {"arn": True}, **idle}
        block = {"address": "aws_lb.b", "mode": "managed", "type": "aws_lb", "name": "b"}
        tree["resource_changes"].append({**block, "change": change})
        tree["configuration"]["root_module"]["resources"].append({**block, "expressions": {"idle_timeout": {}}})
        for one in tree["configuration"]["root_module"]["resources"]:
            if one["type"] == "aws_lb_listener":
                one["expressions"]["load_balancer_arn"] = {"references": ["aws_lb.b.arn", "aws_lb.b"]}
    estate = estate_of(json.dumps(tree).encode())
    limit: Value[int] = estate.of(SynchronousCaller)[0].limit
    return limit


LISTENER = {"aws_lb_listener.l": {"load_balancer_arn": LATER, "port": 443, "default_action": FORWARD}}
RULE = {
    "aws_lb_listener.l": {"load_balancer_arn": LATER, "default_action": [{"type": "fixed-response"}]},
    "aws_lb_listener_rule.r": {
        "listener_arn": "${aws_lb_listener.l.arn}",
        "action": FORWARD,
        "condition": [{"path_pattern": [{"values": ["/orders"]}]}],
    },
}


@pytest.mark.parametrize("listener", [LISTENER, RULE])
def test_a_load_balancer_waits_its_idle_timeout(listener: dict[str, Any]) -> None:
    assert balanced(listener, {"after": {"idle_timeout": 60}}) == Known(60_000)


def test_a_load_balancer_of_which_too_little_is_known() -> None:
    assert isinstance(balanced(LISTENER, {"after_unknown": {"arn": True, "idle_timeout": True}}), Unknown)
    outside = Unknown("target_group_arn", Reason.OUTSIDE)
    assert balanced(LISTENER, None) == outside
    assert balanced({}, None) == outside
    elsewhere = {
        "aws_lb_listener_rule.r": {**RULE["aws_lb_listener_rule.r"], "listener_arn": "arn:aws:elasticloadbalancing"}
    }
    assert balanced(elsewhere, None) == outside
