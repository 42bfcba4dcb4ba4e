"""Names, descriptions and tags: text that the author chose, and that everyone can read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.estate.models.alias import Alias
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.layer_version import LayerVersion
from lambda_policies.estate.models.log_group import LogGroup
from lambda_policies.estate.models.permission import Permission
from lambda_policies.values import Value

WRITTEN: dict[type[Model], tuple[str, ...]] = {
    Function: ("function_name", "description"),
    Alias: ("name", "description"),
    LayerVersion: ("layer_name", "description"),
    Permission: ("statement_id",),
    LogGroup: ("name",),
}
"""The attributes of each model that hold free text."""
BY_TYPE = {kind: model for model in WRITTEN for kind in model.TYPES}


class FreeText(Model):
    """The free text of a function, alias, layer, permission or log group."""

    TYPES: ClassVar[tuple[str, ...]] = tuple(BY_TYPE)

    function_name: Attribute[str] = at("function_name")
    name: Attribute[str] = at("name")
    layer_name: Attribute[str] = at("layer_name")
    statement_id: Attribute[str] = at("statement_id")
    description: Attribute[str] = at("description")
    tags: Attribute[dict[str, Any]] = at("tags", many=True)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The functions that it is about."""
        return self.estate.view(BY_TYPE[self.resource.type], self.resource).subjects

    def texts(self) -> Iterator[Value[str]]:
        """Its names and its description."""
        for field in WRITTEN[BY_TYPE[self.resource.type]]:
            yield getattr(self, field)
