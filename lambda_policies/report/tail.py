"""What ends the part of a plan: what only something outside the plan could decide, and when verbose the passes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lambda_policies.report.entry import ADDRESS, SENTENCE, WORD, Page, sentence
from lambda_policies.report.escape import shown
from lambda_policies.report.groups import unique
from lambda_policies.report.lines import Ink, counted
from lambda_policies.report.order import natural, rank
from lambda_policies.report.tally import Place, place
from lambda_policies.verdicts import Finding


def outside(findings: Sequence[Finding], page: Page) -> list[str]:
    """The guardrails that miss something outside the plan, each kind once with its addresses."""
    kinds: defaultdict[tuple[str, tuple[str, ...]], list[Finding]] = defaultdict(list)
    for alike in _by_guardrail(findings, Place.OUTSIDE):
        kinds[_missing(alike), unique(finding.verdict.address for finding in alike)].append(alike[0])
    lines: list[str] = []
    for (because, addresses), firsts in kinds.items():
        lines += ["", *_kind(because, addresses, firsts, page)]
    return ["", page.paper.paint("Undecided, outside the plan", Ink.BOLD), *lines] if lines else []


def passes(findings: Sequence[Finding], page: Page) -> list[str]:
    """Each guardrail with the addresses that pass it."""
    lines: list[str] = []
    for alike in _by_guardrail(findings, Place.PASSED):
        addresses = [shown(finding.verdict.address, ADDRESS) for finding in alike]
        lines += page.paper.right(f"  {_name(alike[0])}", str(len(addresses)))
        lines += page.paper.flow(page.listed(unique(addresses)), 6, gap=" ")
    return ["", page.paper.paint("Passed", Ink.GREEN), *lines] if lines else []


def _by_guardrail(findings: Sequence[Finding], where: Place) -> list[list[Finding]]:
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if place(finding) is where:
            found[finding.guardrail].append(finding)
    return [sorted(found[guardrail], key=rank) for guardrail in sorted(found, key=natural)]


def _missing(alike: Sequence[Finding]) -> str:
    because = sentence(shown(alike[0].verdict.because, SENTENCE))
    same = len({finding.verdict.because for finding in alike}) == 1
    return because if same else f"{because} (The first of {len(alike)}.)"


def _name(finding: Finding) -> str:
    return f"{shown(finding.guardrail, WORD)} {shown(finding.slug, WORD)}"


def _kind(because: str, addresses: Sequence[str], firsts: Sequence[Finding], page: Page) -> list[str]:
    names = [_name(firsts[0])] if len(firsts) == 1 else [shown(first.guardrail, WORD) for first in firsts]
    title = page.paper.flow([f"{name}," for name in names[:-1]] + names[-1:], 2, gap=" ")
    count = counted(len(addresses), "resource")
    feeds = unique(feed for first in firsts if first.verdict.unknown for feed in first.verdict.unknown.feeds)
    missing = (
        page.paper.flow(["Missing:", *page.listed(feeds)], 4, gap=" ", hanging=2) if page.verbose and feeds else []
    )
    return [
        *title[:-1],
        *page.paper.right(title[-1], count, Ink.FAINT),
        *page.paper.wrap(because, 4),
        *missing,
        *page.addresses([shown(address, ADDRESS) for address in addresses]),
    ]
