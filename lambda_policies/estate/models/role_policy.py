"""``aws_iam_role_policy``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.role import Role


class RolePolicy(Model):
    """A policy document inside a role."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_iam_role_policy",)

    name: Attribute[str] = at("name", computed=True)
    role_name: Attribute[str] = at("role")
    policy: Attribute[str] = at("policy")

    @cached_property
    def role(self) -> Value[Role]:
        """The role that it is part of."""
        return self.estate.joins.role_at(self, self.role_name)
