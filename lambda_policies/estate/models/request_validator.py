"""``aws_api_gateway_request_validator``."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class RequestValidator(Model):
    """What API Gateway validates of a request before it is passed on."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_api_gateway_request_validator",)

    id: Attribute[str] = at("id", computed=True)
    validate_request_body: Attribute[bool] = at("validate_request_body", default=False)
    validate_request_parameters: Attribute[bool] = at("validate_request_parameters", default=False)
