"""LP116: an execution role does not decide who may use what."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing
from lambda_policies.guardrails.sketches import about_any, allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP116", "No statement manages permissions of resources that it does not name.")


ANY = "s3:PutBucketPolicy"
NARROWED = {"StringEquals": {"aws:ResourceTag/team": "orders"}}
OPEN = {"StringLike": {"aws:PrincipalArn": "*"}}

GUARDRAIL = Guardrail(
    id="LP116",
    slug="exec-role-no-permissions-mgmt",
    title="An execution role does not decide who may use resources that it does not name.",
    why=(
        "Actions such as s3:PutBucketPolicy or kms:PutKeyPolicy decide who else may use a resource. On every"
        " resource, a flaw in one function is enough to publish the data of all, or to let a stranger in for good."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    profile="strict",
    documents=(Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),),
    peers=(
        "CKV_AWS_289",
        "CKV_AWS_109",
        "CS:ResourceExposure",
    ),
    fix="Name the resource whose permissions the function manages, or leave them to the deployment.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "s3:PutObjectAcl"\n      Resource = "${aws_s3_bucket.orders.arn}/*"\n'
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
        passing("named", allowing(ANY, "arn:aws:s3:::orders")),
        passing(
            "one that the plan makes",
            {**deferred({"actions": [ANY], "resources": ["${aws_s3_bucket.own.arn}"]}), "aws_s3_bucket.own": {}},
        ),
        passing("every one, under a condition that narrows it", allowing(ANY, "*", Condition=NARROWED)),
        failing("every one, under a condition that narrows nothing", allowing(ANY, "*", Condition=OPEN), "policy"),
        passing("nothing that manages permissions", allowing("s3:GetObject", "*")),
    ),
)
