"""``lp new``: a guardrail to start from, which works and whose examples hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from lambda_policies.cli.console import emit
from lambda_policies.errors import PackError
from lambda_policies.settings.words import quoted

Identity = Annotated[str, typer.Argument(metavar="ID", help="Capitals and a number, such as ACME101.")]
Slug = Annotated[str, typer.Argument(metavar="SLUG", help="Small words with hyphens, such as short-timeout.")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Your pack; it is made where it does not exist.")]
Coded = Annotated[bool, typer.Option("--coded", help="Write Python instead of YAML, for lambda_policies/guardrails.")]

_ID = re.compile(r"[A-Z]{2,8}[0-9]{1,6}")
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 60
_PACK = "pack.yaml"


def new(*, identity: Identity, slug: Slug, folder: Folder, coded: Coded = False) -> None:
    """Write a guardrail to start from. It works, and has examples that pass, fail and stay unknown."""
    from lambda_policies.cli.skeletons import CODED, DECLARED, PACK

    _refuse_bad_names(identity, slug)
    path = folder / (f"{slug.replace('-', '_')}.py" if coded else f"{slug}.yaml")
    _write(path, (CODED if coded else DECLARED).substitute(id=identity, slug=slug))
    if not coded and not (folder / _PACK).exists():
        name = _NOT_IN_A_NAME.sub("-", folder.resolve().name.lower()).strip("-")
        _write(folder / _PACK, PACK.substitute(name=f"own-{name}"[:_LONGEST_SLUG].strip("-")))


def _write(path: Path, text: str) -> None:
    """Write a new file and say so. Raises PackError where it is there already or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise PackError(f"{quoted(str(path))} is there already.", "Choose another slug or folder.") from None
    except OSError as error:
        raise PackError(f"{quoted(str(path))} cannot be written: {error.strerror}.") from None
    emit(f"Wrote {path}.\n")


def _refuse_bad_names(identity: str, slug: str) -> None:
    """Raise PackError for an id or a slug that no pack would take."""
    if not _ID.fullmatch(identity):
        raise PackError(f"{quoted(identity)} is not an id.", "Write capitals and a number, such as ACME101.")
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        raise PackError(f"{quoted(slug)} is not a slug.", "Write small words with hyphens, such as short-timeout.")
