"""The guardrails as Checkov checks: no logic of their own, they look up what the pipeline decided."""

from __future__ import annotations

from functools import cache
from typing import Any

from checkov.common.bridgecrew.severities import get_severity
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from lambda_policies.checkov_bridge import notes
from lambda_policies.checkov_bridge.categories import category
from lambda_policies.checkov_bridge.decisions import Decided, decide
from lambda_policies.checkov_bridge.judging import pack, undecided_fails
from lambda_policies.checkov_bridge.scanning import Scan, scan
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
        seen = _seen()
        decision = seen[1].decisions.get((self.id, conf.get("__address__", ""))) if seen else None
        if decision is None:
            return CheckResult.UNKNOWN
        self.details, self.evaluated_keys = list(decision.details), list(decision.at)
        return _RESULTS[decision.outcome]


class UndecidedCheck(BaseResourceCheck):
    """LP001: fails where a guardrail is undecided, for whoever wants to see that in Checkov's report."""

    severity: Any

    def __init__(self) -> None:
        """Ask for every type: each guardrail that is undecided somewhere is told there."""
        super().__init__(
            name="lambda-policies can decide every guardrail here",
            id="LP001",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=["*"],
            guideline="lambda-policies check PLAN",
        )
        self.severity = get_severity("medium")

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """FAILED with what each undecided guardrail says, UNKNOWN where none is."""
        self.details, self.evaluated_keys = list[str](), list[str]()
        seen = _seen()
        if seen is None:
            return CheckResult.UNKNOWN
        for guardrail, decision in seen[1].undecided.get(conf.get("__address__", ""), ()):
            if seen[0].asks(guardrail):
                self.details += [f"{guardrail}: {detail}" for detail in decision.details]
                self.evaluated_keys += [at for at in decision.at if at not in self.evaluated_keys]
        return CheckResult.FAILED if self.details else CheckResult.UNKNOWN


def _seen() -> tuple[Scan, Decided] | None:
    """The plan that is scanned and what was decided on it; None where there is no plan, or where LP000 speaks."""
    try:
        scanned = scan()
    except LpError:
        return None
    if scanned is None:
        notes.without_plan()
        return None
    decided = decide(scanned.plan)
    notes.undecided(scanned, decided)
    return scanned, decided


@cache
def register() -> tuple[BaseResourceCheck, ...]:
    """Make a check of every guardrail of the pack; Checkov keeps each as it is made. Raises PackError, ConfigError."""
    checks = [GuardrailCheck(guardrail) for guardrail in pack().guardrails]
    return (*checks, UndecidedCheck()) if undecided_fails() else tuple(checks)
