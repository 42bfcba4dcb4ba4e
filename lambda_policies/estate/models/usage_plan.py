"""``aws_api_gateway_usage_plan``."""

from __future__ import annotations

from typing import Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class UsagePlan(Model):
    """How much the holders of its API keys may call which stages."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_api_gateway_usage_plan",)

    api_stages: Attribute[list[Any]] = at("api_stages", many=True)
