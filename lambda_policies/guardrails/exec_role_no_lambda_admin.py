"""LP130: an execution role administers no Lambda functions."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing
from lambda_policies.guardrails.sketches import about_any, allowing, deferred, document, role_with
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP130", "No statement lets the function change Lambda functions.")


ANY = "lambda:UpdateFunctionCode"

GUARDRAIL = Guardrail(
    id="LP130",
    slug="exec-role-no-lambda-admin",
    title="An execution role administers no Lambda functions.",
    why=(
        "A function that can change functions can put code of an attacker where it stays, in itself or in its"
        " neighbours, long after the flaw that let the attacker in is mended. Functions are deployed by a pipeline"
        " with a role of its own."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    profile="strict",
    documents=(
        Citation("lambda-governance-and-guardrails", "Execution role"),
        Citation("lambda-governance-and-guardrails", "AWS CloudTrail"),
    ),
    peers=(
        "CS:PrivilegeEscalation",
        "KICS:c583f0f9",
        "STV:CTL.LAMBDA.UPDATECODE.SCOPE.001",
        "PF:lambda-003",
    ),
    fix="Allow lambda:InvokeFunction on the functions that it calls, and leave deployment to the pipeline.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "lambda:InvokeFunction"\n      Resource = aws_lambda_function.bills.arn\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To the statements of policies that the plan makes, less what a Deny of the same role, its permissions boundary"
        " or a service control policy takes away."
        " To invoke a function is not to administer it."
    ),
    check=check,
    examples=(
        passing("it invokes a function", allowing("lambda:InvokeFunction", "arn:aws:lambda:*:*:function:bills")),
        passing("every action on one bucket", allowing("*", "arn:aws:s3:::orders")),
        passing("it reads what functions there are", allowing(["lambda:List*", "lambda:GetFunction"], "*")),
        failing(
            "the code of one function",
            allowing("lambda:UpdateFunctionCode", "arn:aws:lambda:*:*:function:bills"),
            "policy",
        ),
        failing(
            "a function that the plan makes",
            {
                **deferred({"actions": ["lambda:AddPermission"], "resources": ["${aws_lambda_function.bills.arn}"]}),
                "aws_lambda_function.bills": {"role": "${aws_iam_role.orders.arn}"},
            },
            "policy",
        ),
        failing("every action of Lambda", allowing("lambda:*", "*"), "policy"),
        failing(
            "everything but another service",
            role_with(document({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
            "policy",
        ),
        *about_any(ANY),
    ),
)
