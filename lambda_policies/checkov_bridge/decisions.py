"""One decision per plan, whatever the number of checks that ask for it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from lambda_policies.checkov_bridge.judging import judge
from lambda_policies.errors import LpError
from lambda_policies.report.escape import shown
from lambda_policies.verdicts import Effect, Finding, Outcome, Report

_ONE_AT_A_TIME = threading.Lock()
_LONGEST = 1000  # characters of one detail in Checkov's report


@dataclass(frozen=True, slots=True)
class Decision:
    """What one guardrail says at one address: the outcome that holds, why and what to do, and the attribute paths."""

    outcome: Outcome
    details: tuple[str, ...]
    at: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """What was decided on one plan, by guardrail and address; ``trouble`` says why it could not be, or not all."""

    decisions: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    trouble: str = ""

    @cached_property
    def undecided(self) -> Mapping[str, Sequence[tuple[str, Decision]]]:
        """Guardrail and decision of what is undecided, by address."""
        found: defaultdict[str, list[tuple[str, Decision]]] = defaultdict(list)
        for (guardrail, address), decision in self.decisions.items():
            if decision.outcome is Outcome.UNKNOWN:
                found[address].append((guardrail, decision))
        return found


def decide(plan: str) -> Decided:
    """Judge a plan file, once for each state of the file in this process. Never raises."""
    try:
        seen = Path(plan).stat()
    except OSError as error:
        return Decided(trouble=f"The plan cannot be read: {error.strerror}.")
    with _ONE_AT_A_TIME:
        return _decide(plan, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=64)
def _decide(plan: str, _changed: int, _size: int) -> Decided:
    """Judge a plan file and put into words what keeps it from being judged."""
    try:
        report = judge(plan)
    except LpError as error:
        return Decided(trouble=shown(f"{error.sentence} {error.hint}".strip(), _LONGEST))
    except Exception as error:  # noqa: BLE001 - Checkov would log it and go on without any verdict
        # Its own words may quote the plan, which may hold secrets.
        kind = type(error).__name__
        return Decided(trouble=f"lambda-policies stopped with {kind}; `lambda-policies check` on this plan says more.")
    return Decided(_by_address(report), _incomplete(report))


def _incomplete(report: Report) -> str:
    """Why the decisions are not all that there should be."""
    told = [notice for summary in report.plans if summary.incomplete for notice in summary.notices]
    return " ".join(["The plan is incomplete.", *told]) if any(each.incomplete for each in report.plans) else ""


def _by_address(report: Report) -> dict[tuple[str, str], Decision]:
    """What holds for each guardrail at each address; what the pack has switched off is neither passed nor failed."""
    several: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.effect is not Effect.OFF or finding.verdict.outcome is Outcome.UNKNOWN:
            several[finding.guardrail, finding.verdict.address].append(finding)
    return {key: _together(findings) for key, findings in several.items()}


def _together(findings: Sequence[Finding]) -> Decision:
    """One failure decides; a pass holds only where nothing is unknown."""
    outcomes = {finding.verdict.outcome for finding in findings}
    holds = next(outcome for outcome in (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS) if outcome in outcomes)
    deciding = [finding for finding in findings if finding.verdict.outcome is holds]
    told = [finding.verdict.because for finding in deciding]
    if holds is Outcome.FAIL:
        told += [f"Fix: {finding.fix}" for finding in deciding]
    return Decision(holds, _each_once(told), _each_once(finding.verdict.at for finding in deciding))


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without empty and repeated ones, safe to print whatever the plan wrote into them."""
    return tuple(dict.fromkeys(shown(text, _LONGEST) for text in texts if text))
