"""LP601: no environment variable holds a secret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.data.secrets import find_secret
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, leading, listed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Severity, Verdict


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Look at every environment variable whose value is known."""
    match function.environment_variables:
        case Known(variables, at=at):
            yield _judged(function, variables, at)
        case Unknown() as hole:
            yield leading(undecided(function.address, hole), "LP602")
        case Absent():
            return


def _judged(function: Function, variables: dict[str, Any], at: str) -> Verdict:
    kinds = {name: find_secret(name, value) for name, value in sorted(variables.items()) if isinstance(value, str)}
    found = {name: kind for name, kind in kinds.items() if kind}
    if found:
        what = listed([f"{name} ({kind})" for name, kind in found.items()])
        because = f"The environment holds what looks like a secret: {what}. Whoever can see the function can read it."
        return leading(failed(function.address, f"{at}.{next(iter(found))}", because), "LP602")
    open_ = (value for name, value in variables.items() if isinstance(value, Unknown) and not _is_harmless(name, value))
    hole = next(open_, None)
    if hole is not None:
        return leading(undecided(function.address, hole), "LP602")
    return passed(function.address, at, "No variable looks like a secret.")


def _is_harmless(name: str, hole: Unknown) -> bool:
    """Whether what is not known is the name or address of a resource of the plan, which is no secret."""
    resource, _, attribute = (hole.feeds[0] if len(hole.feeds) == 1 else "").rpartition(".")
    sample = SAMPLES.get(attribute) if hole.present and KEY not in resource else None
    return sample is not None and find_secret(name, sample) is None


KEY = "aws_iam_access_key."
SAMPLES = {
    "arn": "arn:aws:service:us-east-1:123456789012:thing/orders",
    "function_name": "orders",
    "id": "orders",
    "name": "orders",
    "url": "https://service.us-east-1.amazonaws.com/123456789012/orders",
}
"""What attributes that name a resource look like once it is there."""


def _with(variables: dict[str, str]) -> dict[str, dict[str, Any]]:
    """A queue, a bucket and a function with these environment variables, for the examples."""
    function = {"environment": [{"variables": variables}]}
    return {"aws_sqs_queue.orders": {}, "aws_s3_bucket.orders": {}, "aws_lambda_function.orders": function}


FAKE = "AKIAIOSFODNN7EXAMPLE"

GUARDRAIL = Guardrail(
    id="LP601",
    slug="env-no-secret-values",
    title="No environment variable holds a secret.",
    why=(
        "Environment variables stand in clear in the console, in the state, in every plan and in the API's answers. A"
        " secret there is read by everyone who may look at the function, and it is never rotated."
    ),
    severity=Severity.CRITICAL,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("lambda-governance-and-guardrails", "Runtime environment re-use"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("security-in-lambda-context", "Environment Variables"),
    ),
    peers=(
        "CKV_AWS_45",
        "KICS:hardcoded_aws_access_key_in_lambda",
        "PRW:awslambda_function_no_secrets_in_variables",
        "OW:S3",
    ),
    fix="Keep it in Secrets Manager and pass its name; the function reads it at run time. Then rotate the secret.",
    fix_hcl=(
        'resource "aws_lambda_function" "orders" {\n  environment {\n    variables = {\n'
        "      DB_SECRET_ARN = aws_secretsmanager_secret.db.arn\n    }\n  }\n  # …\n}"
    ),
    applies="To functions with an environment. Names and kinds are reported, values never.",
    check=check,
    examples=(
        passing(
            "the name of a secret",
            {
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"DB_SECRET_NAME": "orders/db", "STAGE": "prod"}}]
                }
            },
        ),
        failing(
            "an access key",
            {"aws_lambda_function.orders": {"environment": [{"variables": {"KEY": FAKE, "STAGE": "prod"}}]}},
            at="environment[0].variables.KEY",
        ),
        undecidable(
            "one value that is known only after apply hides all others",
            {
                "aws_lambda_function.orders": {
                    "environment": [{"variables": {"KEY": FAKE, "HOST": "${terraform_data.later.output}"}}]
                }
            },
            at="environment[0].variables",
        ),
        undecidable(
            "names and addresses of the plan's own resources, in a map that the provider hides",
            _with(
                {
                    "QUEUE_URL": "${aws_sqs_queue.orders.url}",
                    "QUEUE_ARN": "${aws_sqs_queue.orders.arn}",
                    "BUCKET": "${aws_s3_bucket.orders.id}",
                }
            ),
            at="environment[0].variables",
        ),
        undecidable(
            "the id of an access key",
            {"aws_iam_access_key.mail": {"user": "mail"}, **_with({"MAIL": "${aws_iam_access_key.mail.id}"})},
            at="environment[0].variables",
        ),
        undecidable(
            "a name that is called a password",
            _with({"DB_PASSWORD": "${aws_s3_bucket.orders.id}"}),
            at="environment[0].variables",
        ),
        undecidable(
            "a value made from two resources",
            _with({"BOTH": "${aws_sqs_queue.orders.url} ${aws_s3_bucket.orders.id}"}),
            at="environment[0].variables",
        ),
    ),
)
