"""Grouping findings by what they are about, so that a person reads one function after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lambda_policies.report.order import Natural, natural, rank, urgency
from lambda_policies.report.tally import LISTED, Place, place
from lambda_policies.verdicts import Finding

ALIKE = 3
"""More findings than this that differ in their address only are shown as one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as it is shown: once for all ``findings`` that are alike, and all ``subjects`` that they are about."""

    findings: tuple[Finding, ...]
    subjects: tuple[str, ...]
    followers: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding:
        """The one that speaks for all."""
        return self.findings[0]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it holds."""
        return unique(finding.verdict.address for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries about the same functions, or where there is no function, at the same addresses."""

    functions: bool
    members: tuple[str, ...]
    entries: tuple[Entry, ...]


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without repetitions, in natural order."""
    return tuple(sorted(set(texts), key=natural))


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """Groups of all findings that are shown one by one, most severe first."""
    followers = _followers(findings)
    buckets: defaultdict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        if place(finding) in LISTED:
            buckets[_likeness(finding)].append(finding)
    groups: defaultdict[tuple[bool, tuple[str, ...]], list[Entry]] = defaultdict(list)
    for alike in buckets.values():
        for entry in _entries(alike, followers):
            groups[bool(entry.subjects), entry.subjects or entry.addresses].append(entry)
    made = [Group(*key, tuple(sorted(group, key=lambda entry: rank(entry.finding)))) for key, group in groups.items()]
    return sorted(made, key=_group_order)


def _group_order(group: Group) -> tuple[tuple[bool, int, int], bool, list[Natural]]:
    return urgency(group.entries[0].finding), not group.functions, [natural(member) for member in group.members]


def _likeness(finding: Finding) -> tuple[object, ...]:
    verdict = finding.verdict
    feeds = verdict.unknown.feeds if verdict.unknown else ()
    return (
        finding.guardrail,
        verdict.outcome,
        finding.effect,
        finding.waiver,
        verdict.at,
        verdict.because,
        finding.fix,
        finding.new,
        feeds,
    )


def _entries(alike: list[Finding], followers: dict[tuple[str, str], tuple[str, ...]]) -> list[Entry]:
    alike = sorted(alike, key=rank)
    if len({finding.verdict.address for finding in alike}) <= ALIKE:
        return [_entry([finding], followers) for finding in alike]
    about_functions = [finding for finding in alike if finding.subjects]
    about_others = [finding for finding in alike if not finding.subjects]
    return [_entry(part, followers) for part in (about_functions, about_others) if part]


def _entry(findings: list[Finding], followers: dict[tuple[str, str], tuple[str, ...]]) -> Entry:
    addresses = unique(finding.verdict.address for finding in findings)
    subjects = unique(subject for finding in findings for subject in finding.subjects)
    led = unique(follower for address in addresses for follower in followers.get((findings[0].guardrail, address), ()))
    return Entry(tuple(findings), subjects, led)


def _followers(findings: Iterable[Finding]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.folded_under and place(finding) is Place.FOLDED:
            found[finding.folded_under, finding.verdict.address].append(f"{finding.guardrail} {finding.slug}")
    return {key: unique(names) for key, names in found.items()}
