"""``aws_lambda_runtime_management_config``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class RuntimeManagementConfig(Model):
    """When AWS updates the runtime of a function."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_runtime_management_config",)

    function_name: Attribute[str] = at("function_name")
    qualifier: Attribute[str] = at("qualifier")
    update_runtime_on: Attribute[str] = at("update_runtime_on", default="Auto")
    runtime_version_arn: Attribute[str] = at("runtime_version_arn")

    @cached_property
    def function(self) -> Value[Function]:
        """The function whose runtime it is about."""
        return self.estate.joins.function_at(self, self.function_name)
