"""LP1007: an API limits how often it may be called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lambda_policies.estate.models.api_method_settings import ApiMethodSettings
from lambda_policies.estate.models.api_stage import ApiStage
from lambda_policies.estate.presence import is_set
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Known, Unknown, Value, all_of
from lambda_policies.verdicts import Severity, Verdict

EVERY = "*/*"
NAME = "stage_name"
RATE = "default_route_settings[0].throttling_rate_limit"


class Limit(NamedTuple):
    """Whether something limits a whole stage, where that is written, and what leaves it open."""

    holds: bool | None
    address: str
    hole: Unknown


def check(stage: ApiStage, _: Settings) -> Iterator[Verdict]:
    """Ask a stage in front of a function for a rate and a burst that hold for all of it."""
    reached = stage.reached
    if not reached.items and reached.rest is None:
        return
    at = NAME if stage.is_rest else RATE
    limits = list(_of_methods(stage)) if stage.is_rest else [_of_routes(stage)]
    unsure = [limit for limit in limits if limit.holds is None]
    if any(limit.holds for limit in limits):
        yield passed(stage.address, at, "Rate and burst are limited.")
    elif unsure:
        yield undecided(unsure[0].address, unsure[0].hole, related=(stage.address,))
    elif reached.items:
        because = "Nothing limits the whole stage but the account's own limit, which all APIs of a region share."
        yield failed(stage.address, at, because, tuple(one.address for one in reached.items))
    elif reached.rest is not None:
        yield undecided(stage.address, reached.rest, at)


def _of_methods(stage: ApiStage) -> Iterator[Limit]:
    """What the settings of methods say about all methods of a stage of a REST API."""
    for belongs, settings in stage.estate.joins.settings_of(stage):
        path = settings.method_path
        every = None if isinstance(path, Unknown) else isinstance(path, Known) and path.value == EVERY
        limits = (settings.settings_throttling_burst_limit, settings.settings_throttling_rate_limit)
        yield _limit(settings.address, (belongs, every), (*limits, path, settings.stage_name))


def _of_routes(stage: ApiStage) -> Limit:
    """What a stage of an HTTP or WebSocket API says about all its routes."""
    limits = (
        stage.default_route_settings_throttling_burst_limit,
        stage.default_route_settings_throttling_rate_limit,
    )
    return _limit(stage.address, (), limits)


def _limit(address: str, known: tuple[bool | None, ...], values: tuple[Value[Any], ...]) -> Limit:
    holds = all_of((*known, *map(is_set, values)))
    hole = next((value for value in values if isinstance(value, Unknown)), Unknown(values[-1].at))
    return Limit(holds, address, hole)


LATER = "${terraform_data.later.output}"


def _rest(settings: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    """A REST API in front of a function, for the examples."""
    api = {"rest_api_id": "${aws_api_gateway_rest_api.orders.id}"}
    place = {**api, "resource_id": "${aws_api_gateway_rest_api.orders.root_resource_id}", "http_method": "GET"}
    found: dict[str, dict[str, Any]] = {
        "aws_lambda_function.orders": {},
        "aws_api_gateway_rest_api.orders": {"name": "orders"},
        "aws_api_gateway_integration.orders": {
            **place,
            "type": "AWS_PROXY",
            "integration_http_method": "POST",
            "uri": "${aws_lambda_function.orders.invoke_arn}",
        },
        "aws_api_gateway_stage.prod": {**api, "stage_name": "prod", "deployment_id": "a1b2c3"},
    }
    if settings is not None:
        found["aws_api_gateway_method_settings.all"] = {**api, "stage_name": "prod", **settings}
    return found


def _http(**settings: Any) -> dict[str, dict[str, Any]]:
    """An HTTP API in front of a function, for the examples."""
    api = {"api_id": "${aws_apigatewayv2_api.orders.id}"}
    return {
        "aws_lambda_function.orders": {},
        "aws_apigatewayv2_api.orders": {"name": "orders", "protocol_type": "HTTP"},
        "aws_apigatewayv2_integration.orders": {
            **api,
            "integration_type": "AWS_PROXY",
            "integration_uri": "${aws_lambda_function.orders.invoke_arn}",
        },
        "aws_apigatewayv2_stage.prod": {**api, "name": "$default", "default_route_settings": [settings]},
    }


LIMITS = {"throttling_burst_limit": 50, "throttling_rate_limit": 100}

GUARDRAIL = Guardrail(
    id="LP1007",
    slug="apigw-throttling",
    title="An API in front of a function limits how often it may be called.",
    why=(
        "Without a limit of its own an API takes as many calls as the account allows in a region, which is shared: a"
        " flood of calls on one API starts functions, costs money and leaves nothing for the other APIs."
    ),
    severity=Severity.MEDIUM,
    about=ApiStage,
    lands_on=(*ApiStage.TYPES, *ApiMethodSettings.TYPES),
    documents=(
        Citation("lambda-layers-of-defense", "Synch flow (API GW, AppSync)"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=("NAG:APIGWDefaultThrottling", "SRV:ES2003", "STV:CTL.APIGATEWAY.THROTTLE.001"),
    fix="Set a rate and a burst for all methods of the stage, or for its routes by default.",
    fix_hcl=(
        'resource "aws_api_gateway_method_settings" "all" {\n'
        "  rest_api_id = aws_api_gateway_rest_api.orders.id\n"
        "  stage_name  = aws_api_gateway_stage.prod.stage_name\n"
        '  method_path = "*/*"\n\n  settings {\n    throttling_rate_limit  = 100\n'
        "    throttling_burst_limit = 50\n  }\n}"
    ),
    applies=(
        "To stages of APIs that reach a function of the plan. Limits of single methods or routes, and those that a"
        " usage plan sets for the holders of its keys, do not stand for the whole stage."
    ),
    check=check,
    examples=(
        passing("limits for all methods", _rest({"method_path": EVERY, "settings": [LIMITS]}), at=NAME),
        passing("limits for all routes", _http(**LIMITS), at=RATE),
        failing("a REST API without settings", _rest(None), at=NAME),
        failing(
            "settings without limits", _rest({"method_path": EVERY, "settings": [{"metrics_enabled": True}]}), NAME
        ),
        failing("limits for one method", _rest({"method_path": "orders/GET", "settings": [LIMITS]}), at=NAME),
        failing("an HTTP API without limits", _http(detailed_metrics_enabled=True), at=RATE),
        failing("an HTTP API without a rate", _http(throttling_burst_limit=50), at=RATE),
        undecidable(
            "a rate that is known only after apply",
            _rest({"method_path": EVERY, "settings": [{**LIMITS, "throttling_rate_limit": LATER}]}),
            at="settings[0].throttling_rate_limit",
        ),
        undecidable(
            "settings of a stage that is known only after apply",
            _rest({"method_path": EVERY, "settings": [LIMITS], "stage_name": LATER}),
            at="stage_name",
        ),
        undecidable(
            "a rate of routes that is known only after apply",
            _http(throttling_burst_limit=50, throttling_rate_limit=LATER),
            RATE,
        ),
        undecidable(
            "an integration whose target is known only after apply",
            {
                **_rest(None),
                "aws_api_gateway_integration.orders": {
                    **_rest(None)["aws_api_gateway_integration.orders"],
                    "uri": LATER,
                },
            },
            at=NAME,
        ),
        undecidable(
            "settings whose path is known only after apply",
            _rest({"method_path": LATER, "settings": [LIMITS]}),
            at="method_path",
        ),
        passing(
            "an API that reaches no function",
            {
                **_rest({"method_path": EVERY, "settings": [LIMITS]}),
                "aws_api_gateway_rest_api.site": {"name": "site"},
                "aws_api_gateway_stage.site": {
                    "rest_api_id": "${aws_api_gateway_rest_api.site.id}",
                    "stage_name": "site",
                    "deployment_id": "a1b2c3",
                },
            },
            at="stage_name",
        ),
        undecidable(
            "limits of methods that are known only after apply",
            _rest({"method_path": LATER, "settings": [LIMITS]}),
            at="method_path",
        ),
    ),
)
