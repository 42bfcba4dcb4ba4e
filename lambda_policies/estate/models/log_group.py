"""``aws_cloudwatch_log_group``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class LogGroup(Model):
    """A log group. ``retention_in_days`` is absent where events are kept for ever."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_cloudwatch_log_group",)

    name: Attribute[str] = at("name", computed=True)
    arn: Attribute[str] = at("arn", computed=True)
    retention_in_days: Attribute[int] = at("retention_in_days", unset=(0,))
    kms_key_id: Attribute[str] = at("kms_key_id")
    skip_destroy: Attribute[bool] = at("skip_destroy", default=False)

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions that write to it, as far as that is known."""
        return self.estate.joins.functions_writing_to(self)
