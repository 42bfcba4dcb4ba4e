"""``aws_lambda_function_url``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class FunctionUrl(Model):
    """An HTTPS endpoint of a function."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_function_url",)

    function_name: Attribute[str] = at("function_name")
    qualifier: Attribute[str] = at("qualifier")
    authorization_type: Attribute[str] = at("authorization_type")
    invoke_mode: Attribute[str] = at("invoke_mode")
    cors_allow_origins: Attribute[list[Any]] = at("cors[0].allow_origins", many=True)
    cors_allow_methods: Attribute[list[Any]] = at("cors[0].allow_methods", many=True)
    cors_allow_headers: Attribute[list[Any]] = at("cors[0].allow_headers", many=True)
    cors_allow_credentials: Attribute[bool] = at("cors[0].allow_credentials")

    @cached_property
    def function(self) -> Value[Function]:
        """The function behind it."""
        return self.estate.joins.function_at(self, self.function_name)
