"""What formats tell of a guardrail beside its findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lambda_policies.report.order import natural
from lambda_policies.verdicts import Finding, Report, Requirement

NAME = "lambda-policies"
"""The product, as formats name the tool that wrote them."""
UNSAID = date(1970, 1, 1)
"""The day that stands for a day that nobody said."""


def requirements(report: Report) -> Mapping[str, Requirement]:
    """The guardrails of the run by id, in natural order; one that only a finding names is told from the finding."""
    found = {each.id: each for each in report.requirements}
    for finding in report.findings:
        found.setdefault(finding.guardrail, _named(finding))
    return {identity: found[identity] for identity in sorted(found, key=natural)}


def _named(finding: Finding) -> Requirement:
    title = finding.slug.replace("-", " ").capitalize() or finding.guardrail
    return Requirement(
        finding.guardrail,
        finding.slug,
        title=f"{title}.",
        why=f"{title}: {finding.verdict.because}",
        severity=finding.severity,
        fix=finding.fix,
    )


def midnight(report: Report) -> str:
    """The beginning of the day of the check, for formats that ask for a time (``2026-11-22T00:00:00``)."""
    return f"{report.as_of or UNSAID}T00:00:00"
