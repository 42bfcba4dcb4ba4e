"""LP206: a permission for API Gateway names the route that calls."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.exposure import service_of
from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, shown, undecided
from lambda_policies.iam.arns import parse_arn
from lambda_policies.iam.globs import is_everything
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Severity, Verdict

GATEWAY = "apigateway"
ROUTE = 2
"""Where the method or route stands in ``api/stage/METHOD/path``."""


def check(permission: Permission, _: Settings) -> Iterator[Verdict]:
    """Look for the method and the path, or the route key, behind API and stage."""
    match service_of(permission), permission.source_arn:
        case Known(service), Known(text, at=at) if service == GATEWAY:
            if _names_route(text):
                yield passed(permission.address, at, "The route that calls is named.")
            else:
                because = (
                    f"The source ARN {shown(permission.source_arn)} admits every route of the API, also later ones."
                )
                yield failed(permission.address, at, because)
        case Known(service), Unknown() as hole if service == GATEWAY:
            yield undecided(permission.address, hole)
        case Unknown(), Known(text, at=at) if _names_route(text):
            yield passed(permission.address, at, "Whoever it is, a route is named.")
        case Unknown() as hole, (Known() | Unknown()):
            yield undecided(permission.address, hole)


def _names_route(text: str) -> bool:
    arn = parse_arn(text)
    if arn is None:
        return False
    route = arn.resource.split("/")[ROUTE:]
    return any(part and not is_everything(part) for part in route)


API = {"function_name": "orders", "action": "lambda:InvokeFunction", "principal": "apigateway.amazonaws.com"}


def _arn(route: str) -> dict[str, dict[str, str]]:
    arn = f"arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5{route}"
    return {"aws_lambda_permission.api": {**API, "source_arn": arn}}


GUARDRAIL = Guardrail(
    id="LP206",
    slug="invoke-apigw-source-scoped",
    title="A permission for API Gateway names the route that calls.",
    why=(
        "A permission for every route of an API lets routes reach the function that do not exist yet: whoever adds one,"
        " without authorisation perhaps, needs no change to the function's own policy."
    ),
    severity=Severity.MEDIUM,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(Citation("lambda-layers-of-defense", "Ideas to be documented"),),
    peers=("KICS:3ef8696c", "STV:CTL.APIGATEWAY.INTEGRATION.LAMBDA.SCOPE.001"),
    fix="Put stage, method and path of the route behind the API's execution ARN.",
    fix_hcl=(
        'resource "aws_lambda_permission" "api" {\n  action        = "lambda:InvokeFunction"\n'
        "  function_name = aws_lambda_function.orders.function_name\n"
        '  principal     = "apigateway.amazonaws.com"\n'
        '  source_arn    = "${aws_apigatewayv2_api.orders.execution_arn}/prod/POST/orders"\n}'
    ),
    applies="To permissions for API Gateway that have a source ARN; the stage may be any.",
    profile="strict",
    check=check,
    examples=(
        passing("one route", _arn("/prod/POST/orders"), "source_arn"),
        passing("one path, whatever the stage and the method", _arn("/*/*/orders"), "source_arn"),
        passing("the default route of an HTTP API", _arn("/*/$default"), "source_arn"),
        failing("every stage and route", _arn("/*/*"), "source_arn"),
        failing("every stage, method and path", _arn("/*/*/*"), "source_arn"),
        failing("the API alone", _arn(""), "source_arn"),
        failing("everything", {"aws_lambda_permission.api": {**API, "source_arn": "*"}}, "source_arn"),
        undecidable(
            "an API that the plan creates, with a suffix that the plan does not show",
            {
                "aws_apigatewayv2_api.orders": {"name": "orders", "protocol_type": "HTTP"},
                "aws_lambda_permission.api": {
                    **API,
                    "source_arn": "${aws_apigatewayv2_api.orders.execution_arn}/*/*",
                },
            },
            "source_arn",
        ),
        passing(
            "one route, for a service that is known only after apply",
            {
                "aws_lambda_permission.api": {
                    **API,
                    "principal": "${terraform_data.later.output}",
                    "source_arn": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/POST/orders",
                }
            },
            "source_arn",
        ),
        undecidable(
            "a service that is known only after apply",
            {
                "aws_lambda_permission.api": {
                    **API,
                    "principal": "${terraform_data.later.output}",
                    "source_arn": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*/*",
                }
            },
            "principal",
        ),
    ),
)
