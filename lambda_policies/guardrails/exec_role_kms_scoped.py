"""LP125: an execution role uses named keys only."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing
from lambda_policies.guardrails.sketches import about_any, allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP125", "No statement uses a key that it does not name.")


ANY = "kms:Decrypt"
NARROWED = {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}
OPEN = {"StringLike": {"aws:PrincipalArn": "*"}}

GUARDRAIL = Guardrail(
    id="LP125",
    slug="exec-role-kms-scoped",
    title="An execution role uses named keys only.",
    why=(
        "A key of one's own keeps data apart only as long as few may use it. A role that may decrypt with every"
        " key reads whatever it gets hold of."
    ),
    severity=Severity.MEDIUM,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    profile="strict",
    documents=(
        Citation("security-in-lambda-context", "Environment Variables"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(
        "SH:KMS.1",
        "SH:KMS.2",
        "CFG:iam-customer-policy-blocked-kms-actions",
        "PRW:iam_inline_policy_no_full_access_to_kms",
    ),
    fix="Name the ARN of the key, or add a condition on kms:ViaService.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "kms:Decrypt"\n      Resource = aws_kms_key.orders.arn\n'
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
        passing("named", allowing(ANY, "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")),
        passing(
            "one that the plan makes",
            {**deferred({"actions": [ANY], "resources": ["${aws_kms_key.own.arn}"]}), "aws_kms_key.own": {}},
        ),
        passing("every one, under a condition that narrows it", allowing(ANY, "*", Condition=NARROWED)),
        failing("every one, under a condition that narrows nothing", allowing(ANY, "*", Condition=OPEN), "policy"),
        failing("every key of an account", allowing("kms:*", "arn:aws:kms:us-east-1:123456789012:key/*"), "policy"),
    ),
)
