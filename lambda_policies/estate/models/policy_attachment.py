"""``aws_iam_policy_attachment``."""

from __future__ import annotations

from typing import Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class PolicyAttachment(Model):
    """One managed policy attached to all that it names, and to nothing else."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_iam_policy_attachment",)

    roles: Attribute[list[Any]] = at("roles", many=True)
    policy_arn: Attribute[str] = at("policy_arn")
