"""``aws_iam_policy``."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class Policy(Model):
    """A customer managed policy."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_iam_policy",)

    name: Attribute[str] = at("name", computed=True)
    arn: Attribute[str] = at("arn", computed=True)
    policy: Attribute[str] = at("policy")
