"""LP604: the environment names secrets and does not copy them from the state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from lambda_policies.estate.environment import Environment
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, listed, passed, undecided
from lambda_policies.values import Absent
from lambda_policies.verdicts import Severity, Verdict


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Ask what the environment is made from; whether its values are known does not matter."""
    if not isinstance(function.environment_variables, Absent):
        yield _judged(Environment(function))


def _judged(environment: Environment) -> Verdict:
    address, at = environment.function.address, environment.at
    found = environment.secrets()
    if found:
        texts = list(dict.fromkeys(origin.text for origin in found))
        because = f"The environment copies a secret out of the state: {listed(texts)}. Its name or ARN would do."
        return replace(failed(address, at, because), leads=() if environment.declared else ("LP603",))
    if environment.known and environment.says_marks and not environment.marked:
        return passed(address, at, "No value is a secret of the state: Terraform would mark it.")
    hole = environment.hidden()
    if hole is not None:
        through = f", but passes through {listed(hole.feeds)}" if hole.feeds else ""
        because = f"What the environment is made from does not show in the plan{through}."
        return replace(undecided(address, hole), because=because)
    return passed(address, at, "Nothing that the values are made from is a secret.")


SECRET: dict[str, dict[str, str]] = {"aws_secretsmanager_secret.db": {}}
VERSION = {"secret_id": "${aws_secretsmanager_secret.db.id}"}


def _with(variables: dict[str, str]) -> dict[str, dict[str, Any]]:
    """A function with these environment variables, for the examples."""
    return {"aws_lambda_function.orders": {"environment": [{"variables": variables}]}}


GUARDRAIL = Guardrail(
    id="LP604",
    slug="env-secret-from-state",
    title="The environment names secrets and does not copy them.",
    why=(
        "A secret that Terraform reads from Secrets Manager and writes into the environment lies in clear where the"
        " vault was meant to keep it from, stays there after rotation, and is read without a trace in CloudTrail."
    ),
    severity=Severity.HIGH,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("security-in-lambda-context", "Secrets in AWS Secrets"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("lambda-governance-and-guardrails", "Runtime environment re-use"),
        Citation("how-to-secure-aws-lambda", "Storing and accessing secrets"),
    ),
    peers=(),
    fix="Pass the ARN or the name of the secret and read it in the function; its role needs GetSecretValue on it.",
    fix_hcl=(
        'resource "aws_lambda_function" "orders" {\n  environment {\n    variables = {\n'
        "      DB_SECRET_ARN = aws_secretsmanager_secret.db.arn\n    }\n  }\n  # …\n}"
    ),
    applies=(
        "To functions with an environment, by what its expression refers to, through modules: secret strings,"
        " SecureString parameters, passwords and keys of resources, and whatever a provider marks sensitive."
    ),
    check=check,
    examples=(
        passing("the ARN of a secret", {**SECRET, **_with({"DB_SECRET_ARN": "${aws_secretsmanager_secret.db.arn}"})}),
        passing(
            "a parameter of a plain string",
            {
                "aws_ssm_parameter.size": {"name": "/orders/size", "type": "String", "value": "10"},
                **_with({"SIZE": "${aws_ssm_parameter.size.value}"}),
            },
        ),
        failing(
            "a secret that Terraform reads",
            {
                "data.aws_secretsmanager_secret_version.db": {"secret_id": "orders/db"},
                "aws_sqs_queue.orders": {},
                **_with(
                    {
                        "DB": "${data.aws_secretsmanager_secret_version.db.secret_string}",
                        "QUEUE": "${aws_sqs_queue.orders.url}",
                    }
                ),
            },
            at="environment[0].variables",
        ),
        failing(
            "a secret in a map that is known only after apply",
            {
                **SECRET,
                "aws_secretsmanager_secret_version.db": {**VERSION, "secret_string": "${terraform_data.later.output}"},
                **_with({"DB": "${aws_secretsmanager_secret_version.db.secret_string}"}),
            },
            at="environment[0].variables",
        ),
        failing(
            "a secret that a module hands on",
            {
                "aws_iam_access_key.mail": {"user": "mail"},
                "module.mail": {"key": "${aws_iam_access_key.mail.secret}"},
                "module.mail.aws_lambda_function.mail": {"environment": [{"variables": {"KEY": "${var.key}"}}]},
            },
            at="environment[0].variables",
        ),
        undecidable(
            "a parameter whose type is known only after apply",
            {
                "aws_ssm_parameter.db": {"name": "/db", "type": "${terraform_data.later.output}", "value": "10"},
                "aws_sqs_queue.orders": {},
                **_with({"DB": "${aws_ssm_parameter.db.value}", "QUEUE": "${aws_sqs_queue.orders.url}"}),
            },
            at="environment[0].variables",
        ),
        undecidable(
            "what passes on anything", _with({"DB": "${terraform_data.later.output}"}), at="environment[0].variables"
        ),
    ),
)
