"""LP501: the runtime of a function is still patched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lambda_policies.data.runtimes import Runtime
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.dating import FIX, FIX_HCL, judged_by_date
from lambda_policies.guardrails.saying import failed, passed
from lambda_policies.verdicts import Severity, Verdict


def check(function: Function, settings: Settings) -> Iterator[Verdict]:
    """Look the runtime up in the table of dates."""
    yield from judged_by_date(function, lambda found: _dated(function, found, settings.as_of))


def _dated(function: Function, found: Runtime, day: date) -> Verdict:
    at = function.runtime.at
    if found.deprecated is None or found.deprecated > day:
        return passed(function.address, at, f"{found.name} is supported on {day}.")
    patched = f"{found.name} has had no security patches since {found.deprecated}"
    return failed(function.address, at, f"{patched}; the newest of its family is {found.successor}.")


GUARDRAIL = Guardrail(
    id="LP501",
    slug="runtime-deprecated",
    title="The runtime of a function is still patched.",
    why=(
        "AWS patches a managed runtime until the day it is deprecated. After that day flaws in the language and its"
        " libraries stay open, and some time later the function can no longer be created or updated."
    ),
    severity=Severity.HIGH,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("security-overview-of-aws-lambda", "Runtime Maintenance in Lambda"),
    ),
    peers=("SH:Lambda.2", "CKV_AWS_363", "LINT:W2531", "TFL:aws_lambda_function_deprecated_runtime", "CIS:4.11"),
    fix=FIX,
    fix_hcl=FIX_HCL,
    applies="To functions from a zip file; an image brings its own runtime. The day of the check is --as-of, or today.",
    check=check,
    examples=(
        passing("a supported runtime", {"aws_lambda_function.orders": {"runtime": "python3.13"}}, at="runtime"),
        failing(
            "a runtime that is no longer patched",
            {"aws_lambda_function.orders": {"runtime": "nodejs16.x"}},
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
            "a runtime whose last day is still to come",
            {"aws_lambda_function.orders": {"runtime": "python3.11"}},
            at="runtime",
        ),
    ),
)
