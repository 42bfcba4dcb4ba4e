"""The report for machines. The structs below are its schema (``docs/schemas/report.schema.json``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from lambda_policies.report import Format
from lambda_policies.report.escape import plain
from lambda_policies.report.fingerprints import fingerprints
from lambda_policies.report.order import natural, rank
from lambda_policies.report.tally import Place, Tally
from lambda_policies.verdicts import Finding, Outcome, PlanSummary, Report, Severity, Waiver

ADDRESS = 10_000
TEXT = 10_000

SeverityWord = Literal["critical", "high", "medium", "low", "info"]
"""The words of `Severity`."""


class WaiverRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who accepted the finding, why, and the last day (``2027-01-31``) on which that holds."""

    address: str
    owner: str
    reason: str
    expires: str


class PlaceRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the source, counted from 1."""

    file: str
    line: int


class VerdictRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One guardrail's answer at one address. ``effect``, ``fix`` and ``new`` are null for a pass.

    ``new`` says that it was not so before the plan.
    ``file``, ``line`` and ``call`` are null where the source does not tell. ``frame`` is the line itself, without
    texts that may be secrets; null where none of it may be shown.
    """

    guardrail: str
    slug: str
    plan: str
    address: str
    subject: str | None
    subjects: list[str]
    related: list[str]
    outcome: Literal["pass", "fail", "unknown"]
    reason_unknown: Literal["after apply", "outside"] | None
    severity: SeverityWord
    effect: Literal["deny", "warn", "off"] | None
    counts: bool
    at: str
    file: str | None
    line: int | None
    frame: str | None
    call: PlaceRecord | None
    because: str
    fix: str | None
    waiver: WaiverRecord | None
    folded_under: str | None
    feeds: list[str]
    new: bool | None
    fingerprint: str


class Counts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many verdicts fell into each place; each verdict that does not pass falls into exactly one."""

    denied: int
    undecided: int
    warned: int
    warned_undecided: int
    outside: int
    waived: int
    folded: int
    off: int


class PlanRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One plan file. ``incomplete`` says that the plan errored, ``source`` which Terraform source belongs to it."""

    name: str
    functions: int
    incomplete: bool
    source: str
    notices: list[str]


class Summary(Counts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The run in figures. ``new`` and ``old`` are what counts in this run, by whether it was so before the plan."""

    exit_code: Literal[0, 1, 2]
    passed: int
    new: int
    old: int
    guardrails: int
    by_severity: dict[SeverityWord, Counts]
    plans: list[PlanRecord]
    warnings: list[str]


class Document(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report of ``lp check --format json``. The number in ``schema`` changes when a reader would have to."""

    schema: Literal["lambda-policies/report/1"]
    summary: Summary
    verdicts: list[VerdictRecord]


def render(report: Report, *, verbose: bool = False) -> str:
    """The report as indented JSON that ends with a newline; passes are listed only when ``verbose``."""
    findings = sorted(report.findings, key=lambda finding: (natural(finding.plan), rank(finding)))
    prints = fingerprints(report)
    shown = [each for each in findings if verbose or each.verdict.outcome is not Outcome.PASS]
    document = Document(
        schema="lambda-policies/report/1",
        summary=_summary(report),
        verdicts=[_verdict(each, prints[id(each)]) for each in shown],
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _summary(report: Report) -> Summary:
    tally = Tally(report.findings)
    return Summary(
        exit_code=report.exit_code,  # type: ignore[arg-type]
        passed=report.passed,
        new=tally.new,
        old=tally.old,
        guardrails=report.guardrails,
        by_severity={severity.value: Counts(**_counts(tally, severity)) for severity in Severity},
        plans=[_plan(plan) for plan in report.plans],
        warnings=_texts(report.warnings),
        **_counts(tally, None),
    )


def _counts(tally: Tally, severity: Severity | None) -> dict[str, int]:
    return {place.value: tally.of(place, severity) for place in Place if place is not Place.PASSED}


def _plan(plan: PlanSummary) -> PlanRecord:
    return PlanRecord(
        name=plain(plan.name, TEXT),
        functions=plan.functions,
        incomplete=plan.incomplete,
        source=plain(plan.source, TEXT),
        notices=_texts(plan.notices),
    )


def _verdict(finding: Finding, fingerprint: str) -> VerdictRecord:
    verdict = finding.verdict
    passed = verdict.outcome is Outcome.PASS
    subjects = _texts(finding.subjects)
    return VerdictRecord(
        guardrail=plain(finding.guardrail, TEXT),
        slug=plain(finding.slug, TEXT),
        plan=plain(finding.plan, TEXT),
        address=plain(verdict.address, ADDRESS),
        subject=subjects[0] if subjects else None,
        subjects=subjects,
        related=_texts(verdict.related),
        outcome=verdict.outcome.value,
        reason_unknown=verdict.reason_unknown.value if verdict.reason_unknown else None,
        severity=finding.severity.value,
        effect=None if passed else finding.effect.value,
        counts=finding.counts,
        at=plain(verdict.at, ADDRESS),
        file=plain(finding.place.file, TEXT) if finding.place else None,
        line=finding.place.line if finding.place else None,
        frame=plain(finding.place.frame, TEXT) if finding.place and finding.place.frame else None,
        call=PlaceRecord(file=plain(finding.call.file, TEXT), line=finding.call.line) if finding.call else None,
        because=plain(verdict.because, TEXT),
        fix=None if passed else plain(finding.fix, TEXT),
        waiver=_waiver(finding.waiver) if finding.waiver else None,
        folded_under=None if finding.folded_under is None else plain(finding.folded_under, TEXT),
        feeds=_texts(verdict.unknown.feeds if verdict.unknown else ()),
        new=finding.new,
        fingerprint=fingerprint,
    )


def _waiver(waiver: Waiver) -> WaiverRecord:
    return WaiverRecord(
        address=plain(waiver.address, ADDRESS),
        owner=plain(waiver.owner, TEXT),
        reason=plain(waiver.reason, TEXT),
        expires=waiver.expires.isoformat(),
    )


def _texts(texts: Iterable[str]) -> list[str]:
    return [plain(text, TEXT) for text in texts]


FORMAT = Format(render=lambda report, style: render(report, verbose=style.verbose))
