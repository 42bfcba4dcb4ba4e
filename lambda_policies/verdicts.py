"""What was decided: outcomes, verdicts, findings and the report they add up to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec
from msgspec import Struct

from lambda_policies.values import Reason, Unknown


class Outcome(StrEnum):
    """What a guardrail decided."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How bad a failing verdict is, whatever its effect; declared most severe first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for critical, 4 for info."""
        return _RANK[self]


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class Effect(StrEnum):
    """What the pack makes of a failing or undecided verdict."""

    DENY = "deny"
    WARN = "warn"
    OFF = "off"


USUAL = {
    Severity.CRITICAL: Effect.DENY,
    Severity.HIGH: Effect.DENY,
    Severity.MEDIUM: Effect.WARN,
    Severity.LOW: Effect.OFF,
    Severity.INFO: Effect.OFF,
}
"""What a failing verdict leads to where neither pack nor option says so."""


CHECKOV = "checkov"
"""The slug of a finding that a check of Checkov's made; its guardrail is that check's id."""


class Verdict(Struct, frozen=True, gc=False):
    """One guardrail's answer at one address.

    ``address`` is the resource that a person would edit, ``at`` the attribute path there, ``related`` the other
    addresses that take part. ``leads`` names guardrails whose verdict at the same address has the same cause. ``spot``
    is where exactly inside ``at``, such as the statement of a policy document; empty where that is all of it.
    """

    outcome: Outcome
    because: str
    address: str
    at: str = ""
    related: tuple[str, ...] = ()
    unknown: Unknown | None = None
    leads: tuple[str, ...] = ()
    spot: str = ""

    @property
    def reason_unknown(self) -> Reason | None:
        """Why the verdict is unknown, None for pass and fail."""
        return self.unknown.reason if self.unknown else None


class Waiver(Struct, frozen=True):
    """An accepted finding: who accepted it, why, and until when."""

    guardrail: str
    address: str
    owner: str
    reason: str
    expires: date


class Place(Struct, frozen=True, gc=False):
    """A line that a person can edit, counted from 1; ``file`` is a posix path that leads there from where lp runs.

    ``frame`` is the line itself as it may be shown; empty where none of it may.
    """

    file: str
    line: int
    frame: str = ""


class Finding(Struct, frozen=True, gc=False):
    """A verdict as it is reported (passes too, where they are asked for).

    ``subjects`` are the addresses of the functions it is about. ``effect`` already takes outcome, pack and
    options into account; a waived or folded finding does not count in the gate. ``place`` is where the attribute, or
    the nearest thing around it, is written; ``call`` the nearest module call around it that the user wrote. Both are
    None where the source does not tell. ``new``: it was not so before the plan; None for a pass and an expired waiver.
    ``was`` is the address before the plan moves it, empty where it stays; ``nearby`` says where those of the
    verdict's related addresses are written of which the source tells.
    """

    plan: str
    guardrail: str
    slug: str
    severity: Severity
    effect: Effect
    verdict: Verdict
    fix: str
    subjects: tuple[str, ...] = ()
    waiver: Waiver | None = None
    folded_under: str | None = None
    place: Place | None = None
    call: Place | None = None
    new: bool | None = None
    was: str = ""
    nearby: tuple[tuple[str, Place], ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the gate counts it."""
        return self.verdict.outcome is not Outcome.PASS and self.waiver is None and self.folded_under is None


class Requirement(Struct, frozen=True):
    """What a report tells of a guardrail: ``title`` a sentence, ``why`` a paragraph, ``fix_hcl`` what to write.

    ``family`` is empty for guardrails of other packs; ``peers`` are the names of the same thing elsewhere.
    """

    id: str
    slug: str
    title: str
    why: str
    severity: Severity
    fix: str
    fix_hcl: str = ""
    family: str = ""
    peers: tuple[str, ...] = ()


class Changes(Struct, frozen=True):
    """How many resources a plan creates, updates and deletes; one that it replaces is created and deleted."""

    create: int = 0
    update: int = 0
    delete: int = 0


class PlanSummary(Struct, frozen=True):
    """What one plan file held and what was said of it as a whole.

    ``source`` names the Terraform source and says whether it matches; empty where none was looked for. ``folder`` is
    the source's, as a posix path from where lp runs; empty where no source matches.
    """

    name: str
    functions: int
    incomplete: bool = False
    notices: tuple[str, ...] = ()
    source: str = ""
    folder: str = ""
    changes: Changes = Changes()


class Report(Struct, frozen=True):
    """Everything that one run decided.

    ``names`` are the names of functions by address, ``requirements`` the guardrails that were asked, in order.
    ``as_of`` is the day on which it was decided, None where nobody said so.
    """

    plans: tuple[PlanSummary, ...]
    findings: tuple[Finding, ...]
    passed: int
    guardrails: int
    exit_code: int
    names: dict[str, str] = msgspec.field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    as_of: date | None = None
