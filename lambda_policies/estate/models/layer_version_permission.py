"""``aws_lambda_layer_version_permission``."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class LayerVersionPermission(Model):
    """Who may use a version of a layer."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_layer_version_permission",)

    layer_name: Attribute[str] = at("layer_name")
    action: Attribute[str] = at("action")
    principal: Attribute[str] = at("principal")
    organization_id: Attribute[str] = at("organization_id")
