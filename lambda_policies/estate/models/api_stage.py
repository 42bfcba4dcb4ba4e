"""Stages of API Gateway."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Self

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Absent, Members

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.function import Function


class ApiStage(Model):
    """A stage of a REST, HTTP or WebSocket API. A deployment with a name for one makes a stage as well."""

    TYPES: ClassVar[tuple[str, ...]] = (
        "aws_api_gateway_stage",
        "aws_api_gateway_deployment",
        "aws_apigatewayv2_stage",
    )

    rest_api_id: Attribute[str] = at("rest_api_id")
    api_id: Attribute[str] = at("api_id")
    stage_name: Attribute[str] = at("stage_name")
    default_route_settings_throttling_burst_limit: Attribute[int] = at(
        "default_route_settings[0].throttling_burst_limit", unset=(0,)
    )
    default_route_settings_throttling_rate_limit: Attribute[float] = at(
        "default_route_settings[0].throttling_rate_limit", unset=(0,)
    )

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[Self]:
        """Every stage; a deployment only where it makes one."""
        for stage in super().all_of(estate):
            if stage.resource.type != "aws_api_gateway_deployment" or not isinstance(stage.stage_name, Absent):
                yield stage

    @property
    def is_rest(self) -> bool:
        """Whether it is a stage of a REST API."""
        return self.resource.type != "aws_apigatewayv2_stage"

    @cached_property
    def reached(self) -> Members[Function]:
        """The functions behind its API."""
        return self.estate.joins.functions_of_stage(self)

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions that certainly are behind its API."""
        return self.reached.items
