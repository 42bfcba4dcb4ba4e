"""LP204: a source whose ARN names no account is named with its account."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.data.services import arn_lacks_account
from lambda_policies.estate.exposure import service_of
from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Severity, Verdict


def check(permission: Permission, _: Settings) -> Iterator[Verdict]:
    """Ask a permission for such a service for its source account."""
    match service_of(permission), permission.source_account:
        case Known(service), _ if not arn_lacks_account(service):
            return
        case ((Known() | Unknown()), Known(at=at)):
            yield passed(permission.address, at, "The source account is named.")
        case ((Known() | Unknown()), Unknown(at=at, present=True)):
            yield passed(permission.address, at, "The source account is named.")
        case Known(service), Absent(at=at):
            because = (
                f"Resources of {service} carry no account in their ARN, and source_account is not set:"
                " whoever owns the name next may call."
            )
            yield failed(permission.address, at, because)
        case Known(), Unknown() as hole:
            yield undecided(permission.address, hole)
        case Unknown() as hole, _:
            yield undecided(permission.address, hole)


S3 = {
    "function_name": "orders",
    "action": "lambda:InvokeFunction",
    "principal": "s3.amazonaws.com",
    "source_arn": "arn:aws:s3:::orders",
}

GUARDRAIL = Guardrail(
    id="LP204",
    slug="invoke-s3-source-account",
    title="A source whose ARN names no account is named with its account.",
    why=(
        "The ARN of a bucket holds no account. When a bucket is deleted, anyone can take its name and call the function"
        " with events of their own, unless the permission names the account too."
    ),
    severity=Severity.HIGH,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(
        Citation("how-to-secure-aws-lambda", "Resource policy example"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
    ),
    peers=("SH:Lambda.1", "CFG:lambda-function-public-access-prohibited", "REG:FG_R00499", "LINT:W3663"),
    fix="Add source_account beside source_arn.",
    fix_hcl=(
        'resource "aws_lambda_permission" "s3" {\n  action         = "lambda:InvokeFunction"\n'
        "  function_name  = aws_lambda_function.orders.function_name\n"
        '  principal      = "s3.amazonaws.com"\n  source_arn     = aws_s3_bucket.orders.arn\n'
        "  source_account = data.aws_caller_identity.current.account_id\n}"
    ),
    applies="To permissions for S3 and other services whose resources carry no account in their ARN.",
    check=check,
    examples=(
        passing("bucket and account", {"aws_lambda_permission.s3": {**S3, "source_account": "123456789012"}}),
        failing("the bucket alone", {"aws_lambda_permission.s3": S3}, at="source_account"),
        undecidable(
            "an account that is known only after apply, and may be null",
            {"aws_lambda_permission.s3": {**S3, "source_account": "${terraform_data.later.output}"}},
            at="source_account",
        ),
        passing(
            "a service whose ARNs name the account",
            {
                "aws_lambda_permission.sns": {**S3, "principal": "sns.amazonaws.com"},
                "aws_lambda_permission.s3": {**S3, "source_account": "123456789012"},
            },
        ),
        passing(
            "an account of a service that is known only after apply",
            {
                "aws_lambda_permission.s3": {
                    **S3,
                    "principal": "${terraform_data.later.output}",
                    "source_account": "123456789012",
                }
            },
            at="source_account",
        ),
        undecidable(
            "a service that is known only after apply",
            {"aws_lambda_permission.s3": {**S3, "principal": "${terraform_data.later.output}"}},
            at="principal",
        ),
        passing(
            "an account that is known only after apply and certainly set",
            {
                "aws_iam_role.orders": {},
                "aws_lambda_permission.s3": {**S3, "source_account": '${split(":", aws_iam_role.orders.arn)[4]}'},
            },
            at="source_account",
        ),
        passing(
            "an account that is certainly set, of a service that is known only after apply",
            {
                "aws_iam_role.orders": {},
                "aws_lambda_permission.s3": {
                    **S3,
                    "principal": "${terraform_data.later.output}",
                    "source_account": '${split(":", aws_iam_role.orders.arn)[4]}',
                },
            },
            at="source_account",
        ),
    ),
)
