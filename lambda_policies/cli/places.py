"""Which folder holds the Terraform source that a plan was made from, and the lines in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lambda_policies.cli.inputs import Source as PlanFile
from lambda_policies.errors import ConfigError
from lambda_policies.settings.words import quoted
from lambda_policies.verdicts import Place

if TYPE_CHECKING:
    from lambda_policies.pipeline import Find
    from lambda_policies.plan.model import Configuration
    from lambda_policies.source.lines import Location, SourceIndex

AUTO = "auto"
NONE = "none"
_DOWNLOADED = ".terraform/"


@dataclass(frozen=True, slots=True)
class Folder:
    """The source in one folder, compared with a plan. ``name`` is the folder as seen from the working directory."""

    name: str
    index: SourceIndex

    @property
    def why(self) -> str:
        """What keeps it from being the source of the plan; empty where it is."""
        return self.index.why

    @property
    def notes(self) -> tuple[str, ...]:
        """What of it was not read so far."""
        return self.index.notes

    def place(self, address: str, at: str) -> Place | None:
        """Where *at* is written; None also where that is in a module that was downloaded, which nobody edits."""
        found = self.index.locate(address, at)
        return None if found is None or found.file.startswith(_DOWNLOADED) else self._seen(found)

    def call(self, address: str) -> Place | None:
        """The nearest module call around *address* that the user wrote."""
        found = self.index.module_call(address)
        return self._seen(found) if found else None

    def _seen(self, location: Location) -> Place:
        return Place(str(PurePosixPath(self.name, location.file)), location.line)


def finder(wanted: str, plans: Sequence[PlanFile], *, isolated: bool) -> Find | None:
    """What finds the source of each plan; None where none is to be looked for, so in isolation unless it is named.

    Raises ConfigError where what is named is no folder.
    """
    if wanted == NONE or (wanted == AUTO and isolated):
        return None
    if wanted != AUTO and not Path(wanted).is_dir():
        sentence = f"The source {quoted(wanted)} is not a folder."
        raise ConfigError(sentence, "--source takes a folder of .tf files, auto or none.")
    folders = {plan.name: plan.folder for plan in plans}

    def find(name: str, configuration: Configuration | None) -> Folder | None:
        if wanted != AUTO:
            return _first([Path(wanted)], configuration)
        return _first(_holding_source([folders[name], Path()]), configuration)

    return find


def _holding_source(folders: Sequence[Path]) -> list[Path]:
    """The folders that hold Terraform files, each once."""
    from lambda_policies.source.tree import Tree

    once = {folder.resolve(): folder for folder in reversed(folders)}
    return [folder for folder in reversed(once.values()) if Tree(folder).files("")]


def _first(folders: Sequence[Path], configuration: Configuration | None) -> Folder | None:
    """The first folder that matches the plan; where none does, the first at all."""
    from lambda_policies.source.lines import SourceIndex

    kept: Folder | None = None
    for folder in folders:
        index = SourceIndex(folder, configuration)
        found = Folder(_name(folder), index)
        if index.matches():
            return found
        kept = kept or found
    return kept


def _name(folder: Path) -> str:
    """The folder as seen from the working directory, where it is below it."""
    whole, here = folder.resolve(), Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else folder).as_posix()
