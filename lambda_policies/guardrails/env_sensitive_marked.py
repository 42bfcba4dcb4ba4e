"""LP603: no value that is marked sensitive ends in the environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from lambda_policies.estate.environment import Environment
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, listed, passed, undecided
from lambda_policies.plan.origins import Origin
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Severity, Verdict

PARAMETER = "aws_ssm_parameter"


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Read Terraform's marks, and where an unknown map has lost them, what the map is made from."""
    if isinstance(function.environment_variables, Absent):
        return
    environment = Environment(function)
    yield _marked(environment) if environment.marked else _unmarked(environment)


def _marked(environment: Environment) -> Verdict:
    function, at = environment.function, environment.marked[0]
    plain = _is_plain_parameter(environment)
    if plain:
        return passed(function.address, at, "What is marked are parameters that hold plain strings.")
    if plain is None:
        because = (
            "It is marked sensitive. Whether it is a secret, or a parameter of a plain string, which the AWS provider"
            " marks as well, does not show in the plan."
        )
        return replace(undecided(function.address, Unknown(at)), because=because)
    names = [path.removeprefix(f"{environment.at}.") for path in environment.marked]
    what = listed(names) if environment.marked != (environment.at,) else "the whole environment"
    because = f"Marked sensitive, yet Lambda shows it to whoever sees the function: {what}."
    return failed(function.address, at, because)


def _unmarked(environment: Environment) -> Verdict:
    function, at = environment.function, environment.at
    if environment.known:
        return passed(function.address, at, "No value is marked sensitive.")
    found = [*environment.declared, *environment.secrets()]
    if found:
        because = f"The environment is made from what is marked sensitive: {listed(_texts(found))}."
        return failed(function.address, at, because)
    hole = environment.hidden()
    if hole is not None:
        return undecided(function.address, hole)
    return passed(function.address, at, "Nothing that the values are made from is marked sensitive.")


def _is_plain_parameter(environment: Environment) -> bool | None:
    """Whether every mark is one that the provider puts on all parameters, those of plain strings too."""
    parameters = [origin for origin in environment.origins if origin.reference and origin.reference.type == PARAMETER]
    if environment.declared or environment.secrets():
        return False
    if not parameters:  # what does not show may pass one on
        return None if environment.hidden() and environment.function.estate.joins.has_parameters else False
    if any(environment.reveals(origin) is None for origin in parameters):
        return None
    return True if environment.hidden() is None or _is_known_plain(environment) else None


def _is_known_plain(environment: Environment) -> bool:
    """Whether each marked value is that of a parameter of a plain string."""
    function = environment.function
    plain = function.estate.joins.plain_values_of(environment.origins)
    match function.environment_variables:
        case Known(variables) if environment.known:
            return all(variables.get(path.removeprefix(f"{environment.at}.")) in plain for path in environment.marked)
    return False


def _texts(origins: tuple[Origin, ...] | list[Origin]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(origin.text for origin in origins))


def _with(variables: dict[str, str]) -> dict[str, Any]:
    """A function with these environment variables, for the examples."""
    return {"aws_lambda_function.orders": {"environment": [{"variables": variables}]}}


def _parameter(kind: str) -> dict[str, Any]:
    return {"aws_ssm_parameter.size": {"name": "/orders/size", "type": kind, "value": "10"}}


SIZE = "${aws_ssm_parameter.size.value}"
SENSITIVE = {"variable.password": {"value": "a text of no interest", "sensitive": True}}

GUARDRAIL = Guardrail(
    id="LP603",
    slug="env-sensitive-marked",
    title="No value that is marked sensitive ends in the environment.",
    why=(
        "Marked sensitive, a value is kept out of Terraform's output because somebody said that it is a secret. As an"
        " environment variable, everyone who can see the function reads it in clear."
    ),
    severity=Severity.HIGH,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("lambda-governance-and-guardrails", "Runtime environment re-use"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=(),
    fix="Keep the value in Secrets Manager, pass its ARN, and read it in the function.",
    fix_hcl=(
        'resource "aws_lambda_function" "orders" {\n  environment {\n    variables = {\n'
        "      DB_SECRET_ARN = aws_secretsmanager_secret.db.arn\n    }\n  }\n  # …\n}"
    ),
    applies=(
        "To functions with an environment. Where an unknown value hides the map and its marks, variables and outputs"
        " that are declared sensitive and sensitive attributes decide. Parameters of plain strings do not count."
    ),
    check=check,
    examples=(
        passing(
            "nothing is marked", {"aws_lambda_function.orders": {"environment": [{"variables": {"STAGE": "prod"}}]}}
        ),
        passing(
            "an unknown map without secrets",
            {
                "aws_sqs_queue.orders": {},
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"QUEUE": "${aws_sqs_queue.orders.url}"}}]
                },
            },
        ),
        failing(
            "a sensitive variable",
            {
                **SENSITIVE,
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"DB": "${var.password}", "STAGE": "prod"}}]
                },
            },
            at="environment[0].variables.DB",
        ),
        failing(
            "a sensitive variable in a map that is known only after apply",
            {
                **SENSITIVE,
                "aws_sqs_queue.orders": {},
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"DB": "${var.password}", "QUEUE": "${aws_sqs_queue.orders.url}"}}]
                },
            },
            at="environment[0].variables",
        ),
        undecidable(
            "a map that is known only after apply",
            {"aws_lambda_function.orders": {"environment": [{"variables": {"DB": "${terraform_data.later.output}"}}]}},
            at="environment[0].variables",
        ),
        passing(
            "a parameter of a plain string, which the provider marks as well",
            {
                "aws_ssm_parameter.size": {"name": "/orders/size", "type": "String", "value": "10"},
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"SIZE": "${aws_ssm_parameter.size.value}", "STAGE": "prod"}}]
                },
            },
        ),
        failing(
            "a sensitive variable beside a parameter of a plain string",
            {
                **SENSITIVE,
                "aws_ssm_parameter.size": {"name": "/orders/size", "type": "String", "value": "10"},
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"DB": "${var.password}", "SIZE": "${aws_ssm_parameter.size.value}"}}]
                },
            },
            at="environment[0].variables.DB",
        ),
        failing(
            "a parameter of a SecureString",
            {**_parameter("SecureString"), **_with({"SIZE": SIZE, "STAGE": "prod"})},
            at="environment[0].variables.SIZE",
        ),
        undecidable(
            "a parameter whose type is known only after apply",
            {**_parameter("${terraform_data.later.output}"), **_with({"SIZE": SIZE})},
            at="environment[0].variables.SIZE",
        ),
        passing(
            "a parameter of a plain string beside a local",
            {
                **_parameter("String"),
                "local.stage": {"value": "prod"},
                **_with({"SIZE": SIZE, "STAGE": "${local.stage}"}),
            },
        ),
        undecidable(
            "a parameter of a plain string beside a local that holds something sensitive",
            {
                **SENSITIVE,
                **_parameter("String"),
                "local.password": {"value": "${var.password}"},
                **_with({"SIZE": SIZE, "DB": "${local.password}"}),
            },
            at="environment[0].variables.DB",
        ),
        failing(
            "a whole map that is sensitive",
            {
                "variable.all": {"value": {"DB": "a text of no interest"}, "sensitive": True},
                "aws_lambda_function.orders": {"environment": [{"variables": "${var.all}"}]},
            },
            at="environment[0].variables",
        ),
        undecidable(
            "a local that may hold a parameter of a plain string",
            {**_parameter("String"), "local.size": {"value": SIZE}, **_with({"SIZE": "${local.size}"})},
            at="environment[0].variables.SIZE",
        ),
        failing(
            "a local that holds something sensitive",
            {**SENSITIVE, "local.password": {"value": "${var.password}"}, **_with({"DB": "${local.password}"})},
            at="environment[0].variables.DB",
        ),
        undecidable(
            "two parameters, one of a type that is known only after apply",
            {
                **_parameter("String"),
                "aws_ssm_parameter.db": {"name": "/orders/db", "type": "${terraform_data.later.output}", "value": "10"},
                **_with({"SIZE": SIZE, "TIME": "${aws_ssm_parameter.db.value}"}),
            },
            at="environment[0].variables.SIZE",
        ),
        undecidable(
            "parameters beside a map that a local hides",
            {
                **_parameter("String"),
                "local.all": {"value": "${aws_ssm_parameter.size.value}"},
                "variable.map": {"value": {"SIZE": "10"}, "sensitive": True},
                **_with({"SIZE": SIZE, "COPY": "${local.all}-${local.all}"}),
            },
            at="environment[0].variables.COPY",
        ),
    ),
)
