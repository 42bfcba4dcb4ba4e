"""Which functions an attribute may mean where the plan leaves open which one it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.estate.models.alias import Alias
from lambda_policies.estate.models.function import Function
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Known, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model

ANY = ""
"""Stands for every function: a part of the value is hidden."""


def candidates(model: Model, value: Value[str]) -> set[str]:
    """The addresses of the functions that *value*, an attribute of *model*, is made from, ANY among them."""
    sources = model.resource.plan.references.sources(model.resource, parse_path(value.at)).items
    found: set[str] = set() if sources else {ANY}
    for source in sources:
        target = source.resource
        if target is None or target.type == "terraform_data":
            found.add(ANY)
        elif target.type in Function.TYPES:
            found.add(target.address)
        elif target.type in Alias.TYPES:
            function = model.estate.view(Alias, target).function
            found.add(function.value.address if isinstance(function, Known) else ANY)
    return found
