"""Which folder holds the Terraform source that a plan was made from, and the lines in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.cli.inputs import Source as PlanFile
from lambda_policies.errors import ConfigError
from lambda_policies.settings import locate
from lambda_policies.settings.words import quoted
from lambda_policies.sourcing import Code

if TYPE_CHECKING:
    from lambda_policies.plan.model import Configuration
    from lambda_policies.sourcing import Find

AUTO = "auto"
NONE = "none"
BINARY = b"PK\x03\x04"
Search: TypeAlias = "Callable[[str, Configuration | None], Code | None]"


def finder(wanted: str, plans: Sequence[PlanFile], *, isolated: bool, binary: Path | None = None) -> Find | None:
    """What finds the source of each plan; None where none is to be looked for, so in isolation unless it is named.

    A binary plan has its source in it: *binary*, or the plan itself. Raises ConfigError where what is named is none.
    """
    found = _finder(wanted, plans, isolated=isolated, binary=binary)
    return found and (lambda name, configuration: _trusted(found(name, configuration), waives=not isolated))


def _trusted(code: Code | None, *, waives: bool) -> Code | None:
    """In isolation a repository has no say in its own check, wherever its source comes from."""
    return replace(code, waives=waives) if code else None


def _finder(wanted: str, plans: Sequence[PlanFile], *, isolated: bool, binary: Path | None) -> Search | None:
    if binary is not None:
        return _of_binary(binary, wanted, plans)
    if wanted == NONE:
        return None
    if wanted != AUTO:
        return _named(Path(wanted), isolated=isolated)
    paths = {plan.name: plan.path for plan in plans}
    if isolated and not any(map(_is_binary, paths.values())):
        return None

    def find(name: str, configuration: Configuration | None) -> Code | None:
        path = paths[name]
        if path is not None and _is_binary(path):
            return _packed(path, configuration)
        folder = path.parent if path else Path()
        return None if isolated else _first(_holding_source([folder, Path()]), configuration, isolated=False)

    return find


def _of_binary(path: Path, wanted: str, plans: Sequence[PlanFile]) -> Search:
    """The source in a binary plan that is named beside its JSON."""
    if wanted != AUTO or len(plans) != 1:
        raise ConfigError("--binary is the source of one plan.", "Name one plan with it, and no --source.")
    if not _is_binary(path):
        raise ConfigError(f"{quoted(str(path))} is no binary plan.", "--binary takes the file of `plan -out`.")
    return lambda _, configuration: _packed(path, configuration)


def _named(path: Path, *, isolated: bool) -> Search:
    """The source that an operator names: a folder or an archive."""
    if path.is_dir():
        return lambda _, configuration: _first([path.resolve()], configuration, isolated=isolated)
    from lambda_policies.source.archives import ArchiveError, of_archive
    from lambda_policies.source.lines import SourceIndex

    try:
        bundle = of_archive(path)
    except ArchiveError as error:
        hint = "--source takes a folder of .tf files, a zip or tar archive of one, auto or none."
        raise ConfigError(f"The source {quoted(str(path))} {error}.", hint) from None
    name = path.as_posix()

    def find(_: str, configuration: Configuration | None) -> Code:
        return _compared(Code(name, bundle.root, SourceIndex(bundle, configuration), lambda file: file))

    return find


def _is_binary(path: Path | None) -> bool:
    """Whether a file is a zip, as binary plans are."""
    try:
        with (path or Path()).open("rb") as file:
            return file.read(len(BINARY)) == BINARY
    except OSError:
        return False


def _packed(path: Path, configuration: Configuration | None) -> Code | None:
    """The source in a binary plan; None where it has none. Its files are named as seen from its folder."""
    from lambda_policies.source.archives import ArchiveError, of_plan
    from lambda_policies.source.lines import SourceIndex

    folder = path.absolute().parent
    try:
        index = SourceIndex(of_plan(path), configuration)
    except ArchiveError:
        return None
    return _compared(Code(path.as_posix(), _seen(folder), index, lambda file: _seen(folder / file)))


def _compared(code: Code) -> Code:
    """The same, after it was compared with the plan."""
    code.index.matches()
    return code


def _holding_source(folders: Sequence[Path]) -> list[Path]:
    """The folders that hold Terraform files, each once."""
    from lambda_policies.source.tree import Tree

    once = dict.fromkeys(folder.resolve() for folder in folders)
    return [folder for folder in once if Tree(folder).files("")]


def _first(folders: Sequence[Path], configuration: Configuration | None, *, isolated: bool) -> Code | None:
    """The first folder that matches the plan; where none does, the first at all."""
    from lambda_policies.source.lines import SourceIndex

    kept: Code | None = None
    for folder in folders:
        border = folder if isolated else _border(folder)
        found = Code(_seen(folder), _seen(folder), SourceIndex(folder, configuration, border), partial(_below, border))
        if found.index.matches():
            return found
        kept = kept or found
    return kept


def _border(folder: Path) -> Path:
    """The repository around a folder, in which its modules may stand; without one the folder itself."""
    return next((each for each in locate.upward(folder) if (each / ".git").exists()), folder)


def _below(border: Path, file: str) -> str:
    return _seen(border / file)


def _seen(path: Path) -> str:
    """A whole path as it leads there from the working directory; left whole where that is on another drive."""
    here = Path.cwd()
    return (Path(os.path.relpath(path, here)) if path.drive == here.drive else path).as_posix()
