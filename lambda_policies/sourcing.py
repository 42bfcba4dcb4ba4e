"""What the Terraform source of a plan adds to its report: lines, and that a verdict rests on what was rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec.structs import replace

from lambda_policies.plan.model import Configuration
from lambda_policies.verdicts import Finding, Outcome, Place, PlanSummary

if TYPE_CHECKING:
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.recovery import Recovery
    from lambda_policies.source.comments import Comment
    from lambda_policies.source.lines import Location, SourceIndex

NOTES = 3
"""Of what was not read of the source, so much is named."""


class Source(Protocol):
    """The Terraform source of a plan, and the ``folder`` of its root module.

    ``why`` says what keeps it from being that, empty where it matches; ``notes`` what of it was not read so far;
    ``differs`` what was changed since, so that nothing is rebuilt from it.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def folder(self) -> str: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def differs(self) -> tuple[str, ...]: ...  # noqa: D102

    def place(self, address: str, at: str) -> Place | None:
        """Where the attribute *at* of *address* is written, or what is nearest around it."""

    def call(self, address: str) -> Place | None:
        """The nearest module call around *address* that the user wrote."""

    def comments(self) -> tuple[Comment, ...]:
        """The comments that waive something; none where the repository may not."""

    def about(self, address: str, at: str) -> frozenset[tuple[str, int]]:
        """The lines, by file, on which a comment is about *at* of *address*, or all of it."""

    def recovery(self, plan: Plan) -> Recovery:
        """What rebuilds from it the values that *plan*, which it matches, leaves open."""


Find: TypeAlias = Callable[[str, Configuration | None], Source | None]
"""From a plan's name and configuration to its source. Only asked where something is to be placed."""


@dataclass(frozen=True, slots=True)
class Code:
    """The source in one folder or file, compared with a plan. ``seen`` leads to one of its files from here.

    ``waives`` says that comments in it may waive: a repository that is not trusted has no say in its own check.
    """

    name: str
    folder: str
    index: SourceIndex
    seen: Callable[[str], str]
    waives: bool = False

    @property
    def why(self) -> str:
        """What keeps it from being the source of the plan; empty where it is."""
        return self.index.why

    @property
    def notes(self) -> tuple[str, ...]:
        """What of it was not read so far."""
        return self.index.notes

    @property
    def differs(self) -> tuple[str, ...]:
        """The blocks that were changed since, as far as was seen."""
        return tuple(self.index.differs)

    def place(self, address: str, at: str) -> Place | None:
        """Where *at* is written; None also where that is in a module that was downloaded, which nobody edits."""
        found = self.index.locate(address, at)
        return None if found is None or found.downloaded else self._placed(found)

    def call(self, address: str) -> Place | None:
        """The nearest module call around *address* that the user wrote."""
        found = self.index.module_call(address)
        return self._placed(found) if found else None

    def comments(self) -> tuple[Comment, ...]:
        """The comments that waive something, where they may."""
        if not self.waives or self.why:
            return ()
        return tuple(replace(one, file=self.seen(one.file)) for one in self.index.comments())

    def about(self, address: str, at: str) -> frozenset[tuple[str, int]]:
        """The lines, by file, on which a comment is about *at* of *address*, or all of it."""
        return frozenset((self.seen(file), line) for file, line in self.index.about(address, at))

    def recovery(self, plan: Plan) -> Recovery:
        """What rebuilds from it the values that *plan* leaves open."""
        return self.index.rebuilding(plan)

    def _placed(self, location: Location) -> Place:
        return Place(self.seen(location.file), location.line, location.frame)


def placed(findings: list[Finding], source: Source | None) -> list[Finding]:
    """The findings that are no passes with their lines, where the source is the plan's."""
    if source is None or source.why:
        return findings
    return [
        finding
        if finding.verdict.outcome is Outcome.PASS
        else replace(
            finding,
            place=source.place(finding.verdict.address, finding.verdict.spot or finding.verdict.at),
            call=source.call(finding.verdict.address),
            nearby=tuple(
                (address, place) for address in finding.verdict.related if (place := source.place(address, ""))
            ),
        )
        for finding in findings
    ]


def told(summary: PlanSummary, source: Source | None) -> PlanSummary:
    """The summary with what is to be said of the source, after it was read."""
    if source is None:
        return replace(summary, source="none")
    if source.why:
        return replace(summary, source=f"{source.name} (does not match: {source.why})")
    unread = "; ".join(source.notes[:NOTES]) + ("; and more" if len(source.notes) > NOTES else "")
    notices = (*summary.notices, f"Not all of the source was read: {unread}.") if unread else summary.notices
    but = f" but for {source.differs[0]}" if source.differs else ""
    return replace(summary, source=f"{source.name} (matches{but})", folder=source.folder, notices=notices)


def resting(findings: list[Finding], rebuilt: Sequence[bool], source: Source | None) -> list[Finding]:
    """The same findings, those that rest on what was *rebuilt* from *source* with the line that it was rebuilt from."""
    if source is None:
        return findings
    return [_resting(finding, source) if rests else finding for finding, rests in zip(findings, rebuilt, strict=True)]


def _resting(finding: Finding, source: Source) -> Finding:
    verdict = finding.verdict
    place = finding.place or source.place(verdict.address, verdict.at)
    where = f"{place.file}:{place.line}" if place else "its source"
    return replace(finding, verdict=replace(verdict, because=f"{verdict.because} Rebuilt from {where}."))
