"""Whether what is allowed after a change reaches further than before it."""

from __future__ import annotations

from lambda_policies.iam.matching import matches
from lambda_policies.iam.parties import Kind, party

_REACH = {Kind.ANYONE: 2, Kind.ACCOUNT: 1}


def reach(principal: str) -> int:
    """How many a principal stands for: 2 for everyone, 1 for everyone in an account, 0 for one service or identity."""
    return _REACH.get(party(principal).kind, 0)


def is_wider_pattern(before: str, after: str) -> bool:
    """Whether the pattern *after* matches all that *before* does, and more. Only ``*`` and ``?`` are wildcards."""
    return _covers(after, before) and not _covers(before, after)


def _covers(pattern: str, other: str) -> bool:
    """Whether *pattern* matches what *other* does: where that has any text, none and more than it spells out itself."""
    return all(matches(pattern, other.replace("*", text)) for text in ("", "\0" * (len(pattern) + 1)))
