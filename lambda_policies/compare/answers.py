"""What each peer answers where lp finds something, and what a peer alone finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lambda_policies.compare.peers import Peer, Record, Said
from lambda_policies.compare.reasons import reason
from lambda_policies.plan.index import Plan
from lambda_policies.verdicts import Finding, Outcome, Report

NOT_COVERED = "not covered"


class Answer(StrEnum):
    """What a peer says where a guardrail fails or cannot decide."""

    FOUND = "found"
    """A check of the same thing fails there."""
    PASSED = "passed"
    """A check of the same thing passes there, and none fails."""
    SKIPPED = "skipped"
    """Somebody told the peer to skip it there."""
    SILENT = "silent"
    """It has a check of the same thing, which says nothing there."""
    NOT_COVERED = "not covered"
    """The guardrail carries no check of this peer."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer of one peer, the ids of the checks that gave it, and why it is not ``found``."""

    answer: Answer
    checks: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A verdict that fails or is undecided, and what each peer answers, by its name."""

    finding: Finding
    heard: Mapping[str, Heard]


@dataclass(frozen=True, slots=True)
class Alone:
    """A failing check of a peer where no guardrail says so; ``guardrails`` are those that carry it.

    ``lp`` is what they say there: pass, or nothing.
    """

    check: str
    address: str
    guardrails: tuple[str, ...]
    lp: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it for one plan: rows in the order of the report, and by name what each peer alone finds."""

    plan: str
    peers: tuple[Peer, ...]
    rows: tuple[Row, ...]
    alone: Mapping[str, tuple[Alone, ...]]


def compare(report: Report, plan: Plan, peers: Sequence[Peer]) -> Comparison:
    """Hold what *report* says of one plan (passes included) against what the peers say of it."""
    carried = {each.id: each.peers for each in report.requirements}
    found = [each for each in report.findings if each.verdict.outcome is not Outcome.PASS]
    listeners = [_Listener(plan, peer) for peer in peers]
    rows = tuple(
        Row(each, {one.peer.name: one.hear(each, carried[each.guardrail]) for one in listeners}) for each in found
    )
    alone = {one.peer.name: tuple(_alone(report, one)) for one in listeners}
    return Comparison(report.plans[0].name, tuple(peers), rows, alone)


class _Listener:
    """One peer's records, by check and by place."""

    def __init__(self, plan: Plan, peer: Peer) -> None:
        self.plan = plan
        self.peer = peer
        self.said: defaultdict[tuple[str, str], set[Said]] = defaultdict(set)
        self.places: defaultdict[str, set[str]] = defaultdict(set)
        self.heard: set[tuple[str, str]] = set()
        for record in peer.records:
            self.said[record.check, record.address].add(record.said)
            self.places[record.check].add(record.address)

    def hear(self, finding: Finding, carried: Iterable[str]) -> Heard:
        """What the peer answers where *finding* speaks: at its address, or else at what takes part or refers to it."""
        checks = [each for each in carried if self.peer.carries(each)]
        if not checks:
            return Heard(Answer.NOT_COVERED, reason=NOT_COVERED)
        verdict = finding.verdict
        for places in (
            {verdict.address},
            {*verdict.related, *finding.subjects},
            self._referring(verdict.address, checks),
        ):
            answered = [(check, place) for check in checks for place in places if (check, place) in self.said]
            if answered:
                return self._answer(finding, answered)
        return Heard(Answer.SILENT, tuple(checks), reason(self.plan, verdict, passed=False))

    def _answer(self, finding: Finding, answered: Sequence[tuple[str, str]]) -> Heard:
        for said, answer in _ANSWERS.items():
            checks = tuple(dict.fromkeys(key[0] for key in answered if said in self.said[key]))
            if checks:
                if answer is Answer.FOUND:
                    self.heard.update(answered)
                    return Heard(answer, checks)
                why = reason(self.plan, finding.verdict, passed=True) if answer is Answer.PASSED else ""
                return Heard(answer, checks, why)
        raise AssertionError(answered)

    def _referring(self, address: str, checks: Iterable[str]) -> set[str]:
        """Where the checks speak of what refers to *address* in the configuration."""
        places = {place for check in checks for place in self.places[check]}
        return {place for place in places if address in self._references(place)}

    def _references(self, place: str) -> set[str]:
        resource = self.plan.by_address[place]
        names = resource.config.expressions if resource.config is not None else {}
        sources = [self.plan.references.sources(resource, (name,), known=True) for name in names]
        return {source.resource.address for each in sources for source in each.items if source.resource}


_ANSWERS = {Said.FAILED: Answer.FOUND, Said.SKIPPED: Answer.SKIPPED, Said.PASSED: Answer.PASSED}
"""The strongest word first."""


def _alone(report: Report, listener: _Listener) -> Iterator[Alone]:
    """What the peer fails and no failing or undecided verdict of the same thing speaks about."""
    carriers: defaultdict[str, list[str]] = defaultdict(list)
    for requirement in report.requirements:
        for check in requirement.peers:
            carriers[check].append(requirement.id)
    passes = {
        (each.guardrail, each.verdict.address) for each in report.findings if each.verdict.outcome is Outcome.PASS
    }
    for record in _failing(listener.peer.records):
        if (record.check, record.address) in listener.heard:
            continue
        ours = tuple(carriers[record.check])
        passed = any((guardrail, record.address) in passes for guardrail in ours)
        yield Alone(record.check, record.address, ours, "pass" if passed else "nothing")


def _failing(records: Iterable[Record]) -> list[Record]:
    return list(dict.fromkeys(each for each in records if each.said is Said.FAILED))
