"""Counting findings: each falls into exactly one place, and the places add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from lambda_policies.report.order import rank
from lambda_policies.values import Reason
from lambda_policies.verdicts import Effect, Finding, Outcome, Report, Severity


class Place(StrEnum):
    """What became of a verdict."""

    DENIED = "denied"
    UNDECIDED = "undecided"
    WARNED = "warned"
    WARNED_UNDECIDED = "warned_undecided"
    OUTSIDE = "outside"
    WAIVED = "waived"
    FOLDED = "folded"
    OFF = "off"
    PASSED = "passed"


LISTED = frozenset({Place.DENIED, Place.UNDECIDED, Place.WARNED, Place.WARNED_UNDECIDED, Place.WAIVED})
"""The places whose findings are shown one by one."""
COUNTED = (LISTED - {Place.WAIVED}) | {Place.OUTSIDE}
"""The places whose findings are new or old."""


def place(finding: Finding) -> Place:
    """Where a finding counts. Only DENIED and UNDECIDED make the exit code 1."""
    if finding.effect is Effect.OFF and finding.verdict.outcome is not Outcome.PASS:
        return Place.OFF
    if not finding.counts:
        return _uncounted(finding)
    unknown = finding.verdict.outcome is Outcome.UNKNOWN
    if finding.effect is Effect.DENY:
        return Place.UNDECIDED if unknown else Place.DENIED
    if unknown and finding.verdict.reason_unknown is Reason.OUTSIDE:
        return Place.OUTSIDE
    return Place.WARNED_UNDECIDED if unknown else Place.WARNED


def _uncounted(finding: Finding) -> Place:
    if finding.verdict.outcome is Outcome.PASS:
        return Place.PASSED
    return Place.FOLDED if finding.waiver is None else Place.WAIVED


class Tally:
    """How many findings fell into each place, in all and by severity."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Count ``findings``. ``new`` and ``old`` are those of them that the gate or a reader counts."""
        self._counts: Counter[tuple[Place, Severity]] = Counter()
        ages: Counter[bool | None] = Counter()
        for finding in findings:
            where = place(finding)
            self._counts[where, finding.severity] += 1
            ages[finding.new if where in COUNTED else None] += 1
        self.new, self.old = ages[True], ages[False]

    def of(self, where: Place, severity: Severity | None = None) -> int:
        """The number of findings in one place, of one severity or of all."""
        return sum(self._counts[where, each] for each in ([severity] if severity else Severity))

    def severities(self, where: Place) -> str:
        """``2 critical, 3 high``, most severe first; empty where there is none."""
        return ", ".join(f"{count} {each}" for each in Severity if (count := self.of(where, each)))


TOLD = LISTED | {Place.OUTSIDE}
"""The places whose findings machines are told one by one."""


def told(report: Report) -> list[Finding]:
    """Every finding that is told one by one, most severe first."""
    kept = [finding for finding in report.findings if place(finding) in TOLD]
    return sorted(kept, key=lambda finding: (rank(finding), finding.plan))


def totals(report: Report) -> dict[str, int]:
    """The number of verdicts in each place, the passes among them."""
    tally = Tally(report.findings)
    return {where.value: tally.of(where) for where in Place} | {Place.PASSED.value: report.passed}


def advised(report: Report) -> list[Finding]:
    """Every finding that somebody should act on, so none that is waived, most severe first."""
    return [finding for finding in told(report) if finding.waiver is None]
