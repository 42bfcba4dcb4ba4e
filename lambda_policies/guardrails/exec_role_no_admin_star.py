"""LP104: no policy document of an execution role allows everything on everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.grants import Grant
from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, malformed, passed, undecided
from lambda_policies.iam.arns import managed_policy_name
from lambda_policies.iam.document import Document
from lambda_policies.iam.questions import grants_everything
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    if isinstance(execution.role, Unknown) and execution.functions:
        yield undecided(execution.address, execution.role)
    for grant in execution.grants:
        if not _is_managed_by_aws(grant):
            yield _judged(grant, execution)


def _judged(grant: Grant, execution: ExecutionRole) -> Verdict:
    related = tuple(one for one in (grant.via, execution.address) if one and one != grant.address)
    match grant.document:
        case Unknown() as hole:
            return undecided(grant.address, hole, grant.at, related)
        case Known(document):
            answers = [(grants_everything(statement), statement.index) for statement in document.statements.items]
            bad = next((index for answer, index in answers if answer), None)
            if bad is not None and isinstance(execution.role, Unknown):
                return undecided(execution.address, execution.role, related=related)
            if bad is not None:
                because = f"Statement {bad + 1} of the policy document allows every action on every resource."
                return failed(grant.address, grant.at, because, related)
            hole = _hole(document, any(answer is None for answer, _ in answers), grant.at)
            if hole is not None:
                return undecided(grant.address, hole, grant.at, related)
            return passed(grant.address, grant.at, "No statement allows every action on every resource.")
    return malformed(grant.address, grant.at, grant.malformed)


def _hole(document: Document, open_: bool, at: str) -> Unknown | None:  # noqa: FBT001
    """What keeps the document from being decided."""
    return document.statements.rest or (Unknown(at) if open_ else None)


def _is_managed_by_aws(grant: Grant) -> bool:
    """AWS's own policies are judged by name, by other guardrails."""
    return isinstance(grant.policy_arn, Known) and managed_policy_name(grant.policy_arn.value) is not None


def _role_with(policy: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A function whose role has the policy document *policy*, for the examples."""
    return {
        "aws_iam_role.orders": {},
        "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
        "aws_iam_role_policy.orders": {"role": "${aws_iam_role.orders.name}", "policy": policy},
    }


def _allowing(action: str, resource: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {"jsonencode": {"Version": "2012-10-17", "Statement": [statement]}}


GUARDRAIL = Guardrail(
    id="LP104",
    slug="exec-role-no-admin-star",
    title="No policy document of an execution role allows every action on every resource.",
    why=(
        "With `*` on `*`, one flaw in the function's code or in one of its libraries is the whole account: whoever runs"
        " code in the function can read every secret, delete every table and make themselves administrator."
    ),
    severity=Severity.CRITICAL,
    about=ExecutionRole,
    lands_on=(
        "aws_iam_role_policy",
        "aws_iam_policy",
        "aws_iam_role",
        "aws_iam_role_policy_attachment",
        "aws_lambda_function",
    ),
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("lambda-governance-and-guardrails", "Execution role"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
    ),
    peers=(
        "SH:IAM.1",
        "CKV_AWS_1",
        "CKV_AWS_49",
        "CKV_AWS_62",
        "CKV_AWS_63",
        "TRV:0057",
        "KICS:1b3af2f9",
        "NAGR:F3",
        "CIS:4.9",
    ),
    fix="Allow the actions that the function calls, on the resources that it calls them on.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = ["dynamodb:GetItem", "dynamodb:PutItem"]\n      Resource = aws_dynamodb_table.orders.arn\n    }]\n  })\n}'
    ),
    applies="Conditions do not excuse a statement: an administrator under a condition is still one.",
    check=check,
    examples=(
        passing(
            "named actions on one table",
            _role_with(_allowing("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/orders")),
        ),
        failing("everything on everything", _role_with(_allowing("*", "*")), at="policy"),
        failing("everything, written with two stars", _role_with(_allowing("*:*", "*")), at="policy"),
        failing(
            "a customer managed policy that is attached",
            {
                "aws_iam_role.orders": {},
                "aws_iam_policy.admin": {"policy": _allowing("*", "*")},
                "aws_iam_role_policy_attachment.orders": {
                    "role": "${aws_iam_role.orders.name}",
                    "policy_arn": "${aws_iam_policy.admin.arn}",
                },
            },
            at="policy",
        ),
        failing(
            "a deferred policy document whose statement is readable",
            {
                "aws_iam_role.orders": {},
                "data.aws_iam_policy_document.orders": {
                    "statement": [
                        {"actions": ["s3:GetObject"], "resources": ["${aws_s3_bucket.orders.arn}"]},
                        {"actions": ["*"], "resources": ["*"]},
                    ]
                },
                "aws_s3_bucket.orders": {},
                "aws_iam_role_policy.orders": {
                    "role": "${aws_iam_role.orders.name}",
                    "policy": "${data.aws_iam_policy_document.orders.json}",
                },
            },
            at="policy",
        ),
        undecidable(
            "a document with one unknown part",
            _role_with(_allowing("*", "${terraform_data.later.output}")),
            at="policy",
        ),
    ),
)
