"""Functions by families: how each function stands, the worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lambda_policies.packs.pack import FAMILIES
from lambda_policies.report.order import natural
from lambda_policies.report.tally import Place, place
from lambda_policies.verdicts import Finding, Report, Requirement

OTHER = "other"
"""The family of guardrails that belong to none."""

STANDINGS: Mapping[Place, str] = {
    Place.DENIED: "denied",
    Place.UNDECIDED: "undecided",
    Place.OUTSIDE: "undecided",
    Place.WARNED: "warned",
    Place.WARNED_UNDECIDED: "warned",
    Place.PASSED: "passed",
}
"""How a function stands by what became of a verdict about it; what is waived, folded or off does not count."""
WORST = ("denied", "undecided", "warned", "passed")


@dataclass(slots=True)
class Row:
    """One function of one plan, and how many verdicts of each standing each family has about it."""

    plan: str
    address: str
    cells: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def worst(self, family: str) -> tuple[str, int]:
        """The worst standing in a family and how often it is so; empty where nothing was decided."""
        counts = self.cells.get(family, Counter())
        return next(((standing, counts[standing]) for standing in WORST if counts[standing]), ("", 0))

    def gravity(self) -> tuple[int, ...]:
        """Sorts the worst first."""
        return tuple(-sum(counts[standing] for counts in self.cells.values()) for standing in WORST[:3])


def family_of(finding: Finding, told: Mapping[str, Requirement]) -> str:
    """The family of the guardrail that a finding is of."""
    return told[finding.guardrail].family or OTHER


def rows(report: Report, told: Mapping[str, Requirement]) -> list[Row]:
    """One row for each function that a verdict is about, the worst first."""
    made: dict[tuple[str, str], Row] = {}
    for finding in report.findings:
        standing = STANDINGS.get(place(finding))
        if standing is None:
            continue
        for subject in finding.subjects:
            row = made.setdefault((finding.plan, subject), Row(finding.plan, subject))
            row.cells[family_of(finding, told)][standing] += 1
    return sorted(made.values(), key=lambda row: (row.gravity(), row.plan, natural(row.address)))


def families(matrix: Iterable[Row]) -> list[str]:
    """The families that have a cell, in their order."""
    found = {family for row in matrix for family in row.cells}
    return [family for family in (*FAMILIES, OTHER) if family in found]
