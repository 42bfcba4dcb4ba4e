"""LP209: a permission names a role or a service rather than a whole account."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.iam.parties import Kind, party
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Effect, Severity, Verdict


def check(permission: Permission, _: Settings) -> Iterator[Verdict]:
    """Ask whether the principal is an account as a whole."""
    match permission.principal:
        case Known(text, at=at) if party(text).kind is Kind.ACCOUNT:
            because = "The principal is a whole account: whoever administers it decides who may invoke the function."
            yield failed(permission.address, at, because)
        case Known(text, at=at) if party(text).kind is not Kind.ANYONE:
            yield passed(permission.address, at, f"The principal is one {party(text).kind}.")
        case Unknown() as hole:
            yield undecided(permission.address, hole)


INVOKE = {"function_name": "orders", "action": "lambda:InvokeFunction"}

GUARDRAIL = Guardrail(
    id="LP209",
    slug="invoke-account-root-principal",
    title="A permission names a role or a service rather than a whole account.",
    why=(
        "A permission for an account hands the choice to that account: every role there that is allowed to invoke"
        " functions may call this one. Naming the role that calls keeps the choice with the function's owner."
    ),
    severity=Severity.LOW,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(Citation("security-in-lambda-context", "The different security actors in Lambda context"),),
    peers=(),
    fix="Name the role that calls instead of its account.",
    fix_hcl=(
        'resource "aws_lambda_permission" "caller" {\n  action        = "lambda:InvokeFunction"\n'
        "  function_name = aws_lambda_function.orders.function_name\n"
        "  principal     = aws_iam_role.caller.arn\n}"
    ),
    applies="To every permission but those for everyone (*), which LP201 judges.",
    profile="strict",
    effect=Effect.WARN,
    check=check,
    examples=(
        passing("a service", {"aws_lambda_permission.sns": {**INVOKE, "principal": "sns.amazonaws.com"}}, "principal"),
        passing(
            "a role",
            {"aws_lambda_permission.one": {**INVOKE, "principal": "arn:aws:iam::123456789012:role/caller"}},
            "principal",
        ),
        failing(
            "the number of an account",
            {"aws_lambda_permission.one": {**INVOKE, "principal": "123456789012"}},
            "principal",
        ),
        failing(
            "the root of an account",
            {"aws_lambda_permission.one": {**INVOKE, "principal": "arn:aws:iam::123456789012:root"}},
            "principal",
        ),
        undecidable(
            "a principal that is known only after apply",
            {"aws_lambda_permission.one": {**INVOKE, "principal": "${terraform_data.later.output}"}},
            "principal",
        ),
    ),
)
