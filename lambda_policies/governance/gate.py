"""The exit code of a run. The table in ``docs/exit-codes.md`` is its test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lambda_policies.verdicts import Effect, Finding, PlanSummary

NOTHING_DENIED = 0
DENIED = 1
CANNOT_JUDGE = 2


def exit_code(
    findings: Iterable[Finding],
    plans: Sequence[PlanSummary],
    *,
    allow_errored: bool = False,
    require_lambda: bool = False,
) -> int:
    """0 nothing denied, 1 something denied, 2 cannot judge; a denial is said even where not everything was judged.

    A plan is errored where its summary is ``incomplete``, and without Lambda where it has no function.
    """
    if any(finding.counts and finding.effect is Effect.DENY for finding in findings):
        return DENIED
    errored = any(plan.incomplete for plan in plans) and not allow_errored
    without_lambda = require_lambda and any(plan.functions == 0 for plan in plans)
    return CANNOT_JUDGE if errored or without_lambda or not plans else NOTHING_DENIED
