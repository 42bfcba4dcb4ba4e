"""Folding: of several verdicts of one outcome with one cause at one address, one counts and leads the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from lambda_policies.governance.effects import strictness
from lambda_policies.verdicts import Finding, Outcome


def fold(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings in the same order, each follower with ``folded_under`` set to the id that leads it.

    Only a counting finding leads, and only to findings that are not treated more strictly than itself: folding never
    loses a denial. Waivers come before this.
    """
    kept = list(findings)
    places: defaultdict[tuple[str, str, Outcome], list[int]] = defaultdict(list)
    for position, finding in enumerate(kept):
        if finding.counts:
            places[finding.plan, finding.verdict.address, finding.verdict.outcome].append(position)
    for positions in places.values():
        if len(positions) > 1 and any(kept[position].verdict.leads for position in positions):
            _fold_place(kept, positions)
    return tuple(kept)


def _fold_place(kept: list[Finding], positions: list[int]) -> None:
    by_id: defaultdict[str, list[int]] = defaultdict(list)
    for position in positions:
        by_id[kept[position].guardrail].append(position)
    for position in sorted(positions, key=lambda position: (kept[position].severity.rank, kept[position].guardrail)):
        if kept[position].verdict.leads and kept[position].folded_under is None:
            _lead(kept, by_id, kept[position])


def _lead(kept: list[Finding], by_id: Mapping[str, list[int]], leader: Finding) -> None:
    named = list(leader.verdict.leads)
    while named:
        follower_id = named.pop()
        for position in by_id.get(follower_id, ()):
            follower = kept[position]
            if follower_id != leader.guardrail and _may_fold(follower, leader):
                kept[position] = replace(follower, folded_under=leader.guardrail)
                named.extend(follower.verdict.leads)


def _may_fold(follower: Finding, leader: Finding) -> bool:
    return follower.folded_under is None and strictness(follower.effect) <= strictness(leader.effect)
