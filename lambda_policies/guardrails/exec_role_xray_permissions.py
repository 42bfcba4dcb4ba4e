"""LP123: a function that traces may send its traces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.needs import Need, judged
from lambda_policies.guardrails.saying import undecided
from lambda_policies.guardrails.sketches import allowing, attaching
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Effect, Severity, Verdict

NEED = Need(("xray:PutTraceSegments", "xray:PutTelemetryRecords"))


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Ask a function whose tracing is active for the right to send traces."""
    match function.tracing_config_mode:
        case Known("Active", at=at):
            yield judged(function.address, at, function, NEED, "traces of the function are lost without a word")
        case Unknown() as hole:
            yield undecided(function.address, hole)


AT = "tracing_config[0].mode"
AWS = "arn:aws:iam::aws:policy"


def _traced(resources: dict[str, dict[str, Any]], mode: str = "Active") -> dict[str, dict[str, Any]]:
    function = {**resources["aws_lambda_function.orders"], "tracing_config": [{"mode": mode}]}
    return {**resources, "aws_lambda_function.orders": function}


GUARDRAIL = Guardrail(
    id="LP123",
    slug="exec-role-xray-permissions",
    title="A function that traces may send its traces.",
    why=(
        "With tracing active and no right to send, the function works and its traces are lost. Nobody notices until"
        " the day somebody needs them."
    ),
    severity=Severity.LOW,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(Citation("security-in-lambda-context", "Policies best practices"),),
    peers=(),
    fix="Attach AWSXRayDaemonWriteAccess to the role, or allow both actions in a policy of your own.",
    fix_hcl=(
        'resource "aws_iam_role_policy_attachment" "tracing" {\n  role       = aws_iam_role.orders.name\n'
        '  policy_arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"\n}'
    ),
    applies=(
        "To functions whose tracing mode is Active. A role that existed before and has no policy in the plan is"
        " unknown: its policies are somewhere else."
        " A boundary that is not in the plan is not asked."
    ),
    profile="strict",
    effect=Effect.WARN,
    check=check,
    examples=(
        passing("AWS's policy for it", _traced(attaching(f"{AWS}/AWSXRayDaemonWriteAccess")), AT),
        passing("both actions", _traced(allowing(["xray:Put*"], "*")), AT),
        failing("no right to it", _traced(allowing("s3:GetObject", "arn:aws:s3:::orders/*")), AT),
        failing("one action of two", _traced(allowing("xray:PutTraceSegments", "*")), AT),
        failing(
            "a boundary that does not let it through",
            _traced(
                {
                    **attaching(f"{AWS}/AWSXRayDaemonWriteAccess"),
                    "aws_iam_role.orders": {"permissions_boundary": f"{AWS}/AmazonS3ReadOnlyAccess"},
                }
            ),
            AT,
        ),
        undecidable(
            "a mode that is known only after apply", _traced(attaching(AWS), "${terraform_data.later.output}"), AT
        ),
        undecidable(
            "a policy that is known only after apply", _traced(attaching("${terraform_data.later.output}")), AT
        ),
        undecidable(
            "a role that existed before, with policies from elsewhere",
            _traced({"aws_iam_role.orders": {}, "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"}}),
            AT,
            before={"aws_iam_role.orders": {}},
        ),
    ),
)
