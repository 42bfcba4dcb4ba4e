"""LP706: no function runs longer than allowed, or than its caller waits."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.synchronous_caller import SynchronousCaller
from lambda_policies.guardrails.base import Citation, Guardrail, Parameter, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, leading, passed, undecided
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Severity, Verdict

SECOND = 1000


def check(function: Function, settings: Settings) -> Iterator[Verdict]:
    """Compare the timeout with the maximum and with how long each synchronous caller waits."""
    match function.timeout:
        case Known(timeout, at=at):
            maximum = settings.parameters["maximum"]
            if timeout > maximum:
                because = f"The timeout is {timeout} seconds; at most {maximum} are allowed."
                yield leading(failed(function.address, at, because), "LP710")
            else:
                yield _against_callers(function, timeout, at)
        case Unknown() as hole:
            yield undecided(function.address, hole)


def _against_callers(function: Function, timeout: int, at: str) -> Verdict:
    open_: SynchronousCaller | None = None
    for caller in function.estate.joins.callers_of(function):
        limit = caller.limit
        if isinstance(limit, Known) and limit.value >= timeout * SECOND:
            continue
        if isinstance(limit, Known) and isinstance(caller.function, Known) and caller.waits:
            because = (
                f"The timeout is {timeout} seconds, but {caller.address} waits only {limit.value / SECOND:g}:"
                " the caller gets an error while the function runs on."
            )
            return failed(function.address, at, because, (caller.address,))
        open_ = open_ or caller
    if open_ is None:
        return passed(function.address, at, "The function ends before its callers stop waiting.")
    return undecided(function.address, _hole(open_), at, (open_.address,))


def _hole(caller: SynchronousCaller) -> Unknown:
    """What leaves open whether the caller waits long enough: its limit, whom it calls, or whether it waits at all."""
    values = (caller.limit, caller.function, caller.request_parameters)
    hole = next(value for value in values if isinstance(value, Unknown))
    return Unknown(reason=hole.reason, feeds=(f"{caller.address}.{hole.at}" if hole.at else caller.address,))


URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${aws_lambda_function.orders.arn}/invocations"
INTEGRATION = {
    "rest_api_id": "a1b2c3d4e5",
    "resource_id": "abc123",
    "http_method": "POST",
    "integration_http_method": "POST",
    "type": "AWS_PROXY",
    "uri": URI,
}
HTTP_API = {
    "aws_apigatewayv2_api.orders": {"name": "orders", "protocol_type": "HTTP"},
    "aws_apigatewayv2_integration.orders": {
        "api_id": "${aws_apigatewayv2_api.orders.id}",
        "integration_type": "AWS_PROXY",
        "integration_uri": "${aws_lambda_function.orders.invoke_arn}",
    },
}

GUARDRAIL = Guardrail(
    id="LP706",
    slug="timeout-max",
    title="No function runs longer than allowed, or than its caller waits.",
    why=(
        "A function that hangs is paid for until its timeout and holds a place that another call needs. Where API"
        " Gateway or a load balancer has long given up, the work goes on for nobody, and the client tries again."
    ),
    severity=Severity.MEDIUM,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("how-to-secure-aws-lambda", "Lambda in numbers"),
        Citation("lambda-governance-and-guardrails", "AWS Config"),
    ),
    peers=(
        "CFG:lambda-function-settings-check",
        "STV:CTL.LAMBDA.CONFIG.TIMEOUT.EXCESSIVE.001",
        "STV:CTL.LAMBDA.TIMEOUT.001",
        "STV:CTL.APIGATEWAY.INTEGRATION.TIMEOUT.001",
        "OW:S6",
    ),
    fix="Lower the timeout to what the function needs, below what its caller waits; let long work run asynchronously.",
    fix_hcl='resource "aws_lambda_function" "orders" {\n  timeout = 10\n  # …\n}',
    applies=(
        "To every function. Callers are integrations of API Gateway (29 seconds, 30 for HTTP APIs, or their own"
        " timeout), targets of load balancers (their idle timeout) and AppSync data sources (30 seconds). What an"
        " OpenAPI document wires is not seen."
    ),
    parameters=(Parameter("maximum", 900, "The longest timeout in seconds; AWS allows 900."),),
    check=check,
    examples=(
        passing("a queue worker", {"aws_lambda_function.orders": {"timeout": 900}}),
        passing(
            "ten seconds behind an API",
            {"aws_lambda_function.orders": {"timeout": 10}, "aws_api_gateway_integration.orders": INTEGRATION},
        ),
        passing("thirty seconds behind an HTTP API", {"aws_lambda_function.orders": {"timeout": 30}, **HTTP_API}),
        passing(
            "an integration that does not wait",
            {
                "aws_lambda_function.orders": {"timeout": 300},
                "aws_api_gateway_integration.orders": {
                    **INTEGRATION,
                    "type": "AWS",
                    "request_parameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"},
                },
            },
        ),
        failing("longer than AWS allows", {"aws_lambda_function.orders": {"timeout": 901}}, at="timeout"),
        failing(
            "a minute behind an API",
            {"aws_lambda_function.orders": {"timeout": 60}, "aws_api_gateway_integration.orders": INTEGRATION},
            at="timeout",
        ),
        failing(
            "a minute behind an HTTP API", {"aws_lambda_function.orders": {"timeout": 60}, **HTTP_API}, at="timeout"
        ),
        failing(
            "longer than the integration waits",
            {
                "aws_lambda_function.orders": {"timeout": 10},
                "aws_api_gateway_integration.orders": {**INTEGRATION, "timeout_milliseconds": 5000},
            },
            at="timeout",
        ),
        undecidable(
            "a timeout that is known only after apply",
            {"aws_lambda_function.orders": {"timeout": "${terraform_data.later.output}"}},
            at="timeout",
        ),
        undecidable(
            "an integration whose target is known only after apply",
            {
                "aws_lambda_function.orders": {"timeout": 60},
                "aws_api_gateway_integration.orders": {**INTEGRATION, "uri": "${terraform_data.later.output}"},
            },
            at="timeout",
        ),
        undecidable(
            "a minute behind a request whose parameters are known only after apply",
            {
                "aws_lambda_function.orders": {"timeout": 60},
                "aws_api_gateway_integration.orders": {
                    **INTEGRATION,
                    "type": "AWS",
                    "request_parameters": "${terraform_data.later.output}",
                },
            },
            at="timeout",
        ),
    ),
)
