"""Where formats that need a file and a line say that a finding is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname, isabs, join, normpath
from urllib.parse import quote

from lambda_policies.governance.waiving import EXPIRED
from lambda_policies.report.escape import plain
from lambda_policies.verdicts import Finding, Place, PlanSummary, Report

ENTRY = "main.tf"
"""The file that a root module usually begins with."""
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Spot:
    """A file, as a posix path from where lp runs, and a line of it, counted from 1.

    ``known`` is False where the source does not tell and the file only stands for the plan's folder. ``frame`` is the
    line itself as it may be shown, or empty.
    """

    file: str
    line: int
    known: bool = True
    frame: str = ""

    @property
    def uri(self) -> str:
        """The file as a URI reference, or as a whole ``file:`` URI where the path is whole."""
        path = quote(self.file, safe="/", errors="replace")
        return f"file://{path}" if isabs(self.file) else path


def spots(report: Report) -> Mapping[str, PlanSummary]:
    """The plans by name, which `spot` takes."""
    return {plan.name: plan for plan in report.plans}


def spot(finding: Finding, plans: Mapping[str, PlanSummary]) -> Spot:
    """The line to edit, or the call around it, or else the beginning of the plan's folder."""
    if place := finding.place or finding.call:
        return of(place)
    if finding.guardrail == EXPIRED:
        return Spot(plain(finding.verdict.address, LONGEST), 1, known=False)
    return Spot(join(root(plans.get(finding.plan)), ENTRY), 1, known=False)


def of(place: Place) -> Spot:
    """A place as a spot."""
    return Spot(normpath(plain(place.file, LONGEST)), place.line, frame=plain(place.frame, LONGEST))


def root(plan: PlanSummary | None) -> str:
    """The folder that a plan is of, as a posix path: its source's, or else the one that it lies in below this one."""
    if plan is None:
        return ""
    folder = plan.folder or dirname(plan.name)
    inside = folder and not isabs(folder) and not folder.startswith("..")
    return normpath(plain(folder, LONGEST)).removeprefix(".") if inside else ""
