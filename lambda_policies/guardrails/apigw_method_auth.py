"""LP1001: every method of a REST API is authorised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.api_method import ApiMethod
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, shown, undecided
from lambda_policies.values import Known, Unknown, Value, all_of
from lambda_policies.verdicts import Severity, Verdict

NONE = "NONE"
PREFLIGHT = "OPTIONS"


def check(method: ApiMethod, _: Settings) -> Iterator[Verdict]:
    """Look at the authorisation of a method that is integrated with a function; an API key is the weaker way."""
    verb, reached, authorization = method.http_method, method.reached, method.authorization
    if (not reached.items and reached.rest is None) or _is_preflight(verb):
        return
    hole = _hole(method)
    if isinstance(authorization, Known) and authorization.value != NONE:
        yield passed(method.address, authorization.at, f"Calls are authorised by {shown(authorization)}.")
    elif all_of((_asks_for_key(method), method.is_metered)):
        yield passed(method.address, authorization.at, "Calls need a key that belongs to a usage plan.")
    elif hole is not None:
        yield undecided(method.address, hole, hole.at or authorization.at)
    else:
        key = "the keys that it asks for belong to no usage plan" if _asks_for_key(method) else "authorization is NONE"
        because = f"Anyone who knows the address may call this {shown(verb)} method: {key}."
        yield failed(method.address, authorization.at, because, tuple(one.address for one in reached.items))


def _is_preflight(verb: Value[str]) -> bool:
    """A browser asks what it may do without credentials."""
    return isinstance(verb, Known) and verb.value.upper() == PREFLIGHT


def _asks_for_key(method: ApiMethod) -> bool | None:
    match method.api_key_required:
        case Known(asks):
            return asks
    return None


def _hole(method: ApiMethod) -> Unknown | None:
    """The first of what would decide that is open."""
    key = method.api_key_required
    values = (method.authorization, method.http_method, key)
    holes = [value for value in values if isinstance(value, Unknown)]
    if not method.reached.items and method.reached.rest is not None:
        holes.append(method.reached.rest)
    if _asks_for_key(method) and method.is_metered is None:
        holes.append(Unknown(key.at))
    return next(iter(holes), None)


AT = "authorization"
LATER = "${terraform_data.later.output}"


def _api(**method: Any) -> dict[str, dict[str, Any]]:
    """An API in front of a function, for the examples."""
    place = {
        "rest_api_id": "${aws_api_gateway_rest_api.orders.id}",
        "resource_id": "${aws_api_gateway_rest_api.orders.root_resource_id}",
        "http_method": "POST",
    }
    return {
        "aws_lambda_function.orders": {},
        "aws_api_gateway_rest_api.orders": {"name": "orders"},
        "aws_api_gateway_method.orders": {**place, **method},
        "aws_api_gateway_integration.orders": {
            **place,
            "type": "AWS_PROXY",
            "integration_http_method": "POST",
            "uri": "${aws_lambda_function.orders.invoke_arn}",
        },
    }


METERED = {
    "aws_api_gateway_usage_plan.partners": {
        "name": "partners",
        "api_stages": [{"api_id": "${aws_api_gateway_rest_api.orders.id}", "stage": "prod"}],
    }
}
KEYED = {"authorization": NONE, "api_key_required": True}

GUARDRAIL = Guardrail(
    id="LP1001",
    slug="apigw-method-auth",
    title="Every method of a REST API that reaches a function is authorised.",
    why=(
        "A method without authorisation lets anyone on the internet run the function, at your cost and with whatever"
        " the function makes of what it is sent. The gateway can turn strangers away before a function is started."
    ),
    severity=Severity.HIGH,
    about=ApiMethod,
    lands_on=("aws_api_gateway_method",),
    documents=(
        Citation("lambda-layers-of-defense", "Synch flow (API GW, AppSync)"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(
        "CKV_AWS_59",
        "CKV2_AWS_70",
        "NAG:AwsSolutions-APIG4",
        "NAGR:W59",
        "TRV:0004",
        "KICS:15ccec05",
        "TSC:AC_AWS_0439",
        "PRW:apigateway_restapi_authorizers_enabled",
        "CSP:apigatewayAuthorization",
        "STV:CTL.LAMBDA.TRIGGER.APIGATEWAY.NOAUTH.001",
        "OW:S2",
    ),
    fix="Set authorization to AWS_IAM, COGNITO_USER_POOLS or CUSTOM; an API key with a usage plan is the weaker way.",
    fix_hcl=(
        'resource "aws_api_gateway_method" "orders" {\n  # …\n  authorization = "COGNITO_USER_POOLS"\n'
        "  authorizer_id = aws_api_gateway_authorizer.orders.id\n}"
    ),
    applies=(
        "To methods that are integrated with a function of the plan. OPTIONS is exempt: a browser asks it without"
        " credentials. Methods from an OpenAPI body and an API's own resource policy are not looked at."
    ),
    check=check,
    examples=(
        passing("IAM", _api(authorization="AWS_IAM"), at=AT),
        passing("an API key and a usage plan", {**_api(**KEYED), **METERED}, at=AT),
        failing("no authorisation", _api(authorization=NONE), at=AT),
        failing("an API key that belongs to no usage plan", _api(**KEYED), at=AT),
        undecidable("authorisation that is known only after apply", _api(authorization=LATER), at=AT),
        undecidable(
            "a key that is perhaps asked for",
            {**_api(authorization=NONE, api_key_required=LATER), **METERED},
            at="api_key_required",
        ),
        undecidable(
            "a verb that is known only after apply", _api(authorization=NONE, http_method=LATER), "http_method"
        ),
        passing(
            "a preflight, which a browser sends without credentials",
            {
                **_api(authorization="AWS_IAM"),
                "aws_api_gateway_method.preflight": {
                    **_api()["aws_api_gateway_method.orders"],
                    "http_method": "OPTIONS",
                    "authorization": NONE,
                },
                "aws_api_gateway_integration.preflight": {
                    **_api()["aws_api_gateway_integration.orders"],
                    "http_method": "OPTIONS",
                },
            },
        ),
        passing(
            "a method that reaches no function",
            {
                **_api(authorization="AWS_IAM"),
                "aws_api_gateway_method.site": {
                    **_api()["aws_api_gateway_method.orders"],
                    "http_method": "GET",
                    "authorization": NONE,
                },
                "aws_api_gateway_integration.site": {
                    **_api()["aws_api_gateway_integration.orders"],
                    "http_method": "GET",
                    "type": "HTTP_PROXY",
                    "uri": "https://www.example.com",
                },
            },
        ),
        undecidable(
            "an integration whose target is known only after apply",
            {
                **_api(authorization=NONE),
                "aws_api_gateway_integration.orders": {
                    **_api()["aws_api_gateway_integration.orders"],
                    "uri": LATER,
                },
            },
            at=AT,
        ),
    ),
)
