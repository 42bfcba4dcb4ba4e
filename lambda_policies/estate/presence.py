"""Whether an attribute is set."""

from __future__ import annotations

from typing import Any

from lambda_policies.values import Known, Unknown, Value


def is_set(value: Value[Any]) -> bool | None:
    """Whether the author set it, whatever to; None where that is open."""
    if isinstance(value, Unknown):
        return True if value.present else None
    return isinstance(value, Known)
