"""LP303: only pages of websites that are named may call a function URL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.function_url import FunctionUrl
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown, Value, any_of
from lambda_policies.verdicts import Severity, Verdict

EVERYONE = frozenset({"*", "http://*", "https://*"})


def check(url: FunctionUrl, _: Settings) -> Iterator[Verdict]:
    """Look for wildcards; without an origin that is allowed, methods and headers mean nothing."""
    origins, methods, headers = url.cors_allow_origins, url.cors_allow_methods, url.cors_allow_headers
    if isinstance(origins, Absent):
        return
    wild = next((value for value in (methods, headers) if _has_wildcard(value)), None)
    if _has_wildcard(origins):
        yield failed(url.address, origins.at, _every_website(url))
    elif wild is not None and (isinstance(origins, Known) or origins.present):
        what = "method" if wild is methods else "header"
        yield failed(url.address, wild.at, f"Pages of the allowed websites may use every {what}: the list holds *.")
    elif any_of(_has_wildcard(value) for value in (origins, methods, headers)) is False:
        yield passed(url.address, origins.at, "Origins, methods and headers are named.")
    else:
        holes = (hole for value in (origins, methods, headers) for hole in _holes(value))
        yield undecided(url.address, next(holes))


def _has_wildcard(value: Value[list[Any]]) -> bool | None:
    match value:
        case Known(items):
            return any_of(None if isinstance(item, Unknown) else item in EVERYONE for item in items)
        case Unknown():
            return None
    return False


def _every_website(url: FunctionUrl) -> str:
    match url.cors_allow_credentials:
        case Known(True):
            return "Every website may call the function with its visitor's credentials: allow_origins lets all in."
    match url.authorization_type:
        case Known("AWS_IAM"):
            return "Every website may send the function signed calls and read the answers: allow_origins lets all in."
    return "Every website may call the function and read what it answers: allow_origins lets all in."


def _holes(value: Value[list[Any]]) -> Iterator[Unknown]:
    """What of a list is open."""
    match value:
        case Unknown():
            yield value
        case Known(items):
            yield from (item for item in items if isinstance(item, Unknown))


SHOP = "https://shop.example.com"


def _url(**cors: Any) -> dict[str, dict[str, Any]]:
    """A function URL with these cross-origin settings, for the examples."""
    return {"aws_lambda_function_url.orders": {"function_name": "orders", "cors": [cors]}}


GUARDRAIL = Guardrail(
    id="LP303",
    slug="url-cors",
    title="Only websites that are named may call a function URL from a browser.",
    why=(
        "Cross-origin settings decide which websites may call the function from a visitor's browser and read what it"
        " answers. With * every website may, and what the visitor may see, the website sees too."
    ),
    severity=Severity.MEDIUM,
    about=FunctionUrl,
    lands_on=("aws_lambda_function_url",),
    documents=(Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),),
    peers=("CT:CT.LAMBDA.PR.6", "CKV2_AWS_75", "PRW:awslambda_function_url_cors_policy", "STV:CTL.LAMBDA.URL.CORS.001"),
    fix="Name the origins, methods and headers that your website uses.",
    fix_hcl=(
        'resource "aws_lambda_function_url" "orders" {\n  # …\n  cors {\n'
        '    allow_origins = ["https://shop.example.com"]\n    allow_methods = ["GET", "POST"]\n'
        '    allow_headers = ["content-type"]\n  }\n}'
    ),
    applies="To function URLs that allow other websites at all: without allow_origins no browser lets one in.",
    check=check,
    examples=(
        passing("one website", _url(allow_origins=[SHOP], allow_methods=["GET"]), at="cors[0].allow_origins"),
        failing("every website", _url(allow_origins=[SHOP, "*"]), at="cors[0].allow_origins"),
        failing(
            "every website, with credentials",
            _url(allow_origins=["https://*"], allow_credentials=True),
            at="cors[0].allow_origins",
        ),
        failing(
            "every website, without a signature",
            {
                "aws_lambda_function_url.orders": {
                    "function_name": "orders",
                    "authorization_type": "NONE",
                    "cors": [{"allow_origins": ["*"]}],
                }
            },
            at="cors[0].allow_origins",
        ),
        failing("every method", _url(allow_origins=[SHOP], allow_methods=["*"]), at="cors[0].allow_methods"),
        failing("every header", _url(allow_origins=[SHOP], allow_headers=["*"]), at="cors[0].allow_headers"),
        undecidable(
            "a website that is known only after apply",
            _url(allow_origins=["${terraform_data.later.output}"]),
            at="cors[0].allow_origins",
        ),
        undecidable(
            "a method that is known only after apply",
            _url(allow_origins=[SHOP], allow_methods=["${terraform_data.later.output}"]),
            at="cors[0].allow_methods",
        ),
        failing("every website without encryption", _url(allow_origins=["http://*"]), at="cors[0].allow_origins"),
    ),
)
