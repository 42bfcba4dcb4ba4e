"""LP115: an execution role reads named data only."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing
from lambda_policies.guardrails.sketches import about_any, allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP115", "No statement reads data that it does not name.")


ANY = "s3:GetObject"
NARROWED = {"StringEquals": {"aws:ResourceTag/team": "orders"}}
OPEN = {"StringLike": {"aws:PrincipalArn": "*"}}

GUARDRAIL = Guardrail(
    id="LP115",
    slug="exec-role-no-data-exfil",
    title="An execution role reads named data only.",
    why=(
        "Whoever runs code in the function can copy what its role can read. Limited to the function's own tables"
        " and buckets that is bad; without a limit it is all data of the account."
    ),
    severity=Severity.MEDIUM,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    profile="strict",
    documents=(
        Citation("how-to-secure-aws-lambda", "Why is Lambda security critical to running cloud applications?"),
        Citation("how-to-secure-aws-lambda", "Execution role example"),
    ),
    peers=(
        "CKV_AWS_288",
        "CKV_AWS_108",
        "CS:DataExfiltration",
        "TRV:0346",
    ),
    fix="Name the buckets, tables, queues and parameters that the function reads.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "s3:GetObject"\n      Resource = "${aws_s3_bucket.orders.arn}/*"\n'
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
        passing("named", allowing(ANY, "arn:aws:s3:::orders/*")),
        passing(
            "one that the plan makes",
            {**deferred({"actions": [ANY], "resources": ["${aws_s3_bucket.own.arn}/*"]}), "aws_s3_bucket.own": {}},
        ),
        passing("every one, under a condition that narrows it", allowing(ANY, "*", Condition=NARROWED)),
        failing("every one, under a condition that narrows nothing", allowing(ANY, "*", Condition=OPEN), "policy"),
        failing("every bucket", allowing("s3:Get*", "arn:aws:s3:::*/*"), "policy"),
        failing(
            "every table of an account",
            allowing("dynamodb:Query", "arn:aws:dynamodb:us-east-1:123456789012:table/*"),
            "policy",
        ),
    ),
)
