"""``lp checkov-dir``: the folder that Checkov's ``--external-checks-dir`` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lambda_policies.checkov_bridge import checks_folder
from lambda_policies.cli.console import emit
from lambda_policies.errors import ConfigError

Copy = Annotated[Path | None, typer.Option("--copy", metavar="FOLDER", help="Write the checks to a new folder.")]
Sign = Annotated[
    Path | None,
    typer.Option("--sign", metavar="KEY", help="Sign the copy for Checkov's --external-checks-public-key (P-256)."),
]


def checkov_dir(*, copy: Copy = None, sign: Sign = None) -> None:
    """Print the folder for Checkov. Use: checkov --external-checks-dir "$(lp checkov-dir)"."""
    if copy is None:
        if sign is not None:
            raise ConfigError("--sign signs a copy.", "Name its folder with --copy FOLDER.")
        emit(f"{checks_folder().resolve()}\n")
        return
    from lambda_policies.checkov_bridge import signing

    signing.copy(copy, sign)
    emit(f"{copy.resolve()}\n")
