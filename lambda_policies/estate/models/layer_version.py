"""``aws_lambda_layer_version``."""

from __future__ import annotations

from typing import Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class LayerVersion(Model):
    """A version of a layer."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_lambda_layer_version",)

    layer_name: Attribute[str] = at("layer_name")
    arn: Attribute[str] = at("arn", computed=True)
    layer_arn: Attribute[str] = at("layer_arn", computed=True)
    compatible_runtimes: Attribute[list[Any]] = at("compatible_runtimes", many=True)
