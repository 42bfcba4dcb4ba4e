"""``aws_lambda_event_source_mapping``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class EventSourceMapping(Model):
    """A queue or stream that invokes a function."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_event_source_mapping",)

    event_source_arn: Attribute[str] = at("event_source_arn")
    function_name: Attribute[str] = at("function_name")
    enabled: Attribute[bool] = at("enabled", default=True)
    batch_size: Attribute[int] = at("batch_size")
    starting_position: Attribute[str] = at("starting_position")
    self_managed_event_source_endpoints: Attribute[dict[str, Any]] = at(
        "self_managed_event_source[0].endpoints", many=True
    )
    document_db_event_source_config_database_name: Attribute[str] = at(
        "document_db_event_source_config[0].database_name"
    )
    destination_config_on_failure_destination_arn: Attribute[str] = at(
        "destination_config[0].on_failure[0].destination_arn"
    )

    @cached_property
    def function(self) -> Value[Function]:
        """The function that it invokes."""
        return self.estate.joins.function_at(self, self.function_name)
