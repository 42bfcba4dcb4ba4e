"""What all joins share: whether two resources live in the same place, and the one resource that feeds a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from lambda_policies.iam.arns import parse_arn
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Absent, Known, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.plan.resources import Resource


M = TypeVar("M", bound="Model")


def same_place(one: Resource, other: Resource) -> bool | None:
    """Whether two resources live in the same account and region; None where the plan does not say.

    The same provider configuration is the same place, unless each names its own region (AWS provider 6). Two
    configurations are different places where both name a region and the regions differ. Otherwise ARNs tell, where
    both resources exist, as they do where a block is gone and its provider configuration may be gone as well.
    """
    regions = one.region, other.region
    if None not in regions and regions[0] != regions[1]:
        return False
    keys = one.plan.configuration.provider(one), one.plan.configuration.provider(other)
    if keys[0] is None or keys[0] != keys[1]:
        return _same_owner(one, other)
    return True if one.config and other.config else _same_owner(one, other) is not False


def _same_owner(one: Resource, other: Resource) -> bool | None:
    """What the ARNs of two resources that exist say: their accounts, and their regions where both have one."""
    arns = [parse_arn(arn) for arn in (_held(one, "arn"), _held(other, "arn")) if arn]
    found = [(arn.account, arn.region) for arn in arns if arn and arn.account]
    if len(found) < 2:  # noqa: PLR2004 - one for each
        return None
    regions = {region for _, region in found if region}
    return found[0][0] == found[1][0] and len(regions) <= 1


def _held(resource: Resource, name: str) -> str | None:
    """A text that is known."""
    text = resource.after.get(name) if isinstance(resource.after, dict) else None
    return text if isinstance(text, str) else None


def feeding(model: Model, value: Value[str]) -> Resource | None:
    """The one resource of the plan that feeds *value*, an attribute of *model*; None where none or several may."""
    if isinstance(value, Absent):
        return None
    resource = model.resource
    sources = resource.plan.references.sources(resource, parse_path(value.at), known=isinstance(value, Known))
    return sources.only


def mentioned(model: Model, value: Value[str], target: type[M]) -> M | None:
    """The one resource that feeds *value*, where it is a *target*."""
    resource = feeding(model, value)
    return model.estate.view(target, resource) if resource is not None and resource.type in target.TYPES else None


def one_by_arn(model: Model, value: Value[str], target: type[M]) -> Value[M]:
    """The *target* whose ARN is *value*, an attribute of *model*."""
    return one_by(model, value, target, "arn")


def one_by(model: Model, value: Value[str], target: type[M], field: str) -> Value[M]:
    """The *target* whose *field*, an identifier, is *value*, an attribute of *model*."""
    if isinstance(value, Absent):
        return Absent(value.at)
    found = mentioned(model, value, target)
    if found is not None:
        return Known(found, value.at)
    if isinstance(value, Unknown):
        return value
    for candidate in model.estate.of(target):
        match getattr(candidate, field):
            case Known(text) if text == value.value:
                return Known(candidate, value.at)
    return Unknown(value.at, Reason.OUTSIDE, present=True)
