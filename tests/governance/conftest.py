"""Findings for the tests of governance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lambda_policies.values import Reason, Unknown
from lambda_policies.verdicts import Effect, Finding, Outcome, Severity, Verdict


def make(
    guardrail: str = "LP203",
    outcome: Outcome = Outcome.FAIL,
    effect: Effect = Effect.DENY,
    address: str = "aws_lambda_permission.p",
    **more: Any,
) -> Finding:
    unknown = Unknown("principal", Reason.AFTER_APPLY) if outcome is Outcome.UNKNOWN else None
    verdict = Verdict(outcome, "because", address, unknown=unknown, leads=more.pop("leads", ()))
    severity = more.pop("severity", Severity.HIGH)
    plan = more.pop("plan", "plan.json")
    return Finding(plan, guardrail, f"slug-{guardrail[2:]}", severity, effect, verdict, "fix it", **more)


@pytest.fixture
def finding() -> Callable[..., Finding]:
    """A finding with whatever a test does not care about filled in."""
    return make
