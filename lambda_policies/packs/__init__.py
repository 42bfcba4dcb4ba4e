"""Packs: which guardrails hold, with which effect and parameters; and the declared language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_policies.packs.pack import Pack
    from lambda_policies.guardrails.base import Guardrail
    from typing import Any


def load(profile: str | None = None, path: Path | None = None) -> Pack:
    """The shipped pack in a *profile* (``baseline`` where None), or the pack in the folder or file *path*.

    Raises ``PackError``.
    """
    from lambda_policies.packs import folder, shipped

    return folder.load(path) if path is not None else shipped.load(profile or shipped.BASELINE)


def catalogue() -> tuple[Guardrail[Any], ...]:
    """Every shipped guardrail with its documents and examples, by number."""
    from lambda_policies.packs import shipped

    return shipped.catalogue()


def profiles() -> tuple[str, ...]:
    """The names of the shipped profiles."""
    from lambda_policies.packs import shipped

    return shipped.PROFILES
