"""What Checkov leaves out of its report, said on standard error: undecided verdicts, and scans without a plan."""

from __future__ import annotations

import sys
from collections import Counter

from lambda_policies.checkov_bridge.decisions import Decided
from lambda_policies.checkov_bridge.judging import UNDECIDED
from lambda_policies.checkov_bridge.scanning import Scan
from lambda_policies.report.escape import shown
from lambda_policies.report.lines import counted
from lambda_policies.report.order import natural

_SAID: set[str] = set()
_LONGEST = 300  # characters of a path
NO_PLAN = (
    "lambda-policies: Terraform source was scanned; the guardrails decide on plans and say nothing of it."
    " `terraform show -json tfplan > plan.json` makes what they need."
)


def without_plan() -> None:
    """Say once in a process that source alone decides nothing."""
    _once("", NO_PLAN)


def undecided(scanned: Scan, decided: Decided) -> None:
    """Say once for each plan how many verdicts are undecided, of the guardrails that were asked for."""
    if scanned.plan in _SAID:
        return
    open_ = Counter(
        guardrail for each in decided.undecided.values() for guardrail, _ in each if scanned.asks(guardrail)
    )
    listed = ", ".join(sorted(open_, key=natural))
    sentence = (
        f"lambda-policies: {counted(open_.total(), 'undecided verdict')} in {shown(scanned.plan, _LONGEST)}: {listed}."
        f" `lambda-policies check` says why; Checkov shows them, as LP001, where {UNDECIDED} is fail."
    )
    _once(scanned.plan, sentence if open_ else "")


def _once(plan: str, sentence: str) -> None:
    if plan not in _SAID:
        _SAID.add(plan)
        sys.stderr.write(f"{sentence}\n" if sentence else "")
