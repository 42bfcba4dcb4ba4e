"""LP615: every secret that a function uses is rotated."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.secret import Secret
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, listed, passed, undecided
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Severity, Verdict

AT = "name"


def check(secret: Secret, _: Settings) -> Iterator[Verdict]:
    """Ask a secret that is used for its rotation."""
    users = secret.users
    if not users.items and users.rest is None:
        return
    related = tuple(function.address for function in users.items)
    hole = _open(secret)
    if _is_rotated(secret):
        yield passed(secret.address, AT, "The secret is rotated.")
    elif hole is not None:
        yield undecided(secret.address, hole, AT, related)
    elif users.rest is not None and not users.items:
        yield undecided(secret.address, users.rest, AT)
    else:
        because = (
            f"Nothing in the plan rotates this secret, so once leaked it stays valid. It is used by {listed(related)}."
        )
        yield failed(secret.address, AT, because, related)


def _is_rotated(secret: Secret) -> bool:
    written = secret.rotation_lambda_arn
    is_written = isinstance(written, Known) or (isinstance(written, Unknown) and written.present)
    return is_written or bool(secret.rotations.items)


def _open(secret: Secret) -> Unknown | None:
    """What may rotate the secret without the plan saying so."""
    written = secret.rotation_lambda_arn
    return secret.rotations.rest or (written if isinstance(written, Unknown) else None)


SECRET = {"aws_secretsmanager_secret.db": {"name": "orders/db"}}
USER = {
    "aws_lambda_function.orders": {
        "environment": [{"variables": {"DB_SECRET_ARN": "${aws_secretsmanager_secret.db.arn}"}}]
    }
}
ROTATION = {"rotation_lambda_arn": "arn:aws:lambda:us-east-1:123456789012:function:rotate"}
MONTHLY = {**ROTATION, "rotation_rules": [{"automatically_after_days": 30}]}
POLICY = {
    "jsonencode": {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "secretsmanager:GetSecretValue",
                "Resource": "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders/db-??????",
            }
        ],
    }
}

GUARDRAIL = Guardrail(
    id="LP615",
    slug="secret-rotation-enabled",
    title="Every secret that a function uses is rotated.",
    why=(
        "A secret that leaks through a log, a laptop or a former colleague opens the door until somebody changes it."
        " Rotation changes it whether or not anybody noticed."
    ),
    severity=Severity.MEDIUM,
    about=Secret,
    lands_on=Secret.TYPES,
    documents=(
        Citation("how-to-secure-aws-lambda", "Automatic secret rotation"),
        Citation("how-to-secure-aws-lambda", "Storing and accessing secrets"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("security-in-lambda-context", "Secrets in AWS Secrets"),
    ),
    peers=(
        "SH:SecretsManager.1",
        "CFG:secretsmanager-rotation-enabled-check",
        "CKV2_AWS_57",
        "NAG:AwsSolutions-SMG4",
        "PRW:secretsmanager_automatic_rotation_enabled",
        "CSP:secretRotationEnabled",
        "STV:CTL.SECRETS.ROTATION.001",
    ),
    fix="Declare a rotation for the secret.",
    fix_hcl=(
        'resource "aws_secretsmanager_secret_rotation" "db" {\n'
        "  secret_id           = aws_secretsmanager_secret.db.id\n"
        "  rotation_lambda_arn = aws_lambda_function.rotate.arn\n\n"
        "  rotation_rules {\n    automatically_after_days = 30\n  }\n}"
    ),
    applies=(
        "To secrets of the plan that the environment or the role of a function names by reference, ARN or name."
        " Secrets that are declared elsewhere are not judged."
    ),
    check=check,
    examples=(
        passing(
            "rotated each month",
            {
                **SECRET,
                **USER,
                "aws_secretsmanager_secret_rotation.db": {"secret_id": "${aws_secretsmanager_secret.db.id}", **MONTHLY},
            },
        ),
        failing("used through the environment", {**SECRET, **USER}, at=AT),
        failing(
            "used through the role",
            {
                **SECRET,
                "aws_iam_role.orders": {},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
                "aws_iam_role_policy.orders": {"role": "${aws_iam_role.orders.name}", "policy": POLICY},
            },
            at=AT,
        ),
        failing(
            "used by name, and another secret is rotated",
            {
                **SECRET,
                "aws_secretsmanager_secret.mail": {"name": "orders/mail"},
                "aws_lambda_function.orders": {"environment": [{"variables": {"DB_SECRET": "orders/db"}}]},
                "aws_secretsmanager_secret_rotation.mail": {
                    "secret_id": "${aws_secretsmanager_secret.mail.id}",
                    **MONTHLY,
                },
            },
            at=AT,
        ),
        undecidable(
            "a rotation whose secret is known only after apply",
            {
                **SECRET,
                **USER,
                "aws_secretsmanager_secret_rotation.db": {"secret_id": "${terraform_data.later.output}", **MONTHLY},
            },
            at=AT,
        ),
        undecidable(
            "an environment that may name it",
            {
                **SECRET,
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"DB_SECRET": "${terraform_data.later.output}"}}]
                },
            },
            at=AT,
        ),
        passing(
            "a secret that no function uses",
            {
                "aws_secretsmanager_secret.mail": {"name": "orders/mail"},
                **SECRET,
                **USER,
                "aws_secretsmanager_secret_rotation.db": {"secret_id": "${aws_secretsmanager_secret.db.id}", **MONTHLY},
            },
        ),
        undecidable(
            "an environment and a role that may name it",
            {
                **SECRET,
                "aws_secretsmanager_secret_rotation.mail": {
                    "secret_id": "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders/mail-a1b2c3",
                    **MONTHLY,
                },
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"DB_SECRET": "${terraform_data.later.output}"}}],
                    "role": "${terraform_data.later.output}",
                },
            },
            at=AT,
        ),
    ),
)
