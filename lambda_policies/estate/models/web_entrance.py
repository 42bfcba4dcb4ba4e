"""Where the internet comes in: stages of REST APIs, application load balancers, AppSync APIs and user pools."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Self

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.estate.models.api_stage import ApiStage
from lambda_policies.values import Members, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.function import Function

STAGES = ("aws_api_gateway_stage", "aws_api_gateway_deployment")
OTHERS = ("aws_lb", "aws_alb", "aws_appsync_graphql_api", "aws_cognito_user_pool")


class WebEntrance(Model):
    """Something that a web firewall can stand in front of. ``arn`` is absent where a deployment makes a stage."""

    TYPES: ClassVar[tuple[str, ...]] = (*STAGES, *OTHERS)

    arn: Attribute[str] = at("arn", computed=True)
    web_acl_arn: Attribute[str] = at("web_acl_arn", computed=True)
    rest_api_id: Attribute[str] = at("rest_api_id")
    stage_name: Attribute[str] = at("stage_name")
    internal: Attribute[bool] = at("internal", default=False)
    load_balancer_type: Attribute[str] = at("load_balancer_type", default="application")
    visibility: Attribute[str] = at("visibility", default="GLOBAL")

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[Self]:
        """Every one of them; a deployment only where it makes a stage."""
        for stage in estate.of(ApiStage):
            if stage.resource.type in STAGES:
                yield estate.view(cls, stage.resource)
        for kind in OTHERS:
            for resource in estate.plan.by_type.get(kind, ()):
                yield estate.view(cls, resource)

    @property
    def is_new(self) -> bool:
        """Whether this plan creates it, anew or for the first time."""
        return "create" in self.resource.change.change.actions

    @property
    def is_public(self) -> bool | Unknown:
        """Whether the internet can reach it."""
        return self.estate.joins.is_public(self)

    @cached_property
    def reached(self) -> Members[Function]:
        """The functions behind it."""
        return self.estate.joins.functions_of_entrance(self)

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions that certainly are behind it."""
        return self.reached.items
