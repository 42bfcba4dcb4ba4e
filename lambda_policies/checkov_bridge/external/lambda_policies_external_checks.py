"""What Checkov executes: it registers every guardrail, and LP000, which fails where they cannot judge.

Checkov logs and forgets an external file that raises, which would turn a broken installation into a green run.
"""

from __future__ import annotations

import inspect
from typing import Any

from checkov.common.bridgecrew.severities import get_severity
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

try:
    from lambda_policies.checkov_bridge.checks import register
    from lambda_policies.checkov_bridge.complaints import complaint

    register()
except Exception as error:  # noqa: BLE001 - whatever it is, it must fail the run and not vanish in a log
    _SENTENCE = getattr(error, "sentence", f"{type(error).__name__}: {error}.")
    _HINT = getattr(error, "hint", "Install lambda-policies[checkov] in the environment that Checkov runs in.")
    _LEFT = [f"No guardrail could be loaded. {_SENTENCE} {_HINT}"]

    def complaint() -> str:
        """Say once in this process why nothing was loaded."""
        return _LEFT.pop() if _LEFT else ""


class CanJudge(BaseResourceCheck):
    """LP000: fails on one resource of a plan that the guardrails cannot judge, and says why."""

    severity: Any

    def __init__(self) -> None:
        """Ask for every type, so that it speaks whatever the plan holds."""
        super().__init__(
            name="lambda-policies can judge this plan",
            id="LP000",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=["*"],
        )
        self.severity = get_severity("critical")

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:  # noqa: ARG002 - it is about the whole plan
        """FAILED with the reason once for each plan that cannot be judged, UNKNOWN otherwise."""
        reason = complaint()
        self.details = [reason] if reason else []
        return CheckResult.FAILED if reason else CheckResult.UNKNOWN


def _run_with_every_selection() -> None:
    """Let LP000 run where ``--check`` names guardrails only: they would be missing without a word."""
    frames = (each.frame.f_locals for each in inspect.stack(context=0))
    runner_filter = next((seen["runner_filter"] for seen in frames if seen.get("runner_filter")), None)
    asked = getattr(runner_filter, "checks", None) or []
    if any(pattern.startswith("LP") for pattern in asked) and CHECK.id not in asked:
        asked.append(CHECK.id)


CHECK = CanJudge()
_run_with_every_selection()
