"""LP1010: a web firewall stands in front of what lets the internet in to a function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.web_acl_association import WebAclAssociation
from lambda_policies.estate.models.web_entrance import WebEntrance
from lambda_policies.estate.presence import is_set
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Reason, Unknown
from lambda_policies.verdicts import Outcome, Severity, Verdict

OPEN = "Nothing filters what the internet sends to it: this plan puts no web firewall in front."
ELSEWHERE = "It exists already, and whether a web firewall is in front of it is not in this plan."


def check(entrance: WebEntrance, _: Settings) -> Iterator[Verdict]:
    """Look for a web firewall in front of an entrance that the internet may use to reach a function."""
    reached, public, at = entrance.reached, entrance.is_public, entrance.arn.at
    if (not reached.items and reached.rest is None) or public is False:
        return
    firewalls = list(entrance.estate.joins.firewalls_of(entrance))
    maybe = [association for guards, association in firewalls if guards is None]
    if any(guards for guards, _ in firewalls) or (not entrance.is_new and is_set(entrance.web_acl_arn)):
        yield passed(entrance.address, at, "A web firewall is in front of it.")
    elif maybe:
        hole = Unknown(maybe[0].resource_arn.at, feeds=_feeds(maybe[0]))
        yield undecided(maybe[0].address, hole, related=(entrance.address,))
    elif not entrance.is_new:
        hole = Unknown(at, Reason.OUTSIDE)
        yield Verdict(Outcome.UNKNOWN, ELSEWHERE, entrance.address, at, (), hole)
    elif isinstance(public, Unknown):
        yield undecided(entrance.address, public, public.at or at)
    elif reached.items:
        yield failed(entrance.address, at, OPEN, tuple(one.address for one in reached.items))
    elif reached.rest is not None:
        yield undecided(entrance.address, reached.rest, at)


def _feeds(association: WebAclAssociation) -> tuple[str, ...]:
    return association.resource_arn.feeds if isinstance(association.resource_arn, Unknown) else ()


LATER = "${terraform_data.later.output}"
ACL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/orders/a1b2c3d4-5678-90ab-cdef-111122223333"


def _rest(guarded: str = "", **api: Any) -> dict[str, dict[str, Any]]:
    """A REST API in front of a function, for the examples; *guarded* is what a web firewall is in front of."""
    owner = {"rest_api_id": "${aws_api_gateway_rest_api.orders.id}"}
    found: dict[str, dict[str, Any]] = {
        "aws_lambda_function.orders": {},
        "aws_api_gateway_rest_api.orders": {"name": "orders", **api},
        "aws_api_gateway_integration.orders": {
            **owner,
            "resource_id": "${aws_api_gateway_rest_api.orders.root_resource_id}",
            "http_method": "GET",
            "type": "AWS_PROXY",
            "integration_http_method": "POST",
            "uri": "${aws_lambda_function.orders.invoke_arn}",
        },
        "aws_api_gateway_stage.prod": {**owner, "stage_name": "prod", "deployment_id": "a1b2c3"},
    }
    if guarded:
        found["aws_wafv2_web_acl_association.prod"] = {"resource_arn": guarded, "web_acl_arn": ACL}
    return found


GRAPH: dict[str, dict[str, Any]] = {
    "aws_lambda_function.orders": {},
    "aws_appsync_graphql_api.orders": {"name": "orders", "authentication_type": "AWS_IAM"},
    "aws_appsync_datasource.orders": {
        "api_id": "${aws_appsync_graphql_api.orders.id}",
        "name": "orders",
        "type": "AWS_LAMBDA",
        "lambda_config": [{"function_arn": "${aws_lambda_function.orders.arn}"}],
    },
}
POOL: dict[str, dict[str, Any]] = {
    "aws_lambda_function.orders": {},
    "aws_cognito_user_pool.orders": {
        "name": "orders",
        "lambda_config": [{"pre_sign_up": "${aws_lambda_function.orders.arn}"}],
    },
}

GUARDRAIL = Guardrail(
    id="LP1010",
    slug="apigw-waf",
    title="A web firewall stands in front of what lets the internet in to a function.",
    why=(
        "A web firewall drops floods, known attack patterns and addresses of ill repute before they cost a call."
        " Without it every request that the gateway accepts reaches the function."
    ),
    severity=Severity.MEDIUM,
    about=WebEntrance,
    lands_on=(*WebEntrance.TYPES, *WebAclAssociation.TYPES),
    documents=(
        Citation("security-in-lambda-context", "SecOps considerations"),
        Citation("lambda-layers-of-defense", "Synch flow (API GW, AppSync)"),
        Citation("how-to-secure-aws-lambda", "Why is Lambda security critical to running cloud applications?"),
    ),
    peers=(
        "SH:APIGateway.4",
        "CFG:api-gw-associated-with-waf",
        "CKV2_AWS_29",
        "CKV2_AWS_33",
        "NAG:AwsSolutions-APIG3",
        "KICS:a186e82c",
        "PRW:apigateway_restapi_waf_acl_attached",
        "CSP:apigatewayWafEnabled",
        "STV:CTL.APIGATEWAY.WAF.001",
    ),
    fix="Associate a web ACL with it.",
    fix_hcl=(
        'resource "aws_wafv2_web_acl_association" "orders" {\n'
        "  resource_arn = aws_api_gateway_stage.prod.arn\n  web_acl_arn  = aws_wafv2_web_acl.orders.arn\n}"
    ),
    applies=(
        "To stages of REST APIs, application load balancers, AppSync APIs and user pools that the internet can reach"
        " and that reach a function of the plan. AWS WAF cannot be put in front of HTTP APIs, so there is no verdict on"
        " them; a firewall of a CloudFront distribution in front is not seen."
    ),
    check=check,
    examples=(
        passing("a firewall in front of the stage", _rest("${aws_api_gateway_stage.prod.arn}"), at="arn"),
        failing("a stage without one", _rest(), at="arn"),
        failing(
            "a firewall in front of something else",
            {**GRAPH, **_rest("${aws_appsync_graphql_api.orders.arn}")},
            at="arn",
        ),
        failing("an AppSync API without one", GRAPH, at="arn"),
        failing("a user pool without one", POOL, at="arn"),
        undecidable("a firewall in front of what is known only after apply", _rest(LATER), at="resource_arn"),
        undecidable(
            "an API that exists, whose firewall may be declared elsewhere",
            GRAPH,
            at="arn",
            before=GRAPH,
        ),
        undecidable(
            "an endpoint that may be private",
            _rest(endpoint_configuration=[{"types": [LATER]}]),
            at="arn",
        ),
        undecidable(
            "an integration whose target is known only after apply",
            {
                **_rest(),
                "aws_api_gateway_integration.orders": {**_rest()["aws_api_gateway_integration.orders"], "uri": LATER},
            },
            at="arn",
        ),
        passing(
            "an API that reaches no function",
            {
                **_rest("${aws_api_gateway_stage.prod.arn}"),
                "aws_api_gateway_rest_api.site": {"name": "site"},
                "aws_api_gateway_stage.site": {
                    "rest_api_id": "${aws_api_gateway_rest_api.site.id}",
                    "stage_name": "site",
                    "deployment_id": "a1b2c3",
                },
            },
        ),
        passing(
            "a private API, which the internet cannot reach",
            {
                **_rest("${aws_api_gateway_stage.prod.arn}"),
                **{
                    key.replace(".", ".inner_"): {
                        name: value.replace("_api.orders", "_api.inner_orders") if isinstance(value, str) else value
                        for name, value in body.items()
                    }
                    for key, body in _rest(endpoint_configuration=[{"types": ["PRIVATE"]}]).items()
                    if key != "aws_lambda_function.orders"
                },
            },
            at="arn",
        ),
        failing(
            "a web firewall in front of something else",
            _rest("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/0a1b2c3d4e5f6071"),
            at="arn",
        ),
        passing(
            "a stage that exists and has a web firewall",
            {**_rest(), "aws_lambda_function.orders": {"timeout": 5}},
            at="arn",
            before=_rest(),
        ),
    ),
)
