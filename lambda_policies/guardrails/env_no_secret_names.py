"""LP602: no environment variable that is called a secret holds one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.data.secret_names import Meaning, meaning
from lambda_policies.data.secret_shapes import is_harmless, is_label
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, listed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Severity, Verdict

SECRET = frozenset({Meaning.PASSWORD, Meaning.SECRET, Meaning.REFERABLE})


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Look at every environment variable whose name says that it is a secret."""
    match function.environment_variables:
        case Known(variables, at=at):
            yield _judged(function, variables, at)
        case Unknown() as hole:
            yield undecided(function.address, hole)
        case Absent():
            return


def _judged(function: Function, variables: dict[str, Any], at: str) -> Verdict:
    secrets = {name: value for name, value in sorted(variables.items()) if meaning(name) in SECRET}
    found = [name for name, value in secrets.items() if isinstance(value, str) and _holds_one(name, value.strip())]
    if found:
        because = f"By name a secret, by value no reference to one: {listed(found)}."
        return failed(function.address, f"{at}.{found[0]}", because)
    open_ = next((value for value in secrets.values() if isinstance(value, Unknown)), None)
    if open_ is not None:
        return undecided(function.address, open_)
    return passed(function.address, at, "No variable that is called a secret holds more than a reference to one.")


def _holds_one(name: str, text: str) -> bool:
    """Whether the value of a variable that is called a secret is neither a name, a path nor an ARN."""
    if not text or is_harmless(text):
        return False
    return not (meaning(name) is Meaning.REFERABLE and is_label(text))


def _with(variables: dict[str, str]) -> dict[str, dict[str, Any]]:
    """A function with these environment variables, for the examples."""
    return {"aws_lambda_function.orders": {"environment": [{"variables": variables}]}}


GUARDRAIL = Guardrail(
    id="LP602",
    slug="env-no-secret-names",
    title="No environment variable that is called a secret holds one.",
    why=(
        "Who names a variable password, token or key means a secret, however short or plain its value is. In the"
        " environment everyone who can see the function reads it, in the console, in the state and in every plan."
    ),
    severity=Severity.HIGH,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("lambda-governance-and-guardrails", "Runtime environment re-use"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("security-in-lambda-context", "Secrets in AWS Secrets"),
    ),
    peers=("PP:lambda_function_variables_no_sensitive_data", "STV:CTL.LAMBDA.SECRETS.NOTMANAGED.001"),
    fix="Pass the name or the ARN of the secret under a name that says so, such as DB_SECRET_ARN.",
    fix_hcl=(
        'resource "aws_lambda_function" "orders" {\n  environment {\n    variables = {\n'
        "      DB_SECRET_ARN = aws_secretsmanager_secret.db.arn\n    }\n  }\n  # …\n}"
    ),
    applies=(
        "To functions with an environment. Names that end in ARN, NAME, ID, PATH and the like pass, and so do values"
        " that are an ARN, a path, a URL, a number or empty. One unknown value hides the names of all variables."
    ),
    check=check,
    examples=(
        passing("the name of a secret", _with({"DB_PASSWORD_SECRET_NAME": "orders-db", "STAGE": "prod"})),
        passing(
            "the ARN of a secret",
            _with({"API_TOKEN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:api-AbCdEf"}),
        ),
        passing("the path of a parameter", _with({"DB_PASSWORD": "/orders/prod/db"})),
        failing(
            "a plain word", _with({"DB_PASSWORD": "abc", "STAGE": "prod"}), at="environment[0].variables.DB_PASSWORD"
        ),
        undecidable(
            "one value that is known only after apply hides all names",
            _with({"DB_PASSWORD": "abc", "HOST": "${terraform_data.later.output}"}),
            at="environment[0].variables",
        ),
        passing(
            "an empty secret, and names that say nothing",
            _with({"DB_PASSWORD": "", "STAGE": "prod", "API_TOKEN_URL": "https://example.com/token"}),
        ),
        passing("the name of a secret in a variable that may hold one", _with({"DB_SECRET": "orders-db"})),
        failing(
            "a label where a password belongs",
            _with({"DB_PASSWORD": "orders-db"}),
            "environment[0].variables.DB_PASSWORD",
        ),
        failing(
            "a referable name that holds no label",
            _with({"DB_SECRET": "Tr0ub4dor"}),
            "environment[0].variables.DB_SECRET",
        ),
    ),
)
