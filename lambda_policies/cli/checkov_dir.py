"""``lp checkov-dir``: the folder that Checkov's ``--external-checks-dir`` takes."""

from __future__ import annotations

from lambda_policies.checkov_bridge import checks_folder
from lambda_policies.cli.console import emit


def checkov_dir() -> None:
    """Print the folder for Checkov. Use: checkov --external-checks-dir "$(lp checkov-dir)"."""
    emit(f"{checks_folder().resolve()}\n")
