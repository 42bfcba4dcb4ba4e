"""``aws_lambda_function``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Members, Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.code_signing_config import CodeSigningConfig
    from lambda_policies.estate.models.event_invoke_config import EventInvokeConfig
    from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
    from lambda_policies.estate.models.function_url import FunctionUrl
    from lambda_policies.estate.models.log_group import LogGroup
    from lambda_policies.estate.models.permission import Permission
    from lambda_policies.estate.models.role import Role
    from lambda_policies.estate.models.security_group import SecurityGroup
    from lambda_policies.estate.models.subnet import Subnet


class Function(Model):
    """A function. Times are in seconds, sizes in MB."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_function",)

    function_name: Attribute[str] = at("function_name")
    role_arn: Attribute[str] = at("role")
    arn: Attribute[str] = at("arn", computed=True)
    runtime: Attribute[str] = at("runtime")
    handler: Attribute[str] = at("handler")
    package_type: Attribute[str] = at("package_type", default="Zip")
    timeout: Attribute[int] = at("timeout", default=3)
    memory_size: Attribute[int] = at("memory_size", default=128)
    reserved_concurrent_executions: Attribute[int] = at("reserved_concurrent_executions", unset=(-1,))
    publish: Attribute[bool] = at("publish", default=False)
    kms_key_arn: Attribute[str] = at("kms_key_arn")
    layers: Attribute[list[Any]] = at("layers", many=True)
    environment_variables: Attribute[dict[str, Any]] = at("environment[0].variables", many=True)
    tracing_config_mode: Attribute[str] = at("tracing_config[0].mode", default="PassThrough")
    dead_letter_config_target_arn: Attribute[str] = at("dead_letter_config[0].target_arn")
    vpc_config_subnet_ids: Attribute[list[Any]] = at("vpc_config[0].subnet_ids", many=True)
    vpc_config_security_group_ids: Attribute[list[Any]] = at("vpc_config[0].security_group_ids", many=True)
    logging_config_log_group: Attribute[str] = at("logging_config[0].log_group")
    code_signing_config_arn: Attribute[str] = at("code_signing_config_arn")

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """It is about itself."""
        return (self.address,)

    @cached_property
    def role(self) -> Value[Role]:
        """Its execution role."""
        return self.estate.joins.role_at(self, self.role_arn)

    @cached_property
    def log_group(self) -> Value[LogGroup]:
        """The log group that it writes to, absent where the plan declares none."""
        return self.estate.joins.log_group_of(self)

    @cached_property
    def code_signing_config(self) -> Value[CodeSigningConfig]:
        """Its code signing configuration."""
        return self.estate.joins.code_signing_config_of(self)

    @cached_property
    def permissions(self) -> Members[Permission]:
        """The statements of its resource policy that the plan declares."""
        return self.estate.joins.permissions_of(self)

    @cached_property
    def urls(self) -> Members[FunctionUrl]:
        """Its function URLs."""
        return self.estate.joins.urls_of(self)

    @cached_property
    def event_sources(self) -> Members[EventSourceMapping]:
        """The event source mappings that invoke it."""
        return self.estate.joins.event_sources_of(self)

    @cached_property
    def invoke_configs(self) -> Members[EventInvokeConfig]:
        """Its settings for asynchronous invocation."""
        return self.estate.joins.invoke_configs_of(self)

    @cached_property
    def subnets(self) -> Members[Subnet]:
        """The subnets that it is attached to."""
        return self.estate.joins.subnets_of(self)

    @cached_property
    def security_groups(self) -> Members[SecurityGroup]:
        """The security groups that guard its network."""
        return self.estate.joins.security_groups_of(self)
