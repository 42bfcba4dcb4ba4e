"""LP107: an execution role names the resources of what can be limited to resources."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.sketches import allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP107", "Every action that can be limited to resources is.")


GUARDRAIL = Guardrail(
    id="LP107",
    slug="exec-role-no-resource-star",
    title="An execution role names the resources of what can be limited to resources.",
    why=(
        "On `*` an action reaches every table, bucket and queue of the account, also those of other teams and those to"
        " come. With the account or the bucket left open it may reach into accounts of strangers."
    ),
    severity=Severity.MEDIUM,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("security-in-lambda-context", "Example of ensuring least privilege"),
        Citation("lambda-governance-and-guardrails", "Execution role"),
    ),
    peers=("CKV_AWS_355", "CKV_AWS_356", "NAG:AwsSolutions-IAM5", "NAGR:W11", "NAGR:W12", "NAGR:W13", "TRV:0057"),
    fix="Name the resources, by reference where the plan declares them.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "dynamodb:GetItem"\n      Resource = aws_dynamodb_table.orders.arn\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To `*`, and to a wildcard for the account or in the name of a bucket. Actions that take no resource need `*`,"
        " and so do the network interfaces of functions in a VPC. NotAction, NotResource, secrets and parameters are"
        " other guardrails'. A resource that the plan makes from the ARN of another one counts as named."
    ),
    check=check,
    examples=(
        passing("one table", allowing("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/orders")),
        passing("the objects of one bucket", allowing("s3:GetObject", "arn:aws:s3:::orders/*")),
        passing("an action that takes no resource", allowing(["xray:PutTraceSegments", "s3:ListAllMyBuckets"], "*")),
        passing(
            "the network interfaces of a function in a VPC",
            allowing(["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces"], "*"),
        ),
        passing(
            "a table that the plan creates",
            {
                **deferred({"actions": ["dynamodb:GetItem"], "resources": ["${aws_dynamodb_table.orders.arn}"]}),
                "aws_dynamodb_table.orders": {},
            },
        ),
        failing("every table", allowing("dynamodb:GetItem", "*"), at="policy"),
        failing("an action pattern that takes in more", allowing("s3:List*", "*"), at="policy"),
        failing("every account", allowing("logs:PutLogEvents", "arn:aws:logs:*:*:*"), at="policy"),
        failing("every bucket of a name", allowing("s3:GetObject", "arn:aws:s3:::orders-*/*"), at="policy"),
        undecidable(
            "a resource that is known only after apply",
            deferred({"actions": ["dynamodb:GetItem"], "resources": ["${terraform_data.later.output}"]}),
            at="policy",
        ),
        undecidable(
            "an action that is known only after apply",
            deferred({"actions": ["${terraform_data.later.output}"], "resources": ["*"]}),
            at="policy",
        ),
        undecidable("an action that nobody knows", allowing("dynamodb:GetItems", "*"), at="policy"),
    ),
)
