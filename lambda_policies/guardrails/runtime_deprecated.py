"""LP501: the runtime of a function is still patched."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.data.runtimes import retrieved, runtime
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, shown, undecided
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Outcome, Severity, Verdict


def check(function: Function, settings: Settings) -> Iterator[Verdict]:
    """Look the runtime up in the table of dates."""
    match function.runtime:
        case Known(name):
            yield _dated(function, name, settings)
        case Unknown() as hole:
            yield undecided(function.address, hole)
        case Absent():
            return


def _dated(function: Function, name: str, settings: Settings) -> Verdict:
    at = function.runtime.at
    found = runtime(name)
    if found is None:
        because = f"{shown(function.runtime)} is not among the runtimes known on {retrieved()}."
        return Verdict(Outcome.UNKNOWN, because, function.address, at, (), Unknown(at))
    if found.deprecated is None or found.deprecated > settings.as_of:
        return passed(function.address, at, f"{name} is supported on {settings.as_of}.")
    because = (
        f"{name} has had no security patches since {found.deprecated}; the newest of its family is {found.successor}."
    )
    return failed(function.address, at, because)


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
    fix="Move to a supported runtime of the family.",
    fix_hcl='resource "aws_lambda_function" "orders" {\n  runtime = "python3.13"\n  # …\n}',
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
