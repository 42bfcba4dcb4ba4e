"""LP120: a function may write its log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.needs import Need, judged
from lambda_policies.guardrails.saying import undecided
from lambda_policies.guardrails.sketches import allowing, attaching, deferred
from lambda_policies.plan.resources import Resource
from lambda_policies.values import Absent, Known, Unknown, Value
from lambda_policies.verdicts import Outcome, Severity, Verdict

ACTIONS = ("logs:CreateLogStream", "logs:PutLogEvents")
PURPOSE = "the function runs, and leaves no log"
UNNAMED = "known-after-apply-7Q2v"
"""A name that no policy has by chance: what a role may do with it, it may do with any."""
_ORDER = (Outcome.PASS, Outcome.UNKNOWN, Outcome.FAIL)


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Ask whether the role may write to the function's log group, by its name or as a resource of the plan."""
    name = _group_name(function)
    found = [_judged(function, _arn(function, name.value if isinstance(name, Known) else UNNAMED))]
    match function.log_group:
        case Known(group):
            found.append(_judged(function, group.resource))
    best = min(found, key=lambda verdict: _ORDER.index(verdict.outcome))
    anywhere = best
    if best.outcome is Outcome.FAIL and isinstance(name, Unknown):
        anywhere = _judged(function, _arn(function, "*"))
    if isinstance(name, Unknown) and anywhere.outcome is not best.outcome:
        yield undecided(function.address, name)
    else:
        yield best


def _judged(function: Function, on: Resource | str) -> Verdict:
    return judged(function.address, "role", function, Need(ACTIONS, on), PURPOSE)


def _group_name(function: Function) -> Value[str]:
    match function.logging_config_log_group, function.function_name:
        case (Known() | Unknown()) as named, _:
            return named
        case _, Known(name, at=at):
            return Known(f"/aws/lambda/{name}", at)
        case _, (Unknown() | Absent()) as open_:
            return open_ if isinstance(open_, Unknown) else Unknown(open_.at)


def _arn(function: Function, group: str) -> str:
    """The ARN of a log group beside the function, and what is in it."""
    _, partition, _, region, account, _ = (function.estate.access.arns.of(function.resource) or ANY).split(":", 5)
    return f"arn:{partition}:logs:{region}:{account}:log-group:{group}:*"


ANY = "arn:*:lambda:*:*:function"
ROLE = "arn:aws:iam::aws:policy/service-role"


def _named(resources: dict[str, dict[str, Any]], **more: Any) -> dict[str, dict[str, Any]]:
    return {**resources, "aws_lambda_function.orders": {**resources["aws_lambda_function.orders"], **more}}


OURS = "arn:aws:logs:*:*:log-group:/aws/lambda/orders:*"
GROUP = {"aws_cloudwatch_log_group.orders": {"name": "/aws/lambda/orders"}}
OWN = deferred({"actions": list(ACTIONS), "resources": ["${aws_cloudwatch_log_group.orders.arn}:*"]})

GUARDRAIL = Guardrail(
    id="LP120",
    slug="exec-role-can-log",
    title="A function may write its log.",
    why=(
        "The function writes its log with its own role. Where the role may not, nothing fails and nothing is written:"
        " there is no trace of an attack, and none of a mistake either."
    ),
    severity=Severity.MEDIUM,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(Citation("how-to-secure-aws-lambda", "Creating identity and access management policies and roles"),),
    peers=("NAGR:W58", "CFGC:LAMBDA_ROLE_ALLOWED_ON_LOGGING", "CSP:lambdaLogGroups", "STV:CTL.LAMBDA.LOG.001"),
    fix="Attach AWSLambdaBasicExecutionRole, or allow both actions on the function's log group and what is in it (:*).",
    fix_hcl=(
        'data "aws_iam_policy_document" "log" {\n  statement {\n'
        '    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]\n'
        '    resources = ["${aws_cloudwatch_log_group.orders.arn}:*"]\n  }\n}'
    ),
    applies=(
        "To every function whose role is in the plan. A role that existed before and has no policy in the plan is"
        " unknown: its policies are somewhere else."
        " A boundary that is not in the plan is not asked."
    ),
    check=check,
    examples=(
        passing("AWS's policy for it", attaching(f"{ROLE}/AWSLambdaBasicExecutionRole"), "role"),
        passing("the log group that the plan creates", {**_named(OWN, function_name="orders"), **GROUP}, "role"),
        passing("its log group by name", _named(allowing(list(ACTIONS), OURS), function_name="orders"), "role"),
        passing("every log group", allowing("logs:*", "*"), "role"),
        failing("no right to it", allowing("s3:GetObject", "arn:aws:s3:::orders/*"), "role"),
        failing(
            "the log group of another function",
            _named(allowing(list(ACTIONS), "arn:aws:logs:*:*:log-group:/aws/lambda/bills:*"), function_name="orders"),
            "role",
        ),
        failing(
            "a log group of its own choice, and rights to the usual one",
            _named(
                allowing(list(ACTIONS), OURS),
                function_name="orders",
                logging_config=[{"log_format": "JSON", "log_group": "/orders"}],
            ),
            "role",
        ),
        passing(
            "any log group, for a function whose name is known only after apply",
            _named(allowing("logs:*", "*"), function_name="${terraform_data.later.output}"),
            "role",
        ),
        failing(
            "no log group, for a function whose name is known only after apply",
            _named(allowing("s3:*", "*"), function_name="${terraform_data.later.output}"),
            "role",
        ),
        undecidable(
            "one log group, for a function whose name is known only after apply",
            _named(
                allowing(list(ACTIONS), OURS),
                function_name="${terraform_data.later.output}",
            ),
            "function_name",
        ),
        undecidable("a policy that is known only after apply", attaching("${terraform_data.later.output}"), "role"),
    ),
)
