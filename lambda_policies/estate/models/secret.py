"""``aws_secretsmanager_secret``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Members

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function
    from lambda_policies.estate.models.secret_rotation import SecretRotation


class Secret(Model):
    """A secret. ``rotation_lambda_arn`` is how AWS provider 4 and older wrote rotation."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_secretsmanager_secret",)

    name: Attribute[str] = at("name", computed=True)
    arn: Attribute[str] = at("arn", computed=True)
    rotation_lambda_arn: Attribute[str] = at("rotation_lambda_arn")

    @cached_property
    def rotations(self) -> Members[SecretRotation]:
        """What rotates it."""
        return self.estate.joins.rotations_of(self)

    @cached_property
    def users(self) -> Members[Function]:
        """The functions whose environment or role names it."""
        return self.estate.joins.users_of(self)

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions that certainly use it."""
        return self.users.items
