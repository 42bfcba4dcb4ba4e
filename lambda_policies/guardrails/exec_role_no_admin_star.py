"""LP104: no policy document of an execution role allows everything on everything."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.sketches import allowing, deferred, document, role_with, statement
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP104", "No statement allows every action on every resource.")


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
    lands_on=LANDS_ON,
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
        '      Action   = ["dynamodb:GetItem", "dynamodb:PutItem"]\n      Resource = aws_dynamodb_table.orders.arn\n'
        "    }]\n  })\n}"
    ),
    applies="Conditions do not excuse a statement: an administrator under a condition is still one.",
    check=check,
    examples=(
        passing(
            "named actions on one table",
            allowing("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/orders"),
        ),
        failing("everything on everything", allowing("*", "*"), at="policy"),
        failing("everything, written with two stars", allowing("*:*", "*"), at="policy"),
        failing(
            "a customer managed policy that is attached",
            {
                "aws_iam_role.orders": {},
                "aws_iam_policy.admin": {"policy": document(statement("*", "*"))},
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
                **deferred(
                    {"actions": ["s3:GetObject"], "resources": ["${aws_s3_bucket.orders.arn}"]},
                    {"actions": ["*"], "resources": ["*"]},
                ),
                "aws_s3_bucket.orders": {},
            },
            at="policy",
        ),
        undecidable("a document with one unknown part", allowing("*", "${terraform_data.later.output}"), at="policy"),
        undecidable(
            "a document that is merged from one that is known only after apply",
            {
                **role_with("${data.aws_iam_policy_document.orders.json}"),
                "data.aws_iam_policy_document.orders": {
                    "source_policy_documents": ["${terraform_data.later.output}"],
                    "statement": [{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::orders/*"]}],
                },
            },
            at="policy",
        ),
        failing(
            "a document with everything, merged from one that is known only after apply",
            {
                **role_with("${data.aws_iam_policy_document.orders.json}"),
                "data.aws_iam_policy_document.orders": {
                    "source_policy_documents": ["${terraform_data.later.output}"],
                    "statement": [{"actions": ["*"], "resources": ["*"]}],
                },
            },
            at="policy",
        ),
        undecidable(
            "a role that is known only after apply",
            {"aws_lambda_function.orders": {"role": "${terraform_data.later.output}"}},
            at="role",
        ),
        undecidable(
            "a role elsewhere",
            {"aws_lambda_function.orders": {"role": "arn:aws:iam::123456789012:role/elsewhere"}},
            at="role",
        ),
        undecidable(
            "everything on everything, for a role that is known only after apply",
            {
                "aws_iam_role_policy.orders": {
                    "role": "${terraform_data.later.output}",
                    "policy": document(statement("*", "*")),
                }
            },
            at="role",
        ),
        failing(
            "everything, in a document that nobody may read",
            {"variable.all": {"value": "*", "sensitive": True}, **allowing("*", "${var.all}", Sid="All")},
            at="policy",
        ),
        failing("everything, in a statement with a name", allowing("*", "*", Sid="All"), at="policy"),
        failing("everything, in a statement without a name", allowing("*", "*", Sid=""), at="policy"),
        undecidable(
            "a managed policy that is known only after apply",
            {
                "aws_iam_role.orders": {},
                "aws_iam_role_policy_attachment.orders": {
                    "role": "${aws_iam_role.orders.name}",
                    "policy_arn": "${terraform_data.later.output}",
                },
            },
            at="policy_arn",
        ),
        undecidable("a document that is none", role_with("{}"), at="policy"),
    ),
)
