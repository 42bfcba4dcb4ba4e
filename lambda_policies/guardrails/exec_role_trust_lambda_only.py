"""LP103: only the Lambda service can assume an execution role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.estate.models.role import Role
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, leading, malformed, passed, undecided
from lambda_policies.guardrails.sketches import document, statement
from lambda_policies.guardrails.statements import LINT
from lambda_policies.iam.trust import Gap, Trust, trust_gaps
from lambda_policies.values import Absent, Known, Reason, Unknown
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, settings: Settings) -> Iterator[Verdict]:
    """Look for anyone beside Lambda in the role's trust document."""
    match execution.role:
        case Known(role):
            yield _judged(role, settings)
        case Unknown() as hole if execution.functions:
            yield undecided(execution.address, hole)


def _judged(role: Role, settings: Settings) -> Verdict:
    at = role.assume_role_policy.at
    match role.trust:
        case Unknown() as hole:
            return leading(undecided(role.address, hole), *LINT)
        case Absent():
            return malformed(role.address, at, "the trust document cannot be read")
        case Known(document, sensitive=hidden):
            edge = True if role.estate.plan.by_type.get("aws_cloudfront_distribution") else None
            gaps = trust_gaps(document, Trust(settings.accounts | settings.trusted_accounts, edge))
            if not gaps:
                return passed(role.address, at, "Only Lambda, or a trusted account, can assume this role.")
            if gaps[0].certain:
                who = "lets in somebody beside Lambda (sensitive)" if hidden else gaps[0].because
                because = f"The trust document {who}. A role of a function is for Lambda alone."
                return failed(role.address, at, because)
            verdict = undecided(role.address, gaps[0].hole or Unknown(at, Reason.OUTSIDE), at)
            if gaps[0].hole:
                return leading(verdict, *LINT)
            return verdict if hidden else replace(verdict, because=_doubtful(gaps[0]))


def _doubtful(gap: Gap) -> str:
    return f"The trust document {gap.because}; whether that belongs here, neither plan nor configuration says."


def trusting(principal: dict[str, Any]) -> dict[str, Any]:
    """A role that *principal* can assume, for the examples."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    return {"assume_role_policy": {"jsonencode": {"Version": "2012-10-17", "Statement": [statement]}}}


SENDS = document(statement("sqs:SendMessage", "*"))

GUARDRAIL = Guardrail(
    id="LP103",
    slug="exec-role-trust-lambda-only",
    title="Only the Lambda service can assume an execution role.",
    why=(
        "The trust document of a role says who may wear its permissions. Anyone there beside Lambda gets everything"
        " that the function can do, without the function's code and its logs."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=("aws_iam_role", "aws_lambda_function"),
    documents=(
        Citation("security-in-lambda-context", "The different security actors in Lambda context"),
        Citation("security-overview-of-aws-lambda", "Execution role"),
    ),
    peers=("CKV_AWS_60", "CKV_AWS_61", "NAGR:F2", "KICS:12b7e704", "KICS:bcdcbdc6", "REG:FG_R00219"),
    fix="Leave lambda.amazonaws.com as the only principal, with sts:AssumeRole as the only action.",
    fix_hcl=(
        'data "aws_iam_policy_document" "lambda_trust" {\n  statement {\n    actions = ["sts:AssumeRole"]\n\n'
        '    principals {\n      type        = "Service"\n      identifiers = ["lambda.amazonaws.com"]\n    }\n  }\n}'
    ),
    applies=(
        "Lambda@Edge's service is accepted where the plan holds a CloudFront distribution. Whether another account is"
        " foreign is known only where your own accounts are."
    ),
    check=check,
    examples=(
        passing("trust in Lambda alone", {"aws_iam_role.orders": trusting({"Service": "lambda.amazonaws.com"})}),
        failing(
            "EC2 can assume the role too",
            {"aws_iam_role.orders": trusting({"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]})},
            at="assume_role_policy",
        ),
        failing(
            "anyone can assume the role of a function",
            {
                "aws_iam_role.orders": trusting({"AWS": "*"}),
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
        undecidable(
            "Lambda@Edge, with no CloudFront distribution in the plan",
            {"aws_iam_role.orders": trusting({"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]})},
            at="assume_role_policy",
        ),
        undecidable(
            "a principal that is known only after apply",
            {
                "aws_iam_role.orders": trusting({"Service": "${terraform_data.later.output}"}),
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
        undecidable(
            "an account, where nobody says which are one's own",
            {
                "aws_iam_role.orders": trusting({"AWS": "arn:aws:iam::210987654321:root"}),
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
        undecidable(
            "a role that is known only after apply",
            {"aws_lambda_function.orders": {"role": "${terraform_data.later.output}"}},
            at="role",
        ),
        undecidable(
            "a trust document that is none",
            {
                "aws_iam_role.orders": {"assume_role_policy": "{}"},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
        passing(
            "a policy whose role is known only after apply",
            {
                "aws_iam_role.orders": trusting({"Service": "lambda.amazonaws.com"}),
                "aws_iam_role_policy.other": {
                    "role": "${terraform_data.later.output}",
                    "policy": document(statement("sqs:SendMessage", "*")),
                },
            },
        ),
        undecidable(
            "a document with a principal that is known only after apply",
            {
                "data.aws_iam_policy_document.trust": {
                    "statement": [
                        {
                            "actions": ["sts:AssumeRole"],
                            "principals": [{"type": "Service", "identifiers": ["${terraform_data.later.output}"]}],
                        }
                    ]
                },
                "aws_iam_role.orders": {"assume_role_policy": "${data.aws_iam_policy_document.trust.json}"},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
        undecidable(
            "an account in a document that nobody may read",
            {
                "variable.account": {"value": "210987654321", "sensitive": True},
                "aws_iam_role.orders": trusting({"AWS": "arn:aws:iam::${var.account}:root"}),
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
    ),
)
