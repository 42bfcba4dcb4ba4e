"""LP121: a function writes to its own log group only."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from lambda_policies.estate.access.aiming import NOBODY
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.guardrails.sketches import allowing, attaching, deferred
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Severity, Verdict

WRITING = ("logs:CreateLogStream", "logs:PutLogEvents")
ANY = tuple(f"arn:*:logs:*:*:log-group:{name}:log-stream:{NOBODY}" for name in (NOBODY, f"/aws/lambda/{NOBODY}"))
AT = "role"


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Ask whether its role may write to log groups that nobody named."""
    access = function.estate.access.of_function(function)
    if isinstance(access, Unknown):
        yield undecided(function.address, access)
        return
    ruling = access.may_beyond(WRITING, ANY)
    related = (access.role.address, *ruling.addresses)
    if ruling.answer:
        because = f"It may write to the log groups of others, by {ruling.chain}."
        yield failed(function.address, AT, because, related)
    elif ruling.answer is None:
        hole = replace(ruling.hole or Unknown(), at=AT)
        yield replace(undecided(function.address, hole, related=related), because=ruling.sentence)
    else:
        yield passed(function.address, AT, "It writes to log groups that are named.")


LOGS = "arn:aws:logs:us-east-1:123456789012:log-group"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
LATER = "${terraform_data.later.output}"

GUARDRAIL = Guardrail(
    id="LP121",
    slug="exec-role-logs-scoped",
    title="A function writes to its own log group only.",
    why=(
        "Logs are what tells afterwards what happened. A function that may write to every log group can plant lines in"
        " the logs of others, and hide among them."
    ),
    severity=Severity.LOW,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("how-to-secure-aws-lambda", "Execution role example"),
        Citation("lambda-governance-and-guardrails", "Execution role"),
    ),
    peers=("NAG:AwsSolutions-IAM5",),
    fix="Name the function's own log group where CreateLogStream and PutLogEvents are allowed.",
    fix_hcl=(
        'data "aws_iam_policy_document" "logs" {\n  statement {\n'
        '    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]\n'
        '    resources = ["${aws_cloudwatch_log_group.orders.arn}:*"]\n  }\n}'
    ),
    applies="To every function. AWS's own AWSLambdaBasicExecutionRole names no log group.",
    profile="strict",
    check=check,
    examples=(
        passing("its own group", allowing(list(WRITING), f"{LOGS}:/aws/lambda/orders:*"), AT),
        passing(
            "a group that the plan creates",
            {
                **deferred({"actions": list(WRITING), "resources": ["${aws_cloudwatch_log_group.orders.arn}:*"]}),
                "aws_cloudwatch_log_group.orders": {"name": "/aws/lambda/orders"},
            },
            AT,
        ),
        passing("no logs", allowing("s3:GetObject", "arn:aws:s3:::orders/*"), AT),
        failing("every group", allowing(list(WRITING), "*"), at=AT),
        failing("every group of Lambda", allowing(list(WRITING), f"{LOGS}:/aws/lambda/*"), at=AT),
        failing("what AWS's own policy allows", attaching(BASIC), at=AT),
        undecidable("a group that is known only after apply", allowing(list(WRITING), LATER), at=AT),
        undecidable("a policy that is known only after apply", attaching(LATER), at=AT),
    ),
)
