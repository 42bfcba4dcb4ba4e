"""Every guardrail as a Checkov check. Only ``checks`` and the file in ``external/`` import Checkov."""

from __future__ import annotations

from pathlib import Path


def checks_folder() -> Path:
    """The folder for Checkov's ``--external-checks-dir``."""
    return Path(__file__).parent / "external"
