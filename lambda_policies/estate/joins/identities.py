"""Which object an identifier means, in a form that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.links import feeding
from lambda_policies.values import Known, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.plan.index import Plan

Kinds = Mapping[str, str]
"""Terraform types, and for each the attribute that identifies an object of it."""


def identity(model: Model, value: Value[str], kinds: Kinds) -> str | None:
    """The address of the object that *value*, an attribute of *model*, means, or its text; None where that is open."""
    fed = feeding(model, value)
    if fed is not None and fed.type in kinds:
        return fed.address
    return literal(model.resource.plan, value.value, kinds) if isinstance(value, Known) else None


def literal(plan: Plan, text: str, kinds: Kinds) -> str:
    """The same of an identifier that is known: the object of the plan that has it, or else the text."""
    for kind, attribute in kinds.items():
        for resource in plan.by_type.get(kind, ()):
            match resource.value((attribute,), computed=True):
                case Known(held) if held == text:
                    return resource.address
    return f"={text}"


def same(one: str | None, other: str | None) -> bool | None:
    """Whether two identities are one object's; None where one is open."""
    return None if one is None or other is None else one == other
