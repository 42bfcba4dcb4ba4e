"""``aws_security_group_rule`` and ``aws_vpc_security_group_egress_rule``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.security_group import SecurityGroup


class SecurityGroupRule(Model):
    """A rule of a security group in a resource of its own; of the newer kind only those for what goes out."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_security_group_rule", "aws_vpc_security_group_egress_rule")

    type: Attribute[str] = at("type", default="egress")
    security_group_id: Attribute[str] = at("security_group_id")
    protocol: Attribute[str] = at("protocol")
    ip_protocol: Attribute[str] = at("ip_protocol")
    from_port: Attribute[int] = at("from_port")
    to_port: Attribute[int] = at("to_port")
    cidr_blocks: Attribute[list[Any]] = at("cidr_blocks", many=True)
    ipv6_cidr_blocks: Attribute[list[Any]] = at("ipv6_cidr_blocks", many=True)
    cidr_ipv4: Attribute[str] = at("cidr_ipv4")
    cidr_ipv6: Attribute[str] = at("cidr_ipv6")

    @cached_property
    def group(self) -> Value[SecurityGroup]:
        """The security group that it belongs to."""
        return self.estate.joins.security_group_at(self, self.security_group_id)
