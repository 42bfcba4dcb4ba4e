"""``aws_api_gateway_method_settings``."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class ApiMethodSettings(Model):
    """Settings of the methods of a stage; the path ``*/*`` stands for all of them."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_api_gateway_method_settings",)

    rest_api_id: Attribute[str] = at("rest_api_id")
    stage_name: Attribute[str] = at("stage_name")
    method_path: Attribute[str] = at("method_path")
    settings_throttling_burst_limit: Attribute[int] = at("settings[0].throttling_burst_limit", unset=(-1,))
    settings_throttling_rate_limit: Attribute[float] = at("settings[0].throttling_rate_limit", unset=(-1,))
