"""The wildcards of IAM: ``*`` for any text, ``?`` for one character."""

from __future__ import annotations

_ARN_PARTS = 6


def has_wildcard(text: str) -> bool:
    """Whether a text holds ``*``, ``?`` or a policy variable, so that it does not name one fixed thing."""
    return "*" in text or "?" in text or "${" in text


def is_everything(text: str) -> bool:
    """Whether a pattern matches every text that is not empty."""
    return "*" in text and text.count("?") <= 1 and not text.strip("*?")


def is_every_action(text: str) -> bool:
    """Whether an action pattern matches every action of every service: ``*``, ``*:*``, ``**``."""
    return all(is_everything(part) for part in text.split(":", 1))


def is_every_resource(text: str) -> bool:
    """Whether a resource pattern matches every ARN of a partition: ``*``, ``arn:aws:*``, ``arn:*:*:*:*:*``."""
    parts = text.split(":", _ARN_PARTS - 1)
    if parts[0] == "arn":
        parts = parts[2:]
    return bool(parts) and all(is_everything(part) for part in parts)
