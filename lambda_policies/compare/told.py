"""A comparison in words and as JSON."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lambda_policies.compare.answers import Alone, Answer, Comparison, Row
from lambda_policies.compare.peers import Peer
from lambda_policies.report.escape import shown
from lambda_policies.report.lines import Ink, Paper, counted, some
from lambda_policies.report.order import natural
from lambda_policies.verdicts import Outcome

_LONGEST = 300  # characters of an address
_MOST = 6  # addresses of one guardrail
_SECTIONS = (
    (Answer.PASSED, Outcome.FAIL, "passes what is bad"),
    (Answer.PASSED, Outcome.UNKNOWN, "passes what nobody can know yet"),
    (Answer.SILENT, None, "has a check and says nothing"),
    (Answer.SKIPPED, None, "was told to skip"),
    (Answer.NOT_COVERED, None, "has no check"),
)


def text(comparison: Comparison, page: Paper) -> str:
    """For people: the counts, then for each peer what it passes, misses, skips, and finds alone."""
    lines = [_headline(comparison), "", *_table(comparison)]
    for peer in comparison.peers:
        for answer, outcome, words in _SECTIONS:
            rows = [row for row in _of(comparison, peer, answer) if outcome in {None, row.finding.verdict.outcome}]
            lines += _section(f"{peer.title} {words}", rows, page, peer)
        lines += _alone(peer, comparison.alone[peer.name], page)
    return "\n".join(lines) + "\n"


def machine(comparison: Comparison) -> dict[str, Any]:
    """For programs; the fields of a verdict are those of ``lp check --format json``."""
    return {
        "plan": comparison.plan,
        "peers": [_peer(comparison, peer) for peer in comparison.peers],
        "verdicts": [_verdict(row) for row in comparison.rows],
    }


def _headline(comparison: Comparison) -> str:
    outcomes = Counter(row.finding.verdict.outcome for row in comparison.rows)
    said = counted(outcomes[Outcome.FAIL], "failing verdict")
    undecided = f", {outcomes[Outcome.UNKNOWN]} undecided" if outcomes[Outcome.UNKNOWN] else ""
    names = " and ".join(shown(peer.title, _LONGEST) for peer in comparison.peers)
    return f"{shown(comparison.plan, _LONGEST)}  {said}{undecided}, compared with {names}"


def _table(comparison: Comparison) -> Iterator[str]:
    """How often each peer answers what, of failing verdicts and of undecided ones (behind a plus)."""
    widest = max(len(answer) for answer in Answer)
    yield "  ".join([" " * widest, *(peer.name.rjust(8) for peer in comparison.peers)])
    for answer in Answer:
        cells = [_cell(_of(comparison, peer, answer)) for peer in comparison.peers]
        yield "  ".join([answer.ljust(widest), *(cell.rjust(8) for cell in cells)])


def _cell(rows: Sequence[Row]) -> str:
    outcomes = Counter(row.finding.verdict.outcome for row in rows)
    return f"{outcomes[Outcome.FAIL]}" + (f"+{outcomes[Outcome.UNKNOWN]}" if outcomes[Outcome.UNKNOWN] else "")


def _of(comparison: Comparison, peer: Peer, answer: Answer) -> list[Row]:
    return [row for row in comparison.rows if row.heard[peer.name].answer is answer]


def _section(title: str, rows: Sequence[Row], page: Paper, peer: Peer) -> Iterator[str]:
    """One entry for each guardrail and reason, with the addresses."""
    if not rows:
        return
    alike: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        heard = row.heard[peer.name]
        why = "" if heard.answer is Answer.NOT_COVERED else heard.reason
        why = ", ".join(filter(None, [why, "undecided" if row.finding.verdict.unknown else ""]))
        alike[row.finding.guardrail, why, " ".join(heard.checks)].append(row)
    yield from (
        "",
        page.paint(f"{shown(title, _LONGEST)}: {counted(len({key[0] for key in alike}), 'guardrail')}", Ink.BOLD),
    )
    for key in sorted(alike, key=lambda key: (natural(key[0]), key[1:])):
        guardrail, why, checks = key
        yield from page.right("  " + " ".join(filter(None, [guardrail, alike[key][0].finding.slug, checks])), why)
        yield from page.flow(_addresses(row.finding.verdict.address for row in alike[key]), 6, gap=" ")


def _alone(peer: Peer, alone: Sequence[Alone], page: Paper) -> Iterator[str]:
    if alone:
        yield from (
            "",
            page.paint(
                f"Only {shown(peer.title, _LONGEST)} finds: {counted(len({one.check for one in alone}), 'check')}",
                Ink.BOLD,
            ),
        )
    alike: defaultdict[tuple[str, str], list[Alone]] = defaultdict(list)
    for one in alone:
        alike[one.check, _ours(one)].append(one)
    for check, ours in sorted(alike, key=lambda key: (natural(key[0]), key[1])):
        yield from page.right(f"  {shown(check, _LONGEST)}", ours)
        yield from page.flow(_addresses(one.address for one in alike[check, ours]), 6, gap=" ")


def _ours(one: Alone) -> str:
    if not one.guardrails:
        return "no guardrail carries it"
    return f"{', '.join(one.guardrails)}: {'passes' if one.lp == 'pass' else 'says nothing here'}"


def _addresses(addresses: Iterable[str]) -> list[str]:
    return some([shown(each, _LONGEST) for each in dict.fromkeys(addresses)], _MOST)


def _peer(comparison: Comparison, peer: Peer) -> dict[str, Any]:
    bad = [row for row in _of(comparison, peer, Answer.PASSED) if row.finding.verdict.outcome is Outcome.FAIL]
    return {
        "name": peer.name.lower(),
        "version": peer.version,
        "results": len(peer.records),
        "not_in_the_plan": peer.unplaced,
        "answers": {answer.value: len(_of(comparison, peer, answer)) for answer in Answer},
        "passes_what_is_bad": sorted({row.finding.guardrail for row in bad}, key=natural),
        "alone": [
            {"check": one.check, "address": one.address, "guardrails": list(one.guardrails), "lp": one.lp}
            for one in comparison.alone[peer.name]
        ],
    }


def _verdict(row: Row) -> dict[str, Any]:
    finding = row.finding
    return {
        "guardrail": finding.guardrail,
        "slug": finding.slug,
        "severity": finding.severity.value,
        "address": finding.verdict.address,
        "at": finding.verdict.at,
        "outcome": finding.verdict.outcome.value,
        "peers": {
            name.lower(): {"answer": heard.answer.value, "checks": list(heard.checks), "reason": heard.reason}
            for name, heard in row.heard.items()
        },
    }
