"""LP201: nobody may invoke a function whom nobody named."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.exposure import admits_anyone, is_narrowed, open_narrowing
from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, leading, passed, undecided
from lambda_policies.values import Known, Unknown, all_of, negate
from lambda_policies.verdicts import Severity, Verdict

URL_ONLY = "lambda:invokefunctionurl"


def check(permission: Permission, _: Settings) -> Iterator[Verdict]:
    """Look for a principal that is anyone, and for something that narrows it."""
    at = permission.principal.at
    public = all_of((admits_anyone(permission), negate(is_narrowed(permission))))
    if public:
        because = (
            "Anyone in any AWS account can invoke this function: its principal is everyone and nothing narrows it."
        )
        yield leading(failed(permission.address, at, because), *_leads(permission))
    elif public is False:
        yield passed(permission.address, at, "The principal is somebody who is named, or narrowed.")
    else:
        hole = permission.principal if isinstance(permission.principal, Unknown) else open_narrowing(permission)
        yield leading(undecided(permission.address, hole or Unknown(at)), "LP203", "LP204", "LP208", "LP209", "LP302")


def _leads(permission: Permission) -> tuple[str, ...]:
    """LP302 speaks for a permission that is about function URLs alone."""
    match permission.action:
        case Known(action) if action.lower() != URL_ONLY:
            return ("LP302", "LP205", "LP1311")
    return ("LP205", "LP1311")


ANYONE = {"function_name": "orders", "action": "lambda:InvokeFunction", "principal": "*"}

GUARDRAIL = Guardrail(
    id="LP201",
    slug="invoke-no-public-principal",
    title="Nobody may invoke a function whom nobody named.",
    why=(
        "A permission for the principal `*` lets every AWS account run the function, with input of its own making and"
        " at your cost. Only an organisation, a source or an event source token narrows it."
    ),
    severity=Severity.CRITICAL,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(
        Citation("security-in-lambda-context", "The different security actors in Lambda context"),
        Citation("lambda-governance-and-guardrails", "Lambda access controls"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(
        "SH:Lambda.1",
        "CFG:lambda-function-public-access-prohibited",
        "CKV_AWS_301",
        "KICS:e08ed7eb",
        "REG:FG_R00276",
    ),
    fix="Name the account, role or service; or add principal_org_id.",
    fix_hcl=(
        'resource "aws_lambda_permission" "partner" {\n  action        = "lambda:InvokeFunction"\n'
        '  function_name = aws_lambda_function.orders.function_name\n  principal     = "210987654321"\n}'
    ),
    applies="A permission for a function URL with AWS_IAM is public too: every AWS account may sign a request.",
    check=check,
    examples=(
        passing("a named account", {"aws_lambda_permission.partner": {**ANYONE, "principal": "210987654321"}}),
        passing("an organisation", {"aws_lambda_permission.partner": {**ANYONE, "principal_org_id": "o-a1b2c3d4e5"}}),
        failing("anyone", {"aws_lambda_permission.partner": ANYONE}, at="principal"),
        failing(
            "a source that every account can have",
            {"aws_lambda_permission.partner": {**ANYONE, "source_arn": "arn:aws:sns:*:*:*"}},
            at="principal",
        ),
        undecidable(
            "a principal that is known only after apply",
            {"aws_lambda_permission.partner": {**ANYONE, "principal": "${terraform_data.later.output}"}},
            at="principal",
        ),
        undecidable(
            "anyone, narrowed by what is known only after apply",
            {"aws_lambda_permission.partner": {**ANYONE, "source_account": "${terraform_data.later.output}"}},
            at="source_account",
        ),
        failing(
            "anyone, by the URL",
            {
                "aws_lambda_permission.url": {
                    **ANYONE,
                    "action": "lambda:InvokeFunctionUrl",
                    "function_url_auth_type": "NONE",
                }
            },
            at="principal",
        ),
        failing(
            "anyone, with any action", {"aws_lambda_permission.url": {**ANYONE, "action": "lambda:*"}}, at="principal"
        ),
    ),
)
