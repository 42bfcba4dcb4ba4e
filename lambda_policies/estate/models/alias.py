"""``aws_lambda_alias``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class Alias(Model):
    """A named pointer to a version of a function."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_alias",)

    name: Attribute[str] = at("name")
    function_name: Attribute[str] = at("function_name")
    function_version: Attribute[str] = at("function_version")
    arn: Attribute[str] = at("arn", computed=True)

    @cached_property
    def function(self) -> Value[Function]:
        """The function that it points into."""
        return self.estate.joins.function_at(self, self.function_name)

    @cached_property
    def followed(self) -> Value[Function]:
        """The function whose newest version it points at, where it does not name a version itself."""
        return self.estate.joins.followed_by(self)
