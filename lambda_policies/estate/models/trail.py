"""``aws_cloudtrail``."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class Trail(Model):
    """A record of who did what in an account."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_cloudtrail",)

    name: Attribute[str] = at("name")
