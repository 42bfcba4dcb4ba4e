"""Packs: which guardrails hold, with which effect and parameters; and the declared language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from lambda_policies.guardrails.base import Guardrail
    from lambda_policies.packs.pack import Pack


def load(profile: str | None = None, path: Path | None = None) -> Pack:
    """The shipped pack in a *profile* (``baseline`` where None), or the pack in the folder or file *path*.

    Raises ``PackError``.
    """
    if path is not None:
        from lambda_policies.packs import folder

        return folder.load(path)
    from lambda_policies.packs import shipped

    return shipped.load(profile or shipped.BASELINE)


def catalogue() -> tuple[Guardrail[Any], ...]:
    """Every shipped guardrail with its documents and examples, by number."""
    from lambda_policies.packs import shipped

    return shipped.catalogue()
