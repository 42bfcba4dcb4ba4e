"""Finds the coded guardrails: every module of this folder that holds a ``GUARDRAIL``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from lambda_policies import guardrails

if TYPE_CHECKING:
    from lambda_policies.guardrails.base import Guardrail

NOT_GUARDRAILS = frozenset(
    {
        "attachments",
        "base",
        "coded",
        "comparing",
        "dating",
        "escalations",
        "evaluate",
        "needs",
        "powers",
        "reaching",
        "ruling",
        "saying",
        "sketches",
        "statements",
        "ways",
    }
)


def coded() -> tuple[Guardrail[Any], ...]:
    """All coded guardrails."""
    names = (module.name for module in iter_modules(guardrails.__path__))
    return tuple(by_slug(name.replace("_", "-")) for name in names if name not in NOT_GUARDRAILS)


def by_slug(slug: str) -> Guardrail[Any]:
    """The coded guardrail called *slug*; its file has the same name, with underscores."""
    found: Guardrail[Any] = import_module(f"{guardrails.__name__}.{slug.replace('-', '_')}").GUARDRAIL
    return found
