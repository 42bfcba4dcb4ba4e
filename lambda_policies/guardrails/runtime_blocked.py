"""LP502: AWS still takes functions with this runtime."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lambda_policies.data.runtimes import Runtime
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.dating import FIX, FIX_HCL, judged_by_date
from lambda_policies.guardrails.saying import failed, leading, passed
from lambda_policies.verdicts import Severity, Verdict


def check(function: Function, settings: Settings) -> Iterator[Verdict]:
    """Compare the day with those on which AWS refuses to create, and to update, functions with the runtime."""
    verdicts = judged_by_date(function, lambda found: _dated(function, found, settings.as_of))
    yield from (leading(verdict, "LP501") for verdict in verdicts)


def _dated(function: Function, found: Runtime, day: date) -> Verdict:
    at = function.runtime.at
    actions = function.resource.change.change.actions
    new = "create" in actions  # a replacement creates, too
    blocked = found.create_blocked if new else found.update_blocked
    if blocked is None or blocked > day:
        return passed(function.address, at, f"AWS takes functions with {found.name} on {day}.")
    return failed(function.address, at, _because(found, blocked, new=new, changes="update" in actions))


def _because(found: Runtime, blocked: date, *, new: bool, changes: bool) -> str:
    refused = f"AWS has refused to {'create' if new else 'update'} functions with {found.name} since {blocked}"
    follows = "this plan cannot be applied" if new or changes else "its code cannot be mended"
    return f"{refused}, so that {follows}; the newest of its family is {found.successor}."


GUARDRAIL = Guardrail(
    id="LP502",
    slug="runtime-blocked",
    title="AWS still takes functions with this runtime.",
    why=(
        "Some time after a runtime is deprecated AWS refuses new functions with it, and later each change to those that"
        " exist. Then a flaw in the code stays where it is until the function has moved to another runtime."
    ),
    severity=Severity.HIGH,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("security-overview-of-aws-lambda", "Lambda Isolation Technologies"),
    ),
    peers=("LINT:E2531", "LINT:E2533", "TFL:aws_lambda_function_deprecated_runtime"),
    fix=FIX,
    fix_hcl=FIX_HCL,
    applies=(
        "To functions from a zip file; an image brings its own runtime. A function that is created or replaced is held"
        " against the first day, one that exists against the second. The day of the check is --as-of, or today."
    ),
    check=check,
    examples=(
        passing("a supported runtime", {"aws_lambda_function.orders": {"runtime": "python3.13"}}, at="runtime"),
        passing(
            "a runtime that is deprecated and not blocked yet",
            {"aws_lambda_function.orders": {"runtime": "nodejs16.x"}},
            at="runtime",
        ),
        failing(
            "a new function with a runtime that AWS refuses",
            {"aws_lambda_function.orders": {"runtime": "python3.7"}},
            at="runtime",
        ),
        undecidable(
            "a runtime that is known only after apply",
            {"aws_lambda_function.orders": {"runtime": "${terraform_data.later.output}"}},
            at="runtime",
        ),
        undecidable(
            "a runtime that is newer than the data, or wrong",
            {"aws_lambda_function.orders": {"runtime": "python2.9"}},
            at="runtime",
        ),
        passing(
            "a function that exists, with a runtime that AWS refuses for new ones only",
            {"aws_lambda_function.orders": {"runtime": "nodejs16.x", "timeout": 5}},
            at="runtime",
            before={"aws_lambda_function.orders": {"runtime": "nodejs16.x", "timeout": 3}},
        ),
        passing(
            "a function that stays as it is, with a runtime that AWS refuses for new ones only",
            {"aws_lambda_function.orders": {"runtime": "nodejs16.x"}},
            at="runtime",
            before={"aws_lambda_function.orders": {"runtime": "nodejs16.x"}},
        ),
        failing(
            "a function that exists, with a runtime that AWS refuses altogether",
            {"aws_lambda_function.orders": {"runtime": "python3.6", "timeout": 5}},
            at="runtime",
            before={"aws_lambda_function.orders": {"runtime": "python3.6", "timeout": 3}},
        ),
        failing(
            "a function that stays as it is, with a runtime that AWS refuses altogether",
            {"aws_lambda_function.orders": {"runtime": "python3.6"}},
            at="runtime",
            before={"aws_lambda_function.orders": {"runtime": "python3.6"}},
        ),
    ),
)
