"""Values of an example while it is planned: JSON values, with holes where a value is known only after apply.

Below everything in this room. A ``Secret`` carries Terraform's sensitive mark beside its value.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final


class Hole(Enum):
    """A value that is known only after apply."""

    HOLE = "known after apply"


HOLE: Final = Hole.HOLE


@dataclass(frozen=True, slots=True)
class Secret:
    """A value with the sensitive mark."""

    value: Any


def has_hole(value: Any) -> bool:
    """Say whether any part of the value is known only after apply."""
    if isinstance(value, Secret):
        return has_hole(value.value)
    if isinstance(value, dict):
        return any(has_hole(member) for member in value.values())
    if isinstance(value, list):
        return any(has_hole(member) for member in value)
    return value is HOLE


def has_secret(value: Any) -> bool:
    """Say whether any part of the value is sensitive."""
    if isinstance(value, dict):
        return any(has_secret(member) for member in value.values())
    if isinstance(value, list):
        return any(has_secret(member) for member in value)
    return isinstance(value, Secret)


def bare(value: Any) -> Any:
    """Give the value without its sensitive marks."""
    if isinstance(value, Secret):
        return bare(value.value)
    if isinstance(value, dict):
        return {name: bare(member) for name, member in value.items()}
    if isinstance(value, list):
        return [bare(member) for member in value]
    return value
