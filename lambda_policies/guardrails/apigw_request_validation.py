"""LP1009: a REST API validates requests before it hands them to a function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.api_method import ApiMethod
from lambda_policies.estate.models.request_validator import RequestValidator
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown, Value, any_of
from lambda_policies.verdicts import Severity, Verdict

WITH_BODY = frozenset({"POST", "PUT", "PATCH", "ANY"})
NO_MODEL = "Empty"


def check(method: ApiMethod, _: Settings) -> Iterator[Verdict]:
    """Ask a method that takes a body or parameters, and hands them to a function, for a validator of them."""
    reached = method.reached
    body, parameters = _takes_body(method), _asks_for_parameter(method.request_parameters)
    if (not reached.items and reached.rest is None) or any_of((body, parameters)) is False:
        return
    match method.validator:
        case Known(validator):
            yield from _flags(method, validator, body=body, parameters=parameters)
        case Unknown() as hole:
            yield undecided(method.address, hole)
        case Absent(at=at):
            because = "Whatever is sent reaches the function: the method has no request_validator_id."
            certain = any_of((body, parameters)) is True
            yield _failed(method, method.address, at, because, certain=certain)


def _flags(
    method: ApiMethod, validator: RequestValidator, *, body: bool | None, parameters: bool | None
) -> Iterator[Verdict]:
    """Ask the validator for what the method needs."""
    met = True
    for needed, flag, what in (
        (body, validator.validate_request_body, "bodies"),
        (parameters, validator.validate_request_parameters, "parameters"),
    ):
        if needed is False or _is_on(flag):
            continue
        met = False
        if isinstance(flag, Unknown):
            yield undecided(validator.address, flag, related=(method.address,))
        else:
            because = f"The validator lets {what} through unseen: {flag.at} is false."
            yield _failed(method, validator.address, flag.at, because, certain=needed is True)
    if met:
        yield passed(method.address, method.request_validator_id.at, "Requests are validated first.")


def _is_on(flag: Value[bool]) -> bool:
    return isinstance(flag, Known) and flag.value


def _failed(method: ApiMethod, address: str, at: str, because: str, *, certain: bool) -> Verdict:
    """A failing verdict, or what leaves open whether the method is asked at all."""
    if certain and method.reached.items:
        return failed(address, at, because, (method.address, *(one.address for one in method.reached.items)))
    maps = (method.request_models, method.request_parameters)
    parts = [part for held in maps if isinstance(held, Known) for part in held.value.values()]
    holes = (method.reached.rest, method.http_method, *maps, *parts)
    return undecided(method.address, next(hole for hole in holes if isinstance(hole, Unknown)), at)


def _takes_body(method: ApiMethod) -> bool | None:
    return any_of((_is_with_body(method.http_method), _names_model(method.request_models)))


def _is_with_body(verb: Value[str]) -> bool | None:
    return None if isinstance(verb, Unknown) else isinstance(verb, Known) and verb.value.upper() in WITH_BODY


def _names_model(models: Value[dict[str, Any]]) -> bool | None:
    """Whether a body is declared; a model that lets everything through declares none."""
    match models:
        case Known(held):
            return any_of(None if isinstance(name, Unknown) else name != NO_MODEL for name in held.values())
        case Unknown():
            return None
    return False


def _asks_for_parameter(parameters: Value[dict[str, Any]]) -> bool | None:
    """Whether one is required; those that may be left out are declared for the integration only."""
    match parameters:
        case Known(held):
            return any_of(None if isinstance(one, Unknown) else one is True for one in held.values())
        case Unknown():
            return None
    return False


AT = "request_validator_id"
LATER = "${terraform_data.later.output}"


def _api(method: dict[str, Any], **validator: Any) -> dict[str, dict[str, Any]]:
    """An API in front of a function, for the examples."""
    place = {
        "rest_api_id": "${aws_api_gateway_rest_api.orders.id}",
        "resource_id": "${aws_api_gateway_rest_api.orders.root_resource_id}",
        "http_method": method.get("http_method", "POST"),
    }
    return {
        "aws_lambda_function.orders": {},
        "aws_api_gateway_rest_api.orders": {"name": "orders"},
        "aws_api_gateway_request_validator.orders": {"name": "all", "rest_api_id": place["rest_api_id"], **validator},
        "aws_api_gateway_method.orders": {**place, "authorization": "AWS_IAM", **method},
        "aws_api_gateway_integration.orders": {
            **place,
            "type": "AWS_PROXY",
            "integration_http_method": "POST",
            "uri": "${aws_lambda_function.orders.invoke_arn}",
        },
    }


VALIDATED = {AT: "${aws_api_gateway_request_validator.orders.id}"}
BY_ID = {"http_method": "GET", "request_parameters": {"method.request.querystring.id": True}}
BOTH = {"validate_request_body": True, "validate_request_parameters": True}

GUARDRAIL = Guardrail(
    id="LP1009",
    slug="apigw-request-validation",
    title="A REST API validates requests before it hands them to a function.",
    why=(
        "API Gateway can turn away a request that lacks a parameter or whose body is not what the model says. Without a"
        " validator every malformed or hostile request starts the function, which is then the only line of defence."
    ),
    severity=Severity.MEDIUM,
    about=ApiMethod,
    lands_on=("aws_api_gateway_method", "aws_api_gateway_request_validator"),
    documents=(
        Citation("lambda-layers-of-defense", "Synch flow (API GW, AppSync)"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(
        "CKV2_AWS_53",
        "NAG:AwsSolutions-APIG2",
        "CSP:apigatewayRequestValidation",
        "STV:CTL.APIGATEWAY.VALIDATION.001",
    ),
    fix="Give the method a request validator, and a model of its body in request_models.",
    fix_hcl=(
        'resource "aws_api_gateway_request_validator" "all" {\n  name                        = "all"\n'
        "  rest_api_id                 = aws_api_gateway_rest_api.orders.id\n  validate_request_body       = true\n"
        "  validate_request_parameters = true\n}"
    ),
    applies=(
        "To methods of REST APIs that are integrated with a function of the plan and take a body (POST, PUT, PATCH,"
        " ANY, or a model) or require parameters. HTTP and WebSocket APIs cannot validate requests, so there is no"
        " verdict on them: the function has to. How strict a model is, is not looked at."
    ),
    check=check,
    examples=(
        passing("body and parameters", _api(VALIDATED, **BOTH), at=AT),
        passing("parameters of a method without a body", _api({**BY_ID, **VALIDATED}, **BOTH), at=AT),
        failing("no validator", _api({}), at=AT),
        failing("parameters and no validator", _api(BY_ID), at=AT),
        failing(
            "a validator that leaves out the body",
            _api(VALIDATED, validate_request_parameters=True),
            at="validate_request_body",
        ),
        failing(
            "a validator that leaves out parameters",
            _api({**BY_ID, **VALIDATED}, validate_request_body=True),
            at="validate_request_parameters",
        ),
        undecidable("a validator that is known only after apply", _api({AT: LATER}), at=AT),
        undecidable("a validator elsewhere", _api({AT: "a1b2c3"}), at=AT),
        undecidable(
            "a validator that may leave out the body",
            _api(VALIDATED, validate_request_body=LATER),
            at="validate_request_body",
        ),
        undecidable(
            "a parameter that may be required",
            _api({**BY_ID, "request_parameters": {"method.request.querystring.id": LATER}}),
            at=AT,
        ),
        undecidable("a verb that is known only after apply", _api({"http_method": LATER}), at=AT),
        passing(
            "methods that take nothing, or whose parameters may be left out",
            {
                **_api({**VALIDATED}, **BOTH),
                **{
                    f"{kind}.{verb.lower()}": {**body, "http_method": verb, **more}
                    for kind, body in (
                        ("aws_api_gateway_method", _api({})["aws_api_gateway_method.orders"]),
                        ("aws_api_gateway_integration", _api({})["aws_api_gateway_integration.orders"]),
                    )
                    for verb, more in (
                        ("GET", {"request_parameters": {"method.request.querystring.page": False}}),
                        ("DELETE", {"request_models": {"application/json": NO_MODEL}} if "method" in kind else {}),
                    )
                },
            },
        ),
        failing("an update that nothing validates", _api({"http_method": "PUT"}), at=AT),
        failing("a change that nothing validates", _api({"http_method": "PATCH"}), at=AT),
        failing("any method that nothing validates", _api({"http_method": "ANY"}), at=AT),
        failing(
            "a body that is declared for a method that needs none",
            _api({"http_method": "DELETE", "request_models": {"application/json": "Order"}}),
            at=AT,
        ),
        undecidable(
            "models that are known only after apply",
            _api({"http_method": "DELETE", "request_models": LATER}),
            at=AT,
        ),
        undecidable(
            "parameters that are known only after apply",
            _api({"http_method": "GET", "request_parameters": LATER}),
            at=AT,
        ),
        failing(
            "one parameter of two is required",
            _api(
                {
                    "http_method": "GET",
                    "request_parameters": {
                        "method.request.querystring.id": True,
                        "method.request.querystring.page": False,
                    },
                }
            ),
            at=AT,
        ),
        failing(
            "one body of two that is declared",
            _api(
                {
                    "http_method": "DELETE",
                    "request_models": {"application/json": "Order", "text/plain": NO_MODEL},
                }
            ),
            at=AT,
        ),
    ),
)
