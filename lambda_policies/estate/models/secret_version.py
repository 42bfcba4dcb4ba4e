"""``aws_secretsmanager_secret_version``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.secret import Secret


class SecretVersion(Model):
    """What a secret holds."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_secretsmanager_secret_version",)

    secret_id: Attribute[str] = at("secret_id")
    secret_string: Attribute[str] = at("secret_string")
    secret_string_wo: Attribute[str] = at("secret_string_wo")
    secret_binary: Attribute[str] = at("secret_binary")

    @cached_property
    def secret(self) -> Value[Secret]:
        """The secret that it is a version of."""
        return self.estate.joins.secret_at(self, self.secret_id)
