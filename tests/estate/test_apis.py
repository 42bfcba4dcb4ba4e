"""Which functions are behind what of API Gateway, and what is in front of them."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.api_method import ApiMethod
from lambda_policies.estate.models.api_route import ApiRoute
from lambda_policies.estate.models.api_stage import ApiStage
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.web_entrance import WebEntrance
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Members, Unknown

LATER = "${terraform_data.later.output}"
F = "aws_lambda_function.f"
API = "${aws_api_gateway_rest_api.a.id}"
ROOT = "${aws_api_gateway_rest_api.a.root_resource_id}"
PLACE = {"rest_api_id": API, "resource_id": ROOT, "http_method": "GET"}
HTTP = {"api_id": "${aws_apigatewayv2_api.a.id}"}
ACL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/1"


def estate_of(resources: dict[str, Any]) -> Estate:
    return Estate(Plan(read_plan(plan_of(resources), "p").document))


def rest(method: dict[str, Any] | None = None, **integration: Any) -> dict[str, Any]:
    """A REST API with one method and one integration."""
    called = {"type": "AWS_PROXY", "uri": "${aws_lambda_function.f.invoke_arn}", **integration}
    return {
        F: {},
        "aws_api_gateway_rest_api.a": {"name": "a"},
        "aws_api_gateway_method.m": {**PLACE, "authorization": "NONE", **(method or {})},
        "aws_api_gateway_integration.i": {**PLACE, "integration_http_method": "POST", **called},
        "aws_api_gateway_stage.s": {"rest_api_id": API, "stage_name": "s", "deployment_id": "d"},
    }


def http(**route: Any) -> dict[str, Any]:
    """An HTTP API with one route and one integration."""
    called = {"integration_type": "AWS_PROXY", "integration_uri": "${aws_lambda_function.f.invoke_arn}"}
    target = "integrations/${aws_apigatewayv2_integration.i.id}"
    return {
        F: {},
        "aws_apigatewayv2_api.a": {"name": "a", "protocol_type": "HTTP"},
        "aws_apigatewayv2_integration.i": {**HTTP, **called},
        "aws_apigatewayv2_route.r": {**HTTP, "route_key": "GET /", "target": target, **route},
    }


def told(found: Members[Function]) -> tuple[list[str], bool]:
    """The addresses of what was found, and whether there may be more."""
    return [function.address for function in found.items], isinstance(found.rest, Unknown)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        (rest(), ([F], False)),
        (rest({"http_method": "get"}), ([F], False)),
        (rest({"http_method": "POST"}), ([], False)),
        (rest({"http_method": LATER}), ([], True)),
        (rest({"resource_id": "elsewhere"}), ([], False)),
        (rest({"resource_id": LATER}), ([], True)),
        (rest({"rest_api_id": "elsewhere"}), ([], False)),
        (rest({"rest_api_id": LATER}), ([], True)),
        (rest(type="MOCK"), ([], False)),
        (rest(uri=LATER), ([], True)),
        (rest(uri="${aws_sqs_queue.q.arn}") | {"aws_sqs_queue.q": {}}, ([], False)),
        (rest(resource_id="${aws_api_gateway_method.m.resource_id}"), ([F], False)),
    ],
)
def test_what_a_method_is_integrated_with(resources: dict[str, Any], expected: tuple[list[str], bool]) -> None:
    assert told(estate_of(resources).of(ApiMethod)[0].reached) == expected


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        (http(), ([F], False)),
        (http(target="integrations/elsewhere"), ([], False)),
        (http(target=LATER), ([], True)),
        (http(target=None), ([], False)),
        (http(target=LATER, api_id="elsewhere"), ([], False)),
    ],
)
def test_where_a_route_leads(resources: dict[str, Any], expected: tuple[list[str], bool]) -> None:
    assert told(estate_of(resources).of(ApiRoute)[0].reached) == expected


def test_an_integration_that_exists_is_found_by_its_id() -> None:
    resources = http(target="integrations/abc")
    resources["aws_apigatewayv2_integration.i"] |= {"id": "abc"}
    assert told(estate_of(resources).of(ApiRoute)[0].reached) == ([F], False)


def test_a_permission_tells_of_an_api_whose_integrations_are_elsewhere() -> None:
    resources = rest(type="MOCK") | {
        "aws_lambda_permission.p": {
            "action": "lambda:InvokeFunction",
            "function_name": "${aws_lambda_function.f.arn}",
            "principal": "apigateway.amazonaws.com",
            "source_arn": "${aws_api_gateway_rest_api.a.execution_arn}/*",
        }
    }
    assert told(estate_of(resources).of(ApiStage)[0].reached) == ([F], False)


def test_a_deployment_is_a_stage_where_it_names_one() -> None:
    resources = rest() | {
        "aws_api_gateway_deployment.named": {"rest_api_id": API, "stage_name": "t"},
        "aws_api_gateway_deployment.plain": {"rest_api_id": API},
    }
    found = [stage.address for stage in estate_of(resources).of(ApiStage)]
    assert found == ["aws_api_gateway_stage.s", "aws_api_gateway_deployment.named"]


PLAN = {"name": "u", "api_stages": [{"api_id": API, "stage": "s"}]}


@pytest.mark.parametrize(
    ("plan", "metered"),
    [
        (PLAN, True),
        (PLAN | {"api_stages": [{"api_id": "elsewhere", "stage": "s"}]}, False),
        (PLAN | {"api_stages": [{"api_id": LATER, "stage": "s"}]}, None),
        ({"name": "u"}, False),
    ],
)
def test_whether_a_usage_plan_knows_the_keys(plan: dict[str, Any], metered: bool | None) -> None:  # noqa: FBT001
    assert estate_of(rest() | {"aws_api_gateway_usage_plan.u": plan}).of(ApiMethod)[0].is_metered is metered


@pytest.mark.parametrize(
    ("changes", "belongs"),
    [
        ({}, [True]),
        ({"stage_name": "${aws_api_gateway_stage.s.stage_name}"}, [True]),
        ({"stage_name": "t"}, []),
        ({"stage_name": LATER}, [None]),
        ({"rest_api_id": "elsewhere"}, []),
        ({"rest_api_id": LATER}, [None]),
    ],
)
def test_which_settings_are_a_stages(changes: dict[str, Any], belongs: list[bool | None]) -> None:
    settings = {"rest_api_id": API, "stage_name": "s", "method_path": "*/*", **changes}
    estate = estate_of(rest() | {"aws_api_gateway_method_settings.t": settings})
    assert [sure for sure, _ in estate.joins.settings_of(estate.of(ApiStage)[0])] == belongs


@pytest.mark.parametrize(
    ("guarded", "guards"),
    [
        ("${aws_api_gateway_stage.s.arn}", [True]),
        ("arn:aws:apigateway:us-east-1::/restapis/${aws_api_gateway_rest_api.a.id}/stages/s", [None]),
        ("${aws_sns_topic.t.arn}", []),
        ("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1", []),
        ("arn:aws:apigateway:us-east-1::/restapis/abc/stages/s", [None]),
        (LATER, [None]),
    ],
)
def test_which_firewall_is_in_front(guarded: str, guards: list[bool | None]) -> None:
    association = {"resource_arn": guarded, "web_acl_arn": ACL}
    estate = estate_of(rest() | {"aws_wafv2_web_acl_association.w": association, "aws_sns_topic.t": {}})
    assert [sure for sure, _ in estate.joins.firewalls_of(estate.of(WebEntrance)[0])] == guards


def test_a_firewall_is_found_by_the_text_of_an_arn() -> None:
    resources = rest() | {
        "aws_api_gateway_stage.s": {"rest_api_id": "abc", "stage_name": "s", "deployment_id": "d"},
        "aws_wafv2_web_acl_association.w": {
            "resource_arn": "arn:aws:apigateway:us-east-1::/restapis/abc/stages/s",
            "web_acl_arn": ACL,
        },
    }
    estate = estate_of(resources)
    assert [sure for sure, _ in estate.joins.firewalls_of(estate.of(WebEntrance)[0])] == [True]


@pytest.mark.parametrize(
    ("kinds", "public"),
    [(["REGIONAL"], True), (["PRIVATE"], False), (["EDGE"], True)],
)
def test_a_private_api_is_no_entrance(kinds: list[str], public: bool) -> None:  # noqa: FBT001 - an expected value
    resources = rest() | {"aws_api_gateway_rest_api.a": {"name": "a", "endpoint_configuration": [{"types": kinds}]}}
    assert estate_of(resources).of(WebEntrance)[0].is_public is public


def test_an_api_elsewhere_may_be_private() -> None:
    resources = {"aws_api_gateway_stage.s": {"rest_api_id": "abc", "stage_name": "s", "deployment_id": "d"}}
    assert isinstance(estate_of(resources).of(WebEntrance)[0].is_public, Unknown)
