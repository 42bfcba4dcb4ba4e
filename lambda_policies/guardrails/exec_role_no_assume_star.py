"""LP129: an execution role assumes named roles only."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing
from lambda_policies.guardrails.sketches import about_any, allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP129", "No statement lets the function assume a role that it does not name.")


ANY = "sts:AssumeRole"

GUARDRAIL = Guardrail(
    id="LP129",
    slug="exec-role-no-assume-star",
    title="An execution role assumes named roles only.",
    why=(
        "With sts:AssumeRole on every role, the function can wear each role that trusts its account, in this"
        " account and in others, and it is enough that one of them trusts too widely."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    profile="strict",
    documents=(
        Citation("lambda-governance-and-guardrails", "Execution role"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(
        "CS:PrivilegeEscalation",
        "KICS:09c35abf",
        "PRW:iam_no_custom_policy_permissive_role_assumption",
        "CKV_AWS_286",
    ),
    fix="Name the ARNs of the roles that the function assumes.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "sts:AssumeRole"\n      Resource = aws_iam_role.reports.arn\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To the statements of policies that the plan makes, less what a Deny of the same role, its permissions boundary"
        " or a service control policy takes away."
        " Conditions do not excuse a statement. A role that is named may be of another account."
    ),
    check=check,
    examples=(
        *about_any(ANY),
        passing("named", allowing(ANY, "arn:aws:iam::123456789012:role/reports")),
        passing(
            "one that the plan makes",
            {**deferred({"actions": [ANY], "resources": ["${aws_iam_role.own.arn}"]}), "aws_iam_role.own": {}},
        ),
        failing("every role of an account", allowing("sts:AssumeRole", "arn:aws:iam::123456789012:role/*"), "policy"),
    ),
)
