"""LP110: no AWS managed policy that opens whole services is attached to an execution role."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.data.managed_policies import is_service_wide
from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.attachments import judged_by_name
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import shown
from lambda_policies.guardrails.sketches import allowing, attaching
from lambda_policies.guardrails.statements import LANDS_ON
from lambda_policies.values import Known
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Look at the name of each managed policy, whatever attaches it."""
    yield from judged_by_name(execution, _wrong, "It opens no whole service.")


def _wrong(name: str) -> str:
    if not is_service_wide(name):
        return ""
    return f"AWS made {shown(Known(name))} for whole services or for a person's job, not for what one function does."


AWS = "arn:aws:iam::aws:policy"

GUARDRAIL = Guardrail(
    id="LP110",
    slug="exec-role-no-fullaccess-managed-policy",
    title="No AWS managed policy that opens whole services is attached to an execution role.",
    why=(
        "Policies such as AmazonS3FullAccess are made for people and for trying things out: they allow everything of a"
        " service, on everything that the account has there, now and later."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("security-in-lambda-context", "Policies best practices"),
    ),
    peers=("GRD:IAM_ROLE_ELEVATED_MANAGED_POLICY_RULE", "NAGR:W44", "CKV2_AWS_56", "NAG:AwsSolutions-IAM4"),
    fix="Attach a policy of your own that names what the function does, and on what.",
    fix_hcl=(
        'resource "aws_iam_policy" "orders" {\n  policy = jsonencode({\n    Version = "2012-10-17"\n'
        "    Statement = [{\n"
        '      Effect   = "Allow"\n      Action   = "s3:GetObject"\n      Resource = "${aws_s3_bucket.orders.arn}/*"\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To AWS's own policies, in every partition and however they are attached. AdministratorAccess is another"
        " guardrail's; policies of your own are judged by what they say."
    ),
    check=check,
    examples=(
        passing("the managed policy for logs", attaching(f"{AWS}/service-role/AWSLambdaBasicExecutionRole")),
        passing(
            "a policy of one's own with such a name", attaching("arn:aws:iam::123456789012:policy/OrdersFullAccess")
        ),
        failing("every action on every bucket", attaching(f"{AWS}/AmazonS3FullAccess"), at="policy_arn"),
        failing("nearly everything", attaching(f"{AWS}/PowerUserAccess"), at="policy_arn"),
        failing("a person's job", attaching(f"{AWS}/job-function/ViewOnlyAccess"), at="policy_arn"),
        failing(
            "every queue, in the role's own list",
            {"aws_iam_role.orders": {"managed_policy_arns": ["arn:aws-cn:iam::aws:policy/AmazonSQSFullAccess"]}},
            at="managed_policy_arns[0]",
        ),
        undecidable(
            "a policy that is known only after apply", attaching("${terraform_data.later.output}"), at="policy_arn"
        ),
        passing(
            "policies of one's own, in the role and attached",
            {
                **allowing("s3:GetObject", "arn:aws:s3:::orders/*"),
                **attaching("${aws_iam_policy.orders.arn}"),
                "aws_iam_policy.orders": {"policy": {"jsonencode": {"Version": "2012-10-17", "Statement": []}}},
            },
        ),
        failing(
            "attached to several roles at once",
            {
                "aws_iam_role.orders": {},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
                "aws_iam_policy_attachment.orders": {
                    "name": "orders",
                    "roles": ["${aws_iam_role.orders.name}"],
                    "policy_arn": f"{AWS}/AmazonS3FullAccess",
                },
            },
            at="policy_arn",
        ),
        failing(
            "the only one that may be attached",
            {
                "aws_iam_role.orders": {"name": "orders"},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
                "aws_iam_role_policy_attachments_exclusive.orders": {
                    "role_name": "orders",
                    "policy_arns": [f"{AWS}/AmazonS3FullAccess"],
                },
            },
            at="policy_arns[0]",
        ),
        undecidable(
            "such a policy on a role that is known only after apply",
            {
                "aws_iam_role_policy_attachment.orders": {
                    "role": "${terraform_data.later.output}",
                    "policy_arn": f"{AWS}/AmazonS3FullAccess",
                }
            },
            at="role",
        ),
        undecidable(
            "a role that is known only after apply",
            {"aws_lambda_function.orders": {"role": "${terraform_data.later.output}"}},
            at="role",
        ),
    ),
)
