"""The actions of every service: which of them can be limited to resources, and which take none.

The names stand in the data in order, each as the number of characters that it shares with the one before it (one
digit to base 36) and the rest. Only the services that are asked about are unfolded.
"""

from __future__ import annotations

from functools import cache

from lambda_policies.data import load


@cache
def with_resource(service: str) -> tuple[str, ...] | None:
    """The actions of *service*, such as ``s3``, that name a resource; None for a service that is not known."""
    return _names(service, 0)


@cache
def without_resource(service: str) -> tuple[str, ...] | None:
    """The actions of *service* that take no resource, so that only ``*`` allows them; None as above."""
    return _names(service, 1)


def _names(service: str, which: int) -> tuple[str, ...] | None:
    folded = load("actions")["services"].get(service)
    if folded is None:
        return None
    names: list[str] = []
    for word in folded[which].split():
        before = names[-1] if names else ""
        names.append(before[: int(word[0], 36)] + word[1:])
    return tuple(names)
