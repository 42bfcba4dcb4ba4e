"""The runtime of a function, judged by the days that AWS has set for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lambda_policies.data.runtimes import Runtime, retrieved, runtime
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.saying import shown, undecided
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Outcome, Verdict

FIX = "Move to a supported runtime of the family."
FIX_HCL = 'resource "aws_lambda_function" "orders" {\n  runtime = "python3.13"\n  # …\n}'


def judged_by_date(function: Function, judge: Callable[[Runtime], Verdict]) -> Iterator[Verdict]:
    """What *judge* says of the function's runtime; nothing for an image, and a runtime without dates is undecided."""
    match function.runtime:
        case Known(name, at=at):
            found = runtime(name)
            because = f"{shown(function.runtime)} is not among the runtimes known on {retrieved()}."
            hole = Unknown(at)
            yield judge(found) if found else Verdict(Outcome.UNKNOWN, because, function.address, at, (), hole)
        case Unknown() as hole:
            yield undecided(function.address, hole)
        case Absent():
            return
