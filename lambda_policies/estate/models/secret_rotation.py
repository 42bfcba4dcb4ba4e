"""``aws_secretsmanager_secret_rotation``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.secret import Secret


class SecretRotation(Model):
    """The rotation of a secret."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_secretsmanager_secret_rotation",)

    secret_id: Attribute[str] = at("secret_id")
    rotation_lambda_arn: Attribute[str] = at("rotation_lambda_arn")

    @cached_property
    def secret(self) -> Value[Secret]:
        """The secret that it rotates."""
        return self.estate.joins.secret_at(self, self.secret_id)
