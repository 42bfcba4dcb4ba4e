"""LP113: an execution role passes named roles only, to services that it names."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.sketches import allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP113", "No statement passes a role that is not named, or to any service.")


ROLE = "arn:aws:iam::123456789012:role/task"
TO_TASKS = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}

GUARDRAIL = Guardrail(
    id="LP113",
    slug="exec-role-no-passrole-star",
    title="An execution role passes named roles only, to services that it names.",
    why=(
        "Who may pass any role can start a machine or a function as an administrator, and so becomes one. Most known"
        " ways from a small permission to the whole account begin with iam:PassRole on `*`."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    documents=(
        Citation("lambda-governance-and-guardrails", "Execution role"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(
        "NAGR:F38",
        "NAGR:F39",
        "GRD:IAM_ROLE_NO_WILDCARD_RESOURCE_ON_PASSROLE",
        "KICS:e39bee8c",
        "TRV:0342",
        "CKV_AWS_110",
        "CKV_AWS_286",
    ),
    fix="Name the role, and the service that gets it in a condition on iam:PassedToService.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "iam:PassRole"\n      Resource = aws_iam_role.task.arn\n'
        '      Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To whatever covers iam:PassRole on a role: the action itself, `iam:*`, or all but other actions. A role that"
        " the plan makes counts as named."
    ),
    check=check,
    examples=(
        passing("one role for one service", allowing("iam:PassRole", ROLE, Condition=TO_TASKS)),
        passing("no word about passing roles", allowing("iam:GetRole", "*")),
        passing("every action on one table", allowing("*", "arn:aws:dynamodb:us-east-1:123456789012:table/orders")),
        passing(
            "a role that the plan makes",
            {
                **deferred(
                    {
                        "actions": ["iam:PassRole"],
                        "resources": ["${aws_iam_role.task.arn}"],
                        "condition": [
                            {
                                "test": "StringEquals",
                                "variable": "iam:PassedToService",
                                "values": ["ecs-tasks.amazonaws.com"],
                            }
                        ],
                    }
                ),
                "aws_iam_role.task": {},
            },
        ),
        failing("any role", allowing("iam:PassRole", "*", Condition=TO_TASKS), at="policy"),
        failing("every role under a path", allowing("iam:Pass*", f"{ROLE}-*", Condition=TO_TASKS), at="policy"),
        failing("a role for any service", allowing("iam:PassRole", ROLE), at="policy"),
        failing(
            "a role for any service, after a condition on something else",
            allowing("iam:PassRole", ROLE, Condition={"StringEquals": {"aws:RequestedRegion": "us-east-1"}}),
            at="policy",
        ),
        undecidable(
            "a role that is known only after apply",
            deferred(
                {
                    "actions": ["iam:PassRole"],
                    "resources": ["${terraform_data.later.output}"],
                    "condition": [
                        {
                            "test": "StringEquals",
                            "variable": "iam:PassedToService",
                            "values": ["ecs-tasks.amazonaws.com"],
                        }
                    ],
                }
            ),
            at="policy",
        ),
    ),
)
