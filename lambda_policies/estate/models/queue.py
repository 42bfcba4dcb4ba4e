"""``aws_sqs_queue``."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class Queue(Model):
    """A queue. ``visibility_timeout_seconds`` is how long a message that somebody works on is hidden from others."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_sqs_queue",)

    name: Attribute[str] = at("name", computed=True)
    arn: Attribute[str] = at("arn", computed=True)
    visibility_timeout_seconds: Attribute[int] = at("visibility_timeout_seconds", default=30)
