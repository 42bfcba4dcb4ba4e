"""What is set for a stage of API Gateway elsewhere: limits of its methods, and a web firewall in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.identities import same
from lambda_policies.estate.joins.links import feeding
from lambda_policies.estate.models.api_method_settings import ApiMethodSettings
from lambda_policies.estate.models.web_acl_association import WebAclAssociation
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Known, Unknown, all_of

if TYPE_CHECKING:
    from lambda_policies.estate.models.api_stage import ApiStage

SCATTERED = frozenset({"aws_api_gateway_rest_api", "aws_api_gateway_deployment"})
"""What an ARN of a stage may be written with beside the stage itself."""


def settings_of(stage: ApiStage) -> Iterator[tuple[bool | None, ApiMethodSettings]]:
    """The settings of methods that are, or may be (None), those of *stage*."""
    apis = stage.estate.joins.apis
    for settings in stage.estate.of(ApiMethodSettings):
        belongs = all_of((same(apis.api(stage), apis.api(settings)), _same_name(stage, settings)))
        if belongs is not False:
            yield belongs, settings


def firewalls_of(stage: ApiStage) -> Iterator[tuple[bool | None, WebAclAssociation]]:
    """The associations of a web firewall that are, or may be (None), with *stage*."""
    for association in stage.estate.of(WebAclAssociation):
        belongs = _guards(association, stage)
        if belongs is not False:
            yield belongs, association


def _same_name(stage: ApiStage, settings: ApiMethodSettings) -> bool | None:
    match stage.stage_name, settings.stage_name:
        case Known(one), Known(other):
            return one == other
    fed = feeding(settings, settings.stage_name)
    return True if fed is not None and fed.address == stage.address else None


def _guards(association: WebAclAssociation, stage: ApiStage) -> bool | None:
    match association.resource_arn, stage.arn:
        case Known(one), Known(other):
            return one == other
    at = parse_path(association.resource_arn.at)
    sources = association.resource.plan.references.sources(association.resource, at, known=True).items
    fed = {source.resource.address: source.resource.type for source in sources if source.resource is not None}
    if stage.address in fed:
        return True
    api = stage.estate.joins.apis.api(stage)
    if any(kind in SCATTERED and api in {address, None} for address, kind in fed.items()):
        return None
    opaque = any(source.resource is None or source.resource.type == "terraform_data" for source in sources)
    return None if opaque or (not fed and isinstance(association.resource_arn, Unknown)) else _by_text(association, stage)


def _by_text(association: WebAclAssociation, stage: ApiStage) -> bool | None:
    """An ARN that is written out means a stage that is new here where its API and name are in it."""
    match association.resource_arn, stage.rest_api_id, stage.stage_name:
        case Known(arn), Known(api), Known(name):
            return arn.endswith(f"/restapis/{api}/stages/{name}")
        case Known(arn), _, _:
            return None if "/restapis/" in arn else False
    return False
