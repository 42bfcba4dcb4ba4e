"""The limits that are set for the methods of a stage of API Gateway."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.identities import same
from lambda_policies.estate.joins.links import feeding
from lambda_policies.estate.models.api_method_settings import ApiMethodSettings
from lambda_policies.values import Known, all_of

if TYPE_CHECKING:
    from lambda_policies.estate.models.api_stage import ApiStage


def settings_of(stage: ApiStage) -> Iterator[tuple[bool | None, ApiMethodSettings]]:
    """The settings of methods that are, or may be (None), those of *stage*."""
    apis = stage.estate.joins.apis
    for settings in stage.estate.of(ApiMethodSettings):
        belongs = all_of((same(apis.api(stage), apis.api(settings)), _same_name(stage, settings)))
        if belongs is not False:
            yield belongs, settings


def _same_name(stage: ApiStage, settings: ApiMethodSettings) -> bool | None:
    match stage.stage_name, settings.stage_name:
        case Known(one), Known(other):
            return one == other
    fed = feeding(settings, settings.stage_name)
    return True if fed is not None and fed.address == stage.address else None
