"""What a hole in a policy document can be, where it is the ARN of some object of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.plan.references import Source
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.arns import Arns


def symbols(hole: Unknown, arns: Arns) -> tuple[str, ...] | None:
    """ARN patterns one of which *hole* certainly matches; None where it can be anything."""
    if not hole.present or not hole.feeds:
        return None
    found = [_pattern(feed, arns) for feed in hole.feeds]
    return tuple(dict.fromkeys(text for text in found if text)) if all(found) else None


def _pattern(feed: str, arns: Arns) -> str | None:
    source = source_of(feed, arns)
    return arns.fed(source) if source is not None else None


def source_of(feed: str, arns: Arns) -> Source | None:
    """The resource, and the attribute of it, that the text of a feed names."""
    by_address = arns.estate.plan.by_address
    if feed in by_address:
        return Source(feed, by_address[feed])
    address, _, attribute = feed.rpartition(".")
    return Source(feed, by_address[address], (attribute,)) if address in by_address else None
