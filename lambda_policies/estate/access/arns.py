"""The ARNs that objects of a plan have or will have, as patterns: what is not known yet is a wildcard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_policies.data.arn_formats import arn_format, partition_of
from lambda_policies.plan.references import Source
from lambda_policies.values import Absent, Known, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.resources import Resource

_FIELD = re.compile(r"\{(\w+)\}")
_DEFAULTS = {"path": "/"}
_WILD = str.maketrans({"*": "?", "$": "?"})
"""What a name cannot hold, and would mean something else in a pattern."""


class Arns:
    """ARNs of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def of(self, resource: Resource, attribute: str = "arn") -> str | None:
        """A pattern that the ARN of *resource* at *attribute* certainly matches, or None where nothing is known of it.

        It names one object where the plan knows name, account and region; the text is the ARN then.
        """
        match resource.value((attribute,), computed=True):
            case Known(str(text), sensitive=False):
                return text
        form = arn_format(resource.type, attribute)
        return _FIELD.sub(lambda field: self._part(resource, field[1]), form).replace("//", "/") if form else None

    def fed(self, source: Source) -> str | None:
        """A pattern for every text that begins with the ARN that *source* is, as policies write ``${arn}/*``."""
        if source.resource is None or source.resource.mode != "managed":
            return None
        last = str(source.attribute[-1]) if source.attribute else "arn"
        if source.resource.type == "aws_s3_bucket" and last in {"bucket", "id"}:
            last = "arn"
        found = self.of(source.resource, last)
        return None if found is None else f"{found.rstrip('*')}*"

    def symbols(self, hole: Unknown) -> tuple[str, ...] | None:
        """Patterns one of which a hole in a document certainly matches; None where it can be anything."""
        if not hole.present or not hole.feeds:
            return None
        sources = [self.source(feed) for feed in hole.feeds]
        found = [self.fed(source) if source is not None else None for source in sources]
        return tuple(dict.fromkeys(text for text in found if text)) if all(found) else None

    def source(self, feed: str) -> Source | None:
        """The resource, and the attribute of it, that the text of a feed names."""
        by_address = self.estate.plan.by_address
        if feed in by_address:
            return Source(feed, by_address[feed])
        address, _, attribute = feed.rpartition(".")
        return Source(feed, by_address[address], (attribute,)) if address in by_address else None

    def _part(self, resource: Resource, name: str) -> str:
        region = self._region(resource)
        match name:
            case "partition":
                return partition_of(region) if region else "*"
            case "region":
                return region or "*"
            case "account":
                return self.estate.account or "*"
        return _named(resource, name)

    def _region(self, resource: Resource) -> str | None:
        match resource.value(("region",), computed=True):
            case Known(str(text)):
                return text
        return resource.plan.configuration.region(resource)


def _named(resource: Resource, name: str) -> str:
    """What the plan knows of a name: all, its beginning, or nothing."""
    match resource.value((name,), computed=True):
        case Known(text, sensitive=False):
            return str(text).translate(_WILD)
        case Absent():
            return _DEFAULTS.get(name, "*")
    match resource.value((f"{name}_prefix",)):
        case Known(text, sensitive=False):
            return f"{str(text).translate(_WILD)}*"
    return "*"
