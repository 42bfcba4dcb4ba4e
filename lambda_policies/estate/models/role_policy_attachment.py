"""``aws_iam_role_policy_attachment``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.role import Role


class RolePolicyAttachment(Model):
    """One managed policy attached to one role."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_iam_role_policy_attachment",)

    role_name: Attribute[str] = at("role")
    policy_arn: Attribute[str] = at("policy_arn")

    @cached_property
    def role(self) -> Value[Role]:
        """The role that gets the policy."""
        return self.estate.joins.role_at(self, self.role_name)
