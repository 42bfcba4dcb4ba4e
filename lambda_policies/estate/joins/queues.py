"""Which queue an event source mapping reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.estate.joins.links import one_by_arn
from lambda_policies.estate.models.queue import Queue
from lambda_policies.iam.arns import parse_arn
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.event_source_mapping import EventSourceMapping


def queue_of(mapping: EventSourceMapping) -> Value[Queue]:
    """The queue that *mapping* reads; absent where it reads a stream or a broker."""
    source = mapping.event_source_arn
    if isinstance(mapping.resource.value(("starting_position",)), Known):
        return Absent(source.at)
    match source:
        case Known(text, at=at):
            arn = parse_arn(text)
            if arn is not None and arn.service != "sqs":
                return Absent(at)
        case Unknown(at=at):
            fed = mapping.resource.plan.references.sources(mapping.resource, ("event_source_arn",)).items
            queues = (*Queue.TYPES, "terraform_data")
            may_be = [one for one in fed if one.resource is None or one.resource.type in queues]
            if fed and not may_be:
                return Absent(at)
    return one_by_arn(mapping, source, Queue)
