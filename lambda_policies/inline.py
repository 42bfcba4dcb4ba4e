"""Waivers in comments of the source: applied like those of a file, where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_policies.governance import waiving
from lambda_policies.governance.waivers import inline
from lambda_policies.governance.waiving import Waived
from lambda_policies.verdicts import Finding, Outcome, Waiver

if TYPE_CHECKING:
    from lambda_policies.source.comments import Comment
    from lambda_policies.sourcing import Source


def applied(
    findings: Sequence[Finding], source: Source, as_of: date, guardrails: Mapping[str, str], *, asked: Iterable[str]
) -> Waived:
    """The findings after waiving by comments of *source*. *guardrails* maps ids to slugs, *asked* are those that ran.

    Raises ``WaiverError`` for a comment that is no waiver. Expired ones are findings, unused ones warnings.
    """
    read = {comment: inline(comment.text, _where(comment), guardrails) for comment in source.comments()}
    valid = {comment: waiver for comment, waiver in read.items() if as_of <= waiver.expires}
    used: set[Comment] = set()
    kept = [_waived(finding, source, valid, used) for finding in findings] if valid else list(findings)
    late = [
        waiving.expired(replace(waiver, address=f"line {comment.line}"), comment.file)
        for comment, waiver in read.items()
        if comment not in valid
    ]
    ran = {word for identity in asked for word in (identity, guardrails.get(identity, ""))}
    unused = (comment for comment, waiver in valid.items() if comment not in used and waiver.guardrail in ran)
    warnings = (f"{_where(one)}: the waiver of {valid[one].guardrail} matches no finding; remove it." for one in unused)
    return Waived((*kept, *late), tuple(warnings))


def _waived(finding: Finding, source: Source, valid: Mapping[Comment, Waiver], used: set[Comment]) -> Finding:
    verdict = finding.verdict
    if verdict.outcome is Outcome.PASS:
        return finding
    asked = {finding.guardrail, finding.slug}
    wanted = [comment for comment, waiver in valid.items() if waiver.guardrail in asked]
    lines = source.about(verdict.address, verdict.spot or verdict.at) if wanted else frozenset()
    fitting = [comment for comment in wanted if (comment.file, comment.about) in lines]
    used.update(fitting)
    return replace(finding, waiver=replace(valid[fitting[0]], address=verdict.address)) if fitting else finding


def _where(comment: Comment) -> str:
    return f"{comment.file}:{comment.line}"
