"""``aws_security_group``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at

if TYPE_CHECKING:
    from lambda_policies.estate.models.security_group_rule import SecurityGroupRule


class SecurityGroup(Model):
    """A security group. Where nobody writes ``egress``, Terraform takes away the rule that AWS adds."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_security_group", "aws_default_security_group")

    id: Attribute[str] = at("id", computed=True)
    egress: Attribute[list[Any]] = at("egress", many=True)

    @cached_property
    def rules(self) -> tuple[SecurityGroupRule, ...]:
        """The rules that stand in resources of their own."""
        return self.estate.joins.rules_of(self)
