"""The guardrails as Checkov checks: no logic of their own, they look up what the pipeline decided."""

from __future__ import annotations

from functools import cache
from typing import Any

from checkov.common.bridgecrew.severities import get_severity
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from lambda_policies.checkov_bridge.categories import category
from lambda_policies.checkov_bridge.decisions import decide
from lambda_policies.checkov_bridge.judging import pack
from lambda_policies.checkov_bridge.scanning import scan
from lambda_policies.errors import LpError
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.verdicts import Outcome

_RESULTS = {
    Outcome.PASS: CheckResult.PASSED,
    Outcome.FAIL: CheckResult.FAILED,
    Outcome.UNKNOWN: CheckResult.UNKNOWN,
}


class GuardrailCheck(BaseResourceCheck):
    """One guardrail on the resources that its verdicts point at."""

    severity: Any

    def __init__(self, guardrail: Guardrail[Any]) -> None:
        """Take everything from the guardrail."""
        super().__init__(
            name=guardrail.title,
            id=guardrail.id,
            categories=[CheckCategories[category(guardrail.id)]],
            supported_resources=list(guardrail.lands_on),
            guideline=f"lambda-policies explain {guardrail.id}",
        )
        self.severity = get_severity(guardrail.severity.value)

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """FAILED or PASSED as the pipeline decided; UNKNOWN, which Checkov leaves out, for everything else."""
        self.details, self.evaluated_keys = [], []
        try:
            scanned = scan()
        except LpError:  # LP000 says so
            return CheckResult.UNKNOWN
        decisions = decide(scanned.plan).decisions if scanned else {}
        decision = decisions.get((self.id, conf.get("__address__", "")))
        if decision is None:
            return CheckResult.UNKNOWN
        self.details, self.evaluated_keys = list(decision.details), list(decision.at)
        return _RESULTS[decision.outcome]


@cache
def register() -> tuple[GuardrailCheck, ...]:
    """Make a check of every guardrail of the pack; Checkov keeps each as it is made. Raises PackError."""
    return tuple(GuardrailCheck(guardrail) for guardrail in pack().guardrails)
