"""LP117: an execution role changes named resources only."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing
from lambda_policies.guardrails.sketches import about_any, allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP117", "No statement changes resources that it does not name.")


ANY = "sqs:SendMessage"
NARROWED = {"StringEquals": {"aws:ResourceTag/team": "orders"}}
OPEN = {"StringLike": {"aws:PrincipalArn": "*"}}

GUARDRAIL = Guardrail(
    id="LP117",
    slug="exec-role-write-unconstrained",
    title="An execution role changes named resources only.",
    why=(
        "A function that may write everywhere can spoil or delete what other systems rest on, by an attack as by"
        " a mistake. Where the resource is named, the damage ends there."
    ),
    severity=Severity.MEDIUM,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    profile="strict",
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("how-to-secure-aws-lambda", "Why is Lambda security critical to running cloud applications?"),
    ),
    peers=(
        "CKV_AWS_290",
        "CKV_AWS_111",
        "CS:InfrastructureModification",
    ),
    fix="Name the resources that the function writes to.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "dynamodb:PutItem"\n      Resource = aws_dynamodb_table.orders.arn\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To the statements of policies that the plan makes, less what a Deny of the same role, its permissions boundary"
        " or a service control policy takes away."
        " Actions that cannot be limited to a resource, writing logs, and what Lambda does for functions in a VPC do"
        " not count. A condition that narrows a statement is enough."
    ),
    check=check,
    examples=(
        *about_any(ANY),
        passing("named", allowing(ANY, "arn:aws:sqs:us-east-1:123456789012:orders")),
        passing(
            "one that the plan makes",
            {**deferred({"actions": [ANY], "resources": ["${aws_sqs_queue.own.arn}"]}), "aws_sqs_queue.own": {}},
        ),
        passing("every one, under a condition that narrows it", allowing(ANY, "*", Condition=NARROWED)),
        failing("every one, under a condition that narrows nothing", allowing(ANY, "*", Condition=OPEN), "policy"),
        passing("every log", allowing(["logs:CreateLogGroup", "logs:PutLogEvents"], "*")),
        passing(
            "the network interfaces of a function in a VPC",
            allowing(["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"], "*"),
        ),
    ),
)
