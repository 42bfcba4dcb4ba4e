"""``aws_api_gateway_method``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Members, Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function
    from lambda_policies.estate.models.request_validator import RequestValidator


class ApiMethod(Model):
    """A method of a REST API: one HTTP verb on one path."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_api_gateway_method",)

    rest_api_id: Attribute[str] = at("rest_api_id")
    resource_id: Attribute[str] = at("resource_id")
    http_method: Attribute[str] = at("http_method")
    authorization: Attribute[str] = at("authorization")
    api_key_required: Attribute[bool] = at("api_key_required", default=False)
    request_validator_id: Attribute[str] = at("request_validator_id")
    request_models: Attribute[dict[str, Any]] = at("request_models", many=True)
    request_parameters: Attribute[dict[str, Any]] = at("request_parameters", many=True)

    @cached_property
    def reached(self) -> Members[Function]:
        """The functions that it is integrated with."""
        return self.estate.joins.functions_of_method(self)

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions that it certainly is integrated with."""
        return self.reached.items

    @cached_property
    def validator(self) -> Value[RequestValidator]:
        """What validates its requests."""
        return self.estate.joins.request_validator_of(self)

    @cached_property
    def is_metered(self) -> bool | None:
        """Whether a usage plan knows the keys of its API; without one no key is asked for in earnest."""
        return self.estate.joins.apis.meters(self)
