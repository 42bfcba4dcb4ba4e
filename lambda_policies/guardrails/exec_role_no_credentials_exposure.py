"""LP114: an execution role fetches no credentials but those that it names."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing
from lambda_policies.guardrails.sketches import about_any, allowing
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP114", "No statement fetches credentials that it does not name.")


ANY = "rds-db:connect"
NARROWED = {"StringEquals": {"aws:ResourceTag/team": "orders"}}
OPEN = {"StringLike": {"aws:PrincipalArn": "*"}}

GUARDRAIL = Guardrail(
    id="LP114",
    slug="exec-role-no-credentials-exposure",
    title="An execution role fetches no credentials but those that it names.",
    why=(
        "Some actions hand out passwords, tokens and keys of others: of databases, of users, of package stores."
        " What they give works after the function has ended, and from anywhere."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    profile="strict",
    documents=(Citation("how-to-secure-aws-lambda", "Storing and accessing secrets"),),
    peers=(
        "CKV_AWS_287",
        "CKV_AWS_107",
        "CS:CredentialsExposure",
    ),
    fix="Name whose credentials the function fetches, such as one database user.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "rds-db:connect"\n      Resource = "arn:aws:rds-db:us-east-1:123456789012:dbuser:db/orders"\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To the statements of policies that the plan makes, less what a Deny of the same role, its permissions boundary"
        " or a service control policy takes away."
        " Secrets and parameters are judged by LP124, roles by LP129. A condition that narrows a statement is"
        " enough."
    ),
    check=check,
    examples=(
        *about_any(ANY),
        passing("named", allowing(ANY, "arn:aws:rds-db:us-east-1:123456789012:dbuser:db-ABCDEF/orders")),
        passing("every one, under a condition that narrows it", allowing(ANY, "*", Condition=NARROWED)),
        failing("every one, under a condition that narrows nothing", allowing(ANY, "*", Condition=OPEN), "policy"),
    ),
)
