"""``lp checkov-dir``: the folder that Checkov's ``--external-checks-dir`` takes."""

from __future__ import annotations

from pathlib import Path

from lambda_policies.cli.console import emit


def checkov_dir() -> None:
    """Print the folder for Checkov. Use: checkov --external-checks-dir "$(lp checkov-dir)"."""
    emit(f"{Path(__file__).resolve().parents[1] / 'checkov_bridge' / 'external'}\n")
