"""Whatever keeps a secret that somebody writes into it: a secret version, a SecureString, a database's password."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class StoredSecret(Model):
    """A resource with a secret in it. ``type`` is that of a parameter."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_secretsmanager_secret_version", "aws_ssm_parameter", "aws_db_instance")

    type: Attribute[str] = at("type")
    secret_string: Attribute[str] = at("secret_string")
    secret_string_wo: Attribute[str] = at("secret_string_wo")
    secret_binary: Attribute[str] = at("secret_binary")
    value: Attribute[str] = at("value")
    value_wo: Attribute[str] = at("value_wo")
    password: Attribute[str] = at("password")
    password_wo: Attribute[str] = at("password_wo")
