"""``aws_vpc_endpoint``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Members, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.resource_policies import ResourcePolicy

POLICY = "aws_vpc_endpoint_policy"


class Endpoint(Model):
    """A private way into a service of AWS."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_vpc_endpoint",)
    LANDS_ON: ClassVar[tuple[str, ...]] = ("aws_vpc_endpoint", POLICY)

    service_name: Attribute[str] = at("service_name")
    policy: Attribute[str] = at("policy", unset=("",))

    @cached_property
    def policies(self) -> Members[ResourcePolicy]:
        """The policies that it has, and a hole where there is one that may be its."""
        found = self.estate.access.resource_policies
        own = tuple(one for one in found if one.owner is self.resource)
        others = [one for one in found if self.estate.plan.by_address[one.link.address].type == POLICY]
        loose = next((one for one in others if one.owner is None or one.owner.type not in self.TYPES), None)
        return Members(own, None if loose is None or own else Unknown("policy", feeds=(loose.link.address,)))
