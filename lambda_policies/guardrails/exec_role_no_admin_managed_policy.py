"""LP109: AdministratorAccess is not attached to an execution role."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.attachments import judged_by_name
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.statements import LANDS_ON
from lambda_policies.verdicts import Severity, Verdict

ADMIN = "AdministratorAccess"


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Look at the name of each managed policy, whatever attaches it."""
    yield from judged_by_name(execution, _wrong, f"It is not {ADMIN}.", "LP110")


def _wrong(name: str) -> str:
    return f"{ADMIN} allows every action on every resource." if name == ADMIN else ""


GUARDRAIL = Guardrail(
    id="LP109",
    slug="exec-role-no-admin-managed-policy",
    title="AdministratorAccess is not attached to an execution role.",
    why=(
        "AWS's AdministratorAccess allows every action on every resource. Attached to a function's role, it makes any"
        " flaw in the function's code a way to the whole account."
    ),
    severity=Severity.CRITICAL,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("security-in-lambda-context", "Example of ensuring least privilege"),
    ),
    peers=(
        "CKV_AWS_274",
        "NAGR:W43",
        "GRD:IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE",
        "NAG:AwsSolutions-IAM4",
        "CIS:4.9",
    ),
    fix="Attach a policy that names what the function needs; AWSLambdaBasicExecutionRole is enough to write logs.",
    fix_hcl=(
        'resource "aws_iam_role_policy_attachment" "logs" {\n  role       = aws_iam_role.orders.name\n'
        '  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"\n}'
    ),
    applies="In every partition, and for every way to attach a policy to a role.",
    check=check,
    examples=(
        passing(
            "the managed policy for logs",
            {
                "aws_iam_role.orders": {},
                "aws_iam_role_policy_attachment.logs": {
                    "role": "${aws_iam_role.orders.name}",
                    "policy_arn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
                },
            },
        ),
        failing(
            "AdministratorAccess",
            {
                "aws_iam_role.orders": {},
                "aws_iam_role_policy_attachment.admin": {
                    "role": "${aws_iam_role.orders.name}",
                    "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess",
                },
            },
            at="policy_arn",
        ),
        failing(
            "AdministratorAccess in China, in the role's own list",
            {"aws_iam_role.orders": {"managed_policy_arns": ["arn:aws-cn:iam::aws:policy/AdministratorAccess"]}},
            at="managed_policy_arns[0]",
        ),
        undecidable(
            "a policy that is known only after apply",
            {
                "aws_iam_role.orders": {},
                "aws_iam_role_policy_attachment.extra": {
                    "role": "${aws_iam_role.orders.name}",
                    "policy_arn": "${terraform_data.later.output}",
                },
            },
            at="policy_arn",
        ),
    ),
)
