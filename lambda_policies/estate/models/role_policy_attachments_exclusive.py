"""``aws_iam_role_policy_attachments_exclusive``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.role import Role


class RolePolicyAttachmentsExclusive(Model):
    """All managed policies of a role."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_iam_role_policy_attachments_exclusive",)

    role_name: Attribute[str] = at("role_name")
    policy_arns: Attribute[list[Any]] = at("policy_arns", many=True)

    @cached_property
    def role(self) -> Value[Role]:
        """The role that gets the policies."""
        return self.estate.joins.role_at(self, self.role_name)
