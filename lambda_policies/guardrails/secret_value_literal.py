"""LP614: no secret is written into the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from lambda_policies.data.placeholders import is_placeholder
from lambda_policies.estate.models.stored_secret import StoredSecret
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, listed, passed, undecided
from lambda_policies.plan.origins import Kind, Origin, origins
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Absent, Known, Unknown, Value
from lambda_policies.verdicts import Severity, Verdict

WRITTEN = {
    "aws_secretsmanager_secret_version": ("secret_string", "secret_string_wo", "secret_binary"),
    "aws_ssm_parameter": ("value", "value_wo"),
    "aws_db_instance": ("password", "password_wo"),
}
"""The attributes that hold the secret; write-only ones are not in the state, but what is written stands in the code."""
LIVE = frozenset({"aws_db_instance"})
"""Types that use what they are given at once, so that a placeholder is the password."""


def check(stored: StoredSecret, _: Settings) -> Iterator[Verdict]:
    """Ask where each secret comes from."""
    is_parameter = stored.resource.type == "aws_ssm_parameter"
    match stored.type if is_parameter else Absent():
        case Known(kind) if kind != "SecureString":
            return
        case Unknown() as hole:
            yield undecided(stored.address, hole)
            return
    for name in WRITTEN[stored.resource.type]:
        yield from _judged(stored, name)


def _judged(stored: StoredSecret, name: str) -> Iterator[Verdict]:
    address, value = stored.address, _written(stored, name)
    if isinstance(value, Absent):
        return
    found = origins(stored.resource, parse_path(name))
    if any(_keeps_it_out(stored, origin) for origin in found):
        yield passed(address, name, "The secret is handed in or made by a resource.")
    elif not found or any(origin.kind is not Kind.LITERAL for origin in found):
        yield _unseen(address, name, [origin.text for origin in found if origin.kind is not Kind.LITERAL])
    elif isinstance(value, Unknown):
        yield undecided(address, value, name)
    elif stored.resource.type not in LIVE and is_placeholder(value.value):
        yield passed(address, name, "What is written only keeps the place of a secret.")
    else:
        because = f"{name} is written into the configuration: the secret is in version control, plan and state."
        yield failed(address, name, because)


def _unseen(address: str, name: str, texts: list[str]) -> Verdict:
    hole = Unknown(name, feeds=tuple(dict.fromkeys(texts)))
    through = f", but passes through {listed(hole.feeds)}" if texts else ""
    return replace(undecided(address, hole), because=f"Where {name} comes from does not show in the plan{through}.")


def _written(stored: StoredSecret, name: str) -> Value[str]:
    """The value, or the literal in the code where the plan does not show it; absent where nobody sets it."""
    value: Value[str] = getattr(stored, name)
    match stored.resource.expression((name,)):
        case {"constant_value": str(literal)}:
            return Known(literal, name)
        case None:
            return value
    return Unknown(name) if isinstance(value, Absent) else value


def _keeps_it_out(stored: StoredSecret, origin: Origin) -> bool:
    """Whether *origin* brings a secret from elsewhere: a variable, something ephemeral, a resource that makes one."""
    if origin.kind is Kind.VARIABLE or origin.sensitive:
        return origin.kind is not Kind.LITERAL
    if origin.reference is not None and origin.reference.kind == "ephemeral":
        return True
    return stored.estate.joins.reveals(origin) is True


def _parameter(module: str = "", **attributes: Any) -> dict[str, dict[str, Any]]:
    """A parameter that holds a secret, for the examples."""
    return {f"{module}aws_ssm_parameter.db": {"name": "/orders/db", "type": "SecureString", **attributes}}


SECRET: dict[str, dict[str, str]] = {"aws_secretsmanager_secret.db": {}}
ID = {"secret_id": "${aws_secretsmanager_secret.db.id}"}

GUARDRAIL = Guardrail(
    id="LP614",
    slug="secret-value-literal",
    title="No secret is written into the configuration.",
    why=(
        "A secret in the code is in every clone of the repository, in its history after it is taken out, in the plan"
        " and in the state. The vault it ends in protects it from nobody."
    ),
    severity=Severity.HIGH,
    about=StoredSecret,
    lands_on=StoredSecret.TYPES,
    documents=(
        Citation("how-to-secure-aws-lambda", "Storing and accessing secrets"),
        Citation("how-to-secure-aws-lambda", "Storing a secret in AWS Secrets Manager"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("security-in-lambda-context", "Secrets in AWS Secrets"),
    ),
    peers=("TFL:aws_write_only_arguments", "TFL:aws_ephemeral_resources", "TRV:0134"),
    fix="Let a resource make the secret, write it to a write-only attribute, or put it in by hand; then rotate it.",
    fix_hcl=(
        'ephemeral "random_password" "db" {\n  length = 32\n}\n\n'
        'resource "aws_secretsmanager_secret_version" "db" {\n'
        "  secret_id                = aws_secretsmanager_secret.db.id\n"
        "  secret_string_wo         = ephemeral.random_password.db.result\n  secret_string_wo_version = 1\n}"
    ),
    applies=(
        "To versions of secrets, SecureString parameters and passwords of database instances. Placeholders such as"
        " CHANGE_ME pass, except as a database's password. What comes from a variable counts as handed in."
    ),
    check=check,
    examples=(
        passing(
            "a variable",
            {
                **SECRET,
                "variable.password": {"value": "a text of no interest"},
                "aws_secretsmanager_secret_version.db": {**ID, "secret_string": "${var.password}"},
            },
        ),
        passing(
            "a placeholder", {**SECRET, "aws_secretsmanager_secret_version.db": {**ID, "secret_string": "CHANGE_ME"}}
        ),
        failing(
            "a password in the code",
            {**SECRET, "aws_secretsmanager_secret_version.db": {**ID, "secret_string": "correct horse"}},
            at="secret_string",
        ),
        failing(
            "a password in JSON in the code",
            {
                **SECRET,
                "aws_secretsmanager_secret_version.db": {
                    **ID,
                    "secret_string": {"jsonencode": {"username": "orders", "password": "correct horse"}},
                },
            },
            at="secret_string",
        ),
        failing(
            "a SecureString in the code",
            {"aws_ssm_parameter.db": {"name": "/orders/db", "type": "SecureString", "value": "correct horse"}},
            at="value",
        ),
        failing(
            "a password that the caller of a module writes",
            {
                "module.db": {"password": "correct horse"},
                "module.db.aws_ssm_parameter.db": {"name": "/db", "type": "SecureString", "value": "${var.password}"},
            },
            at="value",
        ),
        undecidable(
            "what passes on anything",
            {
                **SECRET,
                "aws_secretsmanager_secret_version.db": {**ID, "secret_string": "${terraform_data.later.output}"},
            },
            at="secret_string",
        ),
        passing(
            "a plain parameter, which holds no secret",
            {
                "aws_ssm_parameter.size": {"name": "/orders/size", "type": "String", "value": "10"},
                "variable.password": {"value": "a text of no interest"},
                "aws_ssm_parameter.db": {"name": "/orders/db", "type": "SecureString", "value": "${var.password}"},
            },
        ),
        passing(
            "a key that another resource makes",
            {
                **SECRET,
                "aws_iam_access_key.mail": {"user": "mail"},
                "aws_secretsmanager_secret_version.db": {**ID, "secret_string": "${aws_iam_access_key.mail.secret}"},
            },
        ),
        failing(
            "a write-only value in the code",
            {
                "aws_ssm_parameter.db": {
                    "name": "/orders/db",
                    "type": "SecureString",
                    "value_wo": "correct horse",
                    "value_wo_version": 1,
                }
            },
            at="value_wo",
        ),
        undecidable(
            "a parameter whose type is known only after apply",
            {
                "aws_ssm_parameter.db": {
                    "name": "/orders/db",
                    "type": "${terraform_data.later.output}",
                    "value": "correct horse",
                }
            },
            at="type",
        ),
        undecidable(
            "a password in the code beside what passes on anything",
            {
                **SECRET,
                "aws_secretsmanager_secret_version.db": {
                    **ID,
                    "secret_string": "correct horse ${terraform_data.later.output}",
                },
            },
            at="secret_string",
        ),
        passing(
            "a variable beside a text",
            {
                **SECRET,
                "variable.password": {"value": "a text of no interest"},
                "aws_secretsmanager_secret_version.db": {**ID, "secret_string": "orders:${var.password}"},
            },
        ),
        undecidable(
            "a local, behind which the plan does not look",
            {
                **SECRET,
                "local.password": {"value": "correct horse"},
                "aws_secretsmanager_secret_version.db": {**ID, "secret_string": "${local.password}"},
            },
            at="secret_string",
        ),
        failing(
            "binary data in the code",
            {**SECRET, "aws_secretsmanager_secret_version.db": {**ID, "secret_binary": "Y29ycmVjdCBob3JzZQ=="}},
            at="secret_binary",
        ),
        passing(
            "a variable beside a local",
            {
                "variable.password": {"value": "a text of no interest"},
                "local.user": {"value": "orders"},
                **_parameter(value="${local.user}:${var.password}"),
            },
        ),
        undecidable(
            "what the caller of a module writes beside what passes on anything",
            {
                "module.db": {"password": "correct horse", "user": "${terraform_data.later.output}"},
                **_parameter("module.db.", value="${var.user}:${var.password}"),
            },
            at="value",
        ),
        undecidable(
            "a write-only value that the caller of a module writes",
            {
                "module.db": {"password": "correct horse"},
                **_parameter("module.db.", value_wo="${var.password}", value_wo_version=1),
            },
            at="value_wo",
        ),
        passing("a write-only placeholder", _parameter(value_wo="CHANGE_ME", value_wo_version=1)),
    ),
)
