"""``aws_lambda_function_event_invoke_config``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class EventInvokeConfig(Model):
    """How asynchronous invocations of a function are retried and where failures go."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_function_event_invoke_config",)

    function_name: Attribute[str] = at("function_name")
    qualifier: Attribute[str] = at("qualifier")
    maximum_retry_attempts: Attribute[int] = at("maximum_retry_attempts")
    maximum_event_age_in_seconds: Attribute[int] = at("maximum_event_age_in_seconds", unset=(0,))
    destination_config_on_failure_destination: Attribute[str] = at("destination_config[0].on_failure[0].destination")

    @cached_property
    def function(self) -> Value[Function]:
        """The function that it is about."""
        return self.estate.joins.function_at(self, self.function_name)
