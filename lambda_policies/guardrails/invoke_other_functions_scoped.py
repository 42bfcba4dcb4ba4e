"""LP128: an execution role invokes named functions only."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing
from lambda_policies.guardrails.sketches import about_any, allowing
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP128", "No statement invokes a function that it does not name.")


ANY = "lambda:InvokeFunction"
NARROWED = {"StringEquals": {"aws:ResourceTag/team": "orders"}}
OPEN = {"StringLike": {"aws:PrincipalArn": "*"}}

GUARDRAIL = Guardrail(
    id="LP128",
    slug="invoke-other-functions-scoped",
    title="An execution role invokes named functions only.",
    why=(
        "Functions trust each other's input more than a stranger's. A role that may invoke every function carries"
        " a flaw from one to all of them, with whatever event the attacker makes up."
    ),
    severity=Severity.MEDIUM,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    profile="strict",
    documents=(
        Citation("security-in-lambda-context", "Example of ensuring least privilege"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(
        "NAG:LambdaStarPermissions",
        "STV:CTL.IAM.ESCALATE.CONFUSED.LAMBDA.INVOKE.001",
    ),
    fix="Name the ARNs of the functions that it invokes.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "lambda:InvokeFunction"\n      Resource = aws_lambda_function.bills.arn\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To the statements of policies that the plan makes, less what a Deny of the same role, its permissions boundary"
        " or a service control policy takes away."
        " A condition that narrows a statement is enough."
    ),
    check=check,
    examples=(
        *about_any(ANY),
        passing("named", allowing(ANY, "arn:aws:lambda:us-east-1:123456789012:function:bills")),
        passing("every one, under a condition that narrows it", allowing(ANY, "*", Condition=NARROWED)),
        failing("every one, under a condition that narrows nothing", allowing(ANY, "*", Condition=OPEN), "policy"),
        passing(
            "functions by the beginning of their names",
            allowing("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:orders-*"),
        ),
    ),
)
