"""What calls a function and waits: API Gateway, AppSync, a load balancer."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function

LAMBDA = frozenset({"AWS", "AWS_PROXY", "AWS_LAMBDA"})
INVOCATION_TYPE = "integration.request.header.x-amz-invocation-type"


class SynchronousCaller(Model):
    """An integration, data source or target that invokes a function and waits for its answer."""

    TYPES: ClassVar[tuple[str, ...]] = (
        "aws_api_gateway_integration",
        "aws_apigatewayv2_integration",
        "aws_appsync_datasource",
        "aws_lb_target_group_attachment",
        "aws_alb_target_group_attachment",
    )

    uri: Attribute[str] = at("uri")
    integration_uri: Attribute[str] = at("integration_uri")
    lambda_config_function_arn: Attribute[str] = at("lambda_config[0].function_arn")
    target_id: Attribute[str] = at("target_id")
    type: Attribute[str] = at("type")
    integration_type: Attribute[str] = at("integration_type")
    request_parameters: Attribute[dict[str, Any]] = at("request_parameters", many=True)
    timeout_milliseconds: Attribute[int] = at("timeout_milliseconds")
    api_id: Attribute[str] = at("api_id")
    rest_api_id: Attribute[str] = at("rest_api_id")
    resource_id: Attribute[str] = at("resource_id")
    http_method: Attribute[str] = at("http_method")
    target_group_arn: Attribute[str] = at("target_group_arn")

    @property
    def target(self) -> Value[str]:
        """What it calls, as written."""
        written = (self.uri, self.integration_uri, self.lambda_config_function_arn, self.target_id)
        return next((value for value in written if not isinstance(value, Absent)), Absent())

    @cached_property
    def function(self) -> Value[Function]:
        """The function that it calls; absent where it calls something else."""
        for kind in (self.type, self.integration_type):
            if isinstance(kind, Known) and kind.value not in LAMBDA:
                return Absent(kind.at)
        return self.estate.joins.function_at(self, self.target)

    @property
    def waits(self) -> bool | None:
        """Whether it waits for the answer: an integration may ask for asynchronous invocation."""
        match self.request_parameters:
            case Known(parameters):
                return INVOCATION_TYPE not in {name.lower() for name in parameters}
            case Unknown():
                return None
        return True

    @cached_property
    def limit(self) -> Value[int]:
        """How long it waits, in milliseconds."""
        return self.estate.joins.limit_of(self)
