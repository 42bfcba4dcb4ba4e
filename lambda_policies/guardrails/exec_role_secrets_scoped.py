"""LP124: an execution role reads named secrets and parameters, and does no more with secrets."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.sketches import allowing, deferred
from lambda_policies.guardrails.statements import LANDS_ON, judged
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role."""
    yield from judged(execution, "LP124", "Every secret and parameter that it reads is named.")


ALL = "arn:aws:secretsmanager:us-east-1:123456789012"
SECRET = f"{ALL}:secret:orders"
PARAMETER = "arn:aws:ssm:us-east-1:123456789012:parameter"

GUARDRAIL = Guardrail(
    id="LP124",
    slug="exec-role-secrets-scoped",
    title="An execution role reads named secrets and parameters, and does no more with secrets.",
    why=(
        "Secrets are what an attacker looks for first. A function that may read any of them gives away all of them, and"
        " one that may write or delete them can lock everyone else out."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("security-in-lambda-context", "Secrets in AWS Secrets"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
    ),
    peers=("CKV_AWS_287", "CKV_AWS_107", "CS:CredentialsExposure"),
    fix="Name the ARN of each secret and parameter, and allow GetSecretValue or GetParameter only.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "secretsmanager:GetSecretValue"\n      Resource = aws_secretsmanager_secret.orders.arn\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "The six characters that Secrets Manager adds may be a wildcard, and so may the end of a parameter's path. The"
        " function that rotates a secret may write it."
    ),
    check=check,
    examples=(
        passing("one secret", allowing("secretsmanager:GetSecretValue", f"{SECRET}-a1B2c3")),
        passing("one secret with any ending", allowing("secretsmanager:GetSecretValue", f"{SECRET}-??????")),
        passing("parameters under a path", allowing("ssm:GetParametersByPath", f"{PARAMETER}/orders/*")),
        passing(
            "the function that rotates the secret",
            {
                **allowing(["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"], f"{SECRET}-*"),
                "aws_secretsmanager_secret.orders": {},
                "aws_secretsmanager_secret_rotation.orders": {
                    "secret_id": "${aws_secretsmanager_secret.orders.id}",
                    "rotation_lambda_arn": "${aws_lambda_function.orders.arn}",
                },
            },
        ),
        passing(
            "a secret that the plan creates",
            {
                **deferred(
                    {
                        "actions": ["secretsmanager:GetSecretValue"],
                        "resources": ["${aws_secretsmanager_secret.orders.arn}"],
                    }
                ),
                "aws_secretsmanager_secret.orders": {},
            },
        ),
        failing("every secret", allowing("secretsmanager:GetSecretValue", "*"), at="policy"),
        failing("every secret of the account", allowing("secretsmanager:Get*", f"{ALL}:secret:*"), at="policy"),
        failing("every parameter", allowing("ssm:GetParameter*", f"{PARAMETER}/*"), at="policy"),
        failing("writing a secret", allowing("secretsmanager:PutSecretValue", f"{SECRET}-a1B2c3"), at="policy"),
        undecidable(
            "a secret that is known only after apply",
            deferred({"actions": ["secretsmanager:GetSecretValue"], "resources": ["${terraform_data.later.output}"]}),
            at="policy",
        ),
        undecidable(
            "an action that is known only after apply",
            deferred({"actions": ["${terraform_data.later.output}"], "resources": ["*"]}),
            at="policy",
        ),
    ),
)
