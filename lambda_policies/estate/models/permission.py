"""``aws_lambda_permission``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class Permission(Model):
    """A statement of a function's resource policy."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_permission",)

    action: Attribute[str] = at("action")
    principal: Attribute[str] = at("principal")
    function_name: Attribute[str] = at("function_name")
    qualifier: Attribute[str] = at("qualifier")
    source_arn: Attribute[str] = at("source_arn")
    source_account: Attribute[str] = at("source_account")
    principal_org_id: Attribute[str] = at("principal_org_id")
    function_url_auth_type: Attribute[str] = at("function_url_auth_type")
    event_source_token: Attribute[str] = at("event_source_token")

    @cached_property
    def function(self) -> Value[Function]:
        """The function that it lets somebody invoke."""
        return self.estate.joins.function_at(self, self.function_name)
