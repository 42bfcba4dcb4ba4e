"""``aws_apigatewayv2_route``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Members, Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function


class ApiRoute(Model):
    """A route of an HTTP or WebSocket API."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_apigatewayv2_route",)

    api_id: Attribute[str] = at("api_id")
    route_key: Attribute[str] = at("route_key")
    target: Attribute[str] = at("target")
    authorization_type: Attribute[str] = at("authorization_type", default="NONE")

    @cached_property
    def reached(self) -> Members[Function]:
        """The functions that it leads to."""
        return self.estate.joins.functions_of_route(self)

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions that it certainly leads to."""
        return self.reached.items

    @cached_property
    def protocol(self) -> Value[str]:
        """What the API speaks: HTTP or WEBSOCKET."""
        return self.estate.joins.protocol_of(self)
