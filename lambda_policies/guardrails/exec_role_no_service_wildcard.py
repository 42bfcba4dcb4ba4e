"""LP105: no policy document of an execution role allows every action of a service."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.sketches import allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP105", "No statement allows every action of a service.")


TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"

GUARDRAIL = Guardrail(
    id="LP105",
    slug="exec-role-no-service-wildcard",
    title="No policy document of an execution role allows every action of a service.",
    why=(
        "`s3:*` is not only reading and writing: it deletes buckets, opens them to the world and turns their logs off."
        " It also takes in whatever AWS adds to the service later."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("security-in-lambda-context", "Example of ensuring least privilege"),
        Citation("lambda-governance-and-guardrails", "Execution role"),
    ),
    peers=(
        "SH:IAM.21",
        "CFG:iam-policy-no-statements-with-full-access",
        "NAG:AwsSolutions-IAM5",
        "CKV2_AWS_40",
        "TRV:0345",
    ),
    fix="Name the actions that the function calls.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = ["s3:GetObject", "s3:PutObject"]\n      Resource = "${aws_s3_bucket.orders.arn}/*"\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "Whatever the resource and the conditions are. Partial wildcards such as `s3:Get*` are another guardrail's, and"
        " so are statements that allow all but some actions."
    ),
    check=check,
    examples=(
        passing("named actions", allowing(["s3:GetObject", "s3:List*"], "arn:aws:s3:::orders/*")),
        passing("a denial of a whole service", allowing("s3:*", "arn:aws:s3:::orders", Effect="Deny")),
        failing("every action of a service", allowing(["logs:PutLogEvents", "s3:*"], "*"), at="policy"),
        failing("every action of a service on one table", allowing("dynamodb:*", TABLE), at="policy"),
        failing("every action of every service", allowing("*", TABLE), at="policy"),
        failing(
            "a deferred document whose resource is unknown",
            {
                **deferred({"actions": ["s3:*"], "resources": ["${aws_s3_bucket.orders.arn}"]}),
                "aws_s3_bucket.orders": {},
            },
            at="policy",
        ),
        undecidable(
            "an action that is known only after apply",
            deferred({"actions": ["${terraform_data.later.output}"], "resources": ["*"]}),
            at="policy",
        ),
        undecidable(
            "a document with one unknown part", allowing("s3:*", "${terraform_data.later.output}"), at="policy"
        ),
    ),
)
