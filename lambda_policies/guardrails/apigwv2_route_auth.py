"""LP1002: every call of an HTTP or WebSocket API is authorised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.api_route import ApiRoute
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, shown, undecided
from lambda_policies.values import Known, Members, Unknown
from lambda_policies.verdicts import Severity, Verdict

CONNECT = "$connect"
DEFAULT = "$default"
NONE = "NONE"


def check(route: ApiRoute, _: Settings) -> Iterator[Verdict]:
    """Look at the authorisation of a route that leads to a function, or opens a connection to an API that does."""
    asked = _is_asked(route)
    if asked is False:
        return
    reached = _reached(route)
    if not reached.items and reached.rest is None:
        return
    match route.authorization_type:
        case Known(kind, at=at) if kind != NONE:
            yield passed(route.address, at, f"Calls are authorised by {shown(route.authorization_type)}.")
        case Unknown() as hole:
            yield undecided(route.address, hole)
        case value if isinstance(asked, Unknown):
            yield undecided(route.address, asked, asked.at or value.at)
        case value if reached.rest is not None and not reached.items:
            yield undecided(route.address, reached.rest, value.at)
        case value:
            because = f"Anyone who knows the address may call {shown(route.route_key)}: authorization_type is NONE."
            yield failed(route.address, value.at, because, tuple(one.address for one in reached.items))


def _is_asked(route: ApiRoute) -> bool | Unknown:
    """Whether calls come in by this route; a browser's preflight has no credentials and needs none."""
    match route.route_key, route.protocol:
        case Unknown() as hole, _:
            return hole
        case Known(key), protocol if key == DEFAULT:
            if isinstance(protocol, Unknown):
                return protocol
            return isinstance(protocol, Known) and protocol.value == "HTTP"
        case Known(key), _:
            return key == CONNECT or (" " in key and not key.upper().startswith("OPTIONS "))
    return False


def _reached(route: ApiRoute) -> Members[Function]:
    """Whoever may connect to a WebSocket API may send anything to it."""
    match route.route_key:
        case Known(key) if key == CONNECT:
            return route.estate.joins.apis.behind_api(route)
    return route.reached


def _api(protocol: str = "HTTP", **route: str) -> dict[str, dict[str, Any]]:
    """An API in front of a function, for the examples."""
    return {
        "aws_lambda_function.orders": {},
        "aws_apigatewayv2_api.orders": {"name": "orders", "protocol_type": protocol},
        "aws_apigatewayv2_integration.orders": {
            "api_id": "${aws_apigatewayv2_api.orders.id}",
            "integration_type": "AWS_PROXY",
            "integration_uri": "${aws_lambda_function.orders.invoke_arn}",
        },
        "aws_apigatewayv2_route.orders": {
            "api_id": "${aws_apigatewayv2_api.orders.id}",
            "target": "integrations/${aws_apigatewayv2_integration.orders.id}",
            **route,
        },
    }


AT = "authorization_type"
POST = "POST /orders"
LATER = "${terraform_data.later.output}"

GUARDRAIL = Guardrail(
    id="LP1002",
    slug="apigwv2-route-auth",
    title="Every call of an HTTP or WebSocket API that reaches a function is authorised.",
    why=(
        "A route without authorisation lets anyone on the internet run the function, at your cost and with whatever the"
        " function makes of what it is sent. The gateway can turn strangers away before a function is started."
    ),
    severity=Severity.HIGH,
    about=ApiRoute,
    lands_on=("aws_apigatewayv2_route",),
    documents=(
        Citation("lambda-layers-of-defense", "Synch flow (API GW, AppSync)"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("how-to-secure-aws-lambda", "Why is Lambda security critical to running cloud applications?"),
    ),
    peers=(
        "SH:APIGateway.8",
        "CFG:api-gwv2-authorization-type-configured",
        "CKV_AWS_309",
        "NAG:AwsSolutions-APIG4",
        "PRW:apigatewayv2_api_authorizers_enabled",
        "CSP:apigatewayV2Authorization",
        "STV:CTL.APIGATEWAY.AUTH.WEBSOCKET.001",
    ),
    fix="Set authorization_type to JWT, AWS_IAM or CUSTOM; for a WebSocket API on the route $connect.",
    fix_hcl=(
        'resource "aws_apigatewayv2_route" "orders" {\n  # …\n  authorization_type = "JWT"\n'
        "  authorizer_id      = aws_apigatewayv2_authorizer.orders.id\n}"
    ),
    applies=(
        "To routes that lead to a function of the plan, and to $connect of a WebSocket API that reaches one. Routes for"
        " OPTIONS are exempt: a browser asks them without credentials. Routes from an OpenAPI body are not seen."
    ),
    check=check,
    examples=(
        passing("tokens", _api(route_key=POST, authorization_type="JWT"), at=AT),
        passing("IAM on connect", _api("WEBSOCKET", route_key=CONNECT, authorization_type="AWS_IAM"), at=AT),
        failing("no authorisation", _api(route_key=POST, authorization_type=NONE), at=AT),
        failing("nothing set, which means none", _api(route_key=DEFAULT), at=AT),
        failing("anyone may connect", _api("WEBSOCKET", route_key=CONNECT), at=AT),
        undecidable("authorisation that is known only after apply", _api(route_key=POST, authorization_type=LATER), AT),
        undecidable("a key that is known only after apply", _api(route_key=LATER), at="route_key"),
        undecidable("an integration that is known only after apply", _api(route_key=POST, target=LATER), at=AT),
        passing(
            "routes by which no call comes in",
            {
                **_api(route_key=POST, authorization_type="AWS_IAM"),
                "aws_apigatewayv2_route.preflight": {
                    **_api(route_key="OPTIONS /orders")["aws_apigatewayv2_route.orders"],
                },
                "aws_apigatewayv2_api.chat": {
                    "name": "chat",
                    "protocol_type": "WEBSOCKET",
                    "route_selection_expression": "$request.body.action",
                },
                "aws_apigatewayv2_integration.chat": {
                    "api_id": "${aws_apigatewayv2_api.chat.id}",
                    "integration_type": "AWS_PROXY",
                    "integration_uri": "${aws_lambda_function.orders.invoke_arn}",
                },
                **{
                    f"aws_apigatewayv2_route.{name}": {
                        "api_id": "${aws_apigatewayv2_api.chat.id}",
                        "route_key": key,
                        "target": "integrations/${aws_apigatewayv2_integration.chat.id}",
                    }
                    for name, key in (("send", "sendmessage"), ("default", DEFAULT))
                },
            },
        ),
        failing(
            "a connection to an API that reaches a function, and by another integration perhaps more",
            {
                **_api("WEBSOCKET", route_key="$connect"),
                "aws_apigatewayv2_integration.other": {
                    "api_id": "${aws_apigatewayv2_api.orders.id}",
                    "integration_type": "AWS_PROXY",
                    "integration_uri": LATER,
                },
            },
            at=AT,
        ),
    ),
)
