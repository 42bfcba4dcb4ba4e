"""LP302: no permission opens a function URL to everyone."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from lambda_policies.estate.exposure import admits_anyone, is_narrowed, open_narrowing
from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, leading, passed, undecided
from lambda_policies.values import Absent, Known, Unknown, all_of, negate
from lambda_policies.verdicts import Severity, Verdict

URL_ACTION = "lambda:invokefunctionurl"


def check(permission: Permission, _: Settings) -> Iterator[Verdict]:
    """Ask whether the permission is about URLs, for everyone, and without a signature."""
    about_urls = _reaches_urls(permission)
    if about_urls is False:
        return
    public = all_of((admits_anyone(permission), negate(is_narrowed(permission)), _unsigned(permission)))
    at = permission.function_url_auth_type.at
    if public is False:
        yield passed(permission.address, at, "The URL is not open to everyone.")
    elif public and about_urls:
        because = "Everyone on the internet can call this function through its URL, without a signature."
        leads = ("LP201",) if _is_url_action(permission) else ()
        yield leading(failed(permission.address, at, because), *leads)
    else:
        yield undecided(permission.address, _hole(permission))


def _reaches_urls(permission: Permission) -> bool | None:
    match permission.action:
        case Known(action):
            return fnmatchcase(URL_ACTION, action.lower())
    return None


def _is_url_action(permission: Permission) -> bool:
    action = permission.action
    return isinstance(action, Known) and action.value.lower() == URL_ACTION


def _unsigned(permission: Permission) -> bool | None:
    """Whether a request without a signature is let in: AWS takes a type that is not set for any type."""
    match permission.function_url_auth_type:
        case Known(kind):
            return kind != "AWS_IAM"
        case Absent():
            return True
    return None


def _hole(permission: Permission) -> Unknown:
    """What keeps it from being decided."""
    values = (permission.action, permission.principal, permission.function_url_auth_type)
    found = next((value for value in values if isinstance(value, Unknown)), None)
    return found or open_narrowing(permission) or Unknown(permission.action.at)


URL = {"function_name": "orders", "action": "lambda:InvokeFunctionUrl", "principal": "*"}

GUARDRAIL = Guardrail(
    id="LP302",
    slug="url-permission-public",
    title="No permission opens a function URL to everyone.",
    why=(
        "A permission for everyone with the authorisation type NONE is the second half of a public endpoint. It stays"
        " in force when the URL is made private or removed, and opens the next URL of the function again."
    ),
    severity=Severity.CRITICAL,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(
        Citation("how-to-secure-aws-lambda", "Why is Lambda security critical to running cloud applications?"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
    ),
    peers=("CKV_AWS_301", "KICS:e08ed7eb", "PRW:awslambda_function_url_public", "SH:Lambda.1"),
    fix="Set function_url_auth_type to AWS_IAM and name the account or role that may call.",
    fix_hcl=(
        'resource "aws_lambda_permission" "url" {\n  action                 = "lambda:InvokeFunctionUrl"\n'
        "  function_name          = aws_lambda_function.orders.function_name\n"
        '  principal              = "210987654321"\n  function_url_auth_type = "AWS_IAM"\n}'
    ),
    applies="To permissions whose action covers lambda:InvokeFunctionUrl.",
    check=check,
    examples=(
        passing(
            "signed requests of one account",
            {"aws_lambda_permission.url": {**URL, "principal": "210987654321", "function_url_auth_type": "AWS_IAM"}},
        ),
        passing(
            "signed requests of an organisation",
            {
                "aws_lambda_permission.url": {
                    **URL,
                    "principal_org_id": "o-a1b2c3d4e5",
                    "function_url_auth_type": "AWS_IAM",
                }
            },
        ),
        failing(
            "everyone, without a signature",
            {"aws_lambda_permission.url": {**URL, "function_url_auth_type": "NONE"}},
            at="function_url_auth_type",
        ),
        failing(
            "everyone, with no word about signatures", {"aws_lambda_permission.url": URL}, at="function_url_auth_type"
        ),
        undecidable(
            "an authorisation type that is known only after apply",
            {"aws_lambda_permission.url": {**URL, "function_url_auth_type": "${terraform_data.later.output}"}},
            at="function_url_auth_type",
        ),
        passing(
            "signed requests of everyone",
            {"aws_lambda_permission.url": {**URL, "function_url_auth_type": "AWS_IAM"}},
        ),
        passing(
            "a permission that is about no URL",
            {
                "aws_lambda_permission.url": {**URL, "function_url_auth_type": "AWS_IAM"},
                "aws_lambda_permission.direct": {**URL, "action": "lambda:InvokeFunction"},
            },
        ),
        failing(
            "every action", {"aws_lambda_permission.url": {**URL, "action": "lambda:*"}}, at="function_url_auth_type"
        ),
        undecidable(
            "an action that is known only after apply",
            {"aws_lambda_permission.url": {**URL, "action": "${terraform_data.later.output}"}},
            at="action",
        ),
        undecidable(
            "everyone, narrowed by what is known only after apply",
            {"aws_lambda_permission.url": {**URL, "principal_org_id": "${terraform_data.later.output}"}},
            at="principal_org_id",
        ),
    ),
)
