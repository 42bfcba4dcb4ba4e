"""LP142: a function that anybody may call does not read or write data stores that nobody named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from lambda_policies.estate.access.aiming import NOBODY
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.openings import Opening, openings
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.guardrails.sketches import allowing, deferred
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Severity, Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.access.role import RoleAccess

STORES = {
    "every bucket": (f"arn:*:s3:::{NOBODY}/{NOBODY}", ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")),
    "every DynamoDB table": (
        f"arn:*:dynamodb:*:*:table/{NOBODY}",
        ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PutItem", "dynamodb:DeleteItem"),
    ),
    "every secret": (f"arn:*:secretsmanager:*:*:secret:{NOBODY}", ("secretsmanager:GetSecretValue",)),
    "every parameter": (f"arn:*:ssm:*:*:parameter/{NOBODY}", ("ssm:GetParameter", "ssm:PutParameter")),
    "every database": (f"arn:*:rds:*:*:cluster:{NOBODY}", ("rds-data:ExecuteStatement",)),
}
"""What holds data, an ARN of it that nobody named, and the actions that read or write it."""


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Ask whether anybody may call the function, and what of all data its role reads and writes."""
    ways = openings(function)
    if not ways:
        return
    access = function.estate.access.of_function(function)
    if isinstance(access, Unknown):
        yield undecided(function.address, access, AT)
        return
    yield _judged(function, ways[0], access)


def _judged(function: Function, way: Opening, access: RoleAccess) -> Verdict:
    asked = [(store, access.may_beyond(actions, (arn,))) for store, (arn, actions) in STORES.items()]
    related = (way.address, access.role.address)
    for store, ruling in asked:
        if ruling.answer:
            action = f"{ruling.request.action} on " if ruling.request else "something with "
            may = f"its role may do {action}{store}, by {ruling.chain}"
            if way.answer:
                because = f"Anybody may call it {way.called}, and {may}."
                return failed(function.address, AT, because, (*related, *ruling.addresses))
            because = f"Whether anybody may call it, by {way.address}, is not known, and {may}."
            return _open(function, way.hole, because, related)
    unsure = next((ruling for _, ruling in asked if ruling.answer is None), None)
    if unsure is None:
        return passed(function.address, AT, "Its role reads and writes what it names alone.")
    because = f"Anybody may call it, or perhaps, by {way.address}. {unsure.sentence}"
    return _open(function, unsure.hole, because, (*related, *unsure.addresses))


def _open(function: Function, hole: Unknown | None, because: str, related: tuple[str, ...]) -> Verdict:
    found = replace(hole or Unknown(), at=AT)
    return replace(undecided(function.address, found, related=related), because=because)


AT = "role"
URL = "aws_lambda_function_url.orders"
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
LATER = "${terraform_data.later.output}"


def _url(resources: dict[str, dict[str, Any]], kind: str = "NONE") -> dict[str, dict[str, Any]]:
    url = {"function_name": "${aws_lambda_function.orders.function_name}", "authorization_type": kind}
    return {**resources, URL: url}


def _route(resources: dict[str, dict[str, Any]], **route: Any) -> dict[str, dict[str, Any]]:
    return {
        **resources,
        "aws_apigatewayv2_api.orders": {"name": "orders", "protocol_type": "HTTP"},
        "aws_apigatewayv2_integration.orders": {
            "api_id": "${aws_apigatewayv2_api.orders.id}",
            "integration_type": "AWS_PROXY",
            "integration_uri": "${aws_lambda_function.orders.invoke_arn}",
        },
        "aws_apigatewayv2_route.orders": {
            "api_id": "${aws_apigatewayv2_api.orders.id}",
            "route_key": "GET /orders",
            "target": "integrations/${aws_apigatewayv2_integration.orders.id}",
            **route,
        },
    }


def _method(resources: dict[str, dict[str, Any]], **method: Any) -> dict[str, dict[str, Any]]:
    place = {
        "rest_api_id": "${aws_api_gateway_rest_api.orders.id}",
        "resource_id": "${aws_api_gateway_rest_api.orders.root_resource_id}",
        "http_method": "POST",
    }
    return {
        **resources,
        "aws_api_gateway_rest_api.orders": {"name": "orders"},
        "aws_api_gateway_method.orders": {**place, "authorization": "NONE", **method},
        "aws_api_gateway_integration.orders": {
            **place,
            "type": "AWS_PROXY",
            "integration_http_method": "POST",
            "uri": "${aws_lambda_function.orders.invoke_arn}",
        },
    }


ALL_OBJECTS = allowing("s3:GetObject", "*")

GUARDRAIL = Guardrail(
    id="LP142",
    slug="public-function-data-exposure",
    title="A function that anybody may call reads and writes only data that its role names.",
    why=(
        "A public function is attacked first, and a mistake in it gives away what its role may read. Where that is"
        " every bucket or table, one request from the internet is all that is between them and everyone."
    ),
    severity=Severity.HIGH,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(Citation("how-to-secure-aws-lambda", "Why is Lambda security critical to running cloud applications?"),),
    peers=("CR:s3_lambda_indirect_exposure", "CSP:lambdaNetworkExposure"),
    fix="Ask callers for a signature or a token, or name in the role's policies the data that the function works on.",
    fix_hcl=(
        'resource "aws_lambda_function_url" "orders" {\n'
        "  function_name      = aws_lambda_function.orders.function_name\n"
        '  authorization_type = "AWS_IAM"\n}'
    ),
    applies=(
        "To functions that anybody may call, or perhaps: through a URL, a route or method that authorises nobody, or a"
        " permission for everyone. Data are objects of S3, items of DynamoDB, secrets, parameters, and databases."
    ),
    profile="strict",
    check=check,
    examples=(
        passing("a URL, and one table", _url(allowing("dynamodb:GetItem", TABLE)), AT),
        passing(
            "a URL, and a table that the plan creates",
            {
                **_url(deferred({"actions": ["dynamodb:*Item"], "resources": ["${aws_dynamodb_table.orders.arn}"]})),
                "aws_dynamodb_table.orders": {},
            },
            AT,
        ),
        failing("a URL, and every object", _url(ALL_OBJECTS), at=AT),
        failing("a URL, and every table", _url(allowing("dynamodb:*", f"{TABLE[:-6]}*")), at=AT),
        failing("a route that authorises nobody, and every object", _route(ALL_OBJECTS), at=AT),
        failing("a method that authorises nobody, and every object", _method(ALL_OBJECTS), at=AT),
        failing(
            "a permission for everyone, and every secret",
            {
                **allowing("secretsmanager:GetSecretValue", "*"),
                "aws_lambda_permission.orders": {
                    "function_name": "${aws_lambda_function.orders.function_name}",
                    "action": "lambda:InvokeFunction",
                    "principal": "*",
                },
            },
            at=AT,
        ),
        undecidable("a URL that is perhaps open, and every object", _url(ALL_OBJECTS, LATER), at=AT),
        undecidable("a URL, and objects that are known only after apply", _url(allowing("s3:GetObject", LATER)), at=AT),
        undecidable(
            "a route whose authorisation is known only after apply, and every object",
            _route(ALL_OBJECTS, authorization_type=LATER),
            at=AT,
        ),
    ),
)
