"""``aws_subnet``."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class Subnet(Model):
    """A subnet. Its availability zone is set by name or by ID, or AWS chooses one."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_subnet", "aws_default_subnet")

    id: Attribute[str] = at("id", computed=True)
    availability_zone: Attribute[str] = at("availability_zone", computed=True)
    availability_zone_id: Attribute[str] = at("availability_zone_id", computed=True)
