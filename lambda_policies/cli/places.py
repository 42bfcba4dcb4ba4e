"""Which folder holds the Terraform source that a plan was made from, and the lines in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_policies.cli.inputs import Source as PlanFile
from lambda_policies.errors import ConfigError
from lambda_policies.settings import locate
from lambda_policies.settings.words import quoted
from lambda_policies.verdicts import Place

if TYPE_CHECKING:
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.model import Configuration
    from lambda_policies.plan.recovery import Recovery
    from lambda_policies.source.lines import Location, SourceIndex
    from lambda_policies.sourcing import Find

AUTO = "auto"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Folder:
    """The source in one folder, compared with a plan. Both paths are whole; its files are below ``border``."""

    folder: Path
    border: Path
    index: SourceIndex

    @property
    def name(self) -> str:
        """The folder as seen from the working directory."""
        return _seen(self.folder)

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
        return None if found is None or found.downloaded else self._placed(found)

    def call(self, address: str) -> Place | None:
        """The nearest module call around *address* that the user wrote."""
        found = self.index.module_call(address)
        return self._placed(found) if found else None

    def recovery(self, plan: Plan) -> Recovery:
        """What rebuilds from it the values that *plan* leaves open."""
        return self.index.rebuilding(plan)

    def _placed(self, location: Location) -> Place:
        return Place(_seen(self.border / location.file), location.line)


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
        candidates = [Path(wanted).resolve()] if wanted != AUTO else _holding_source([folders[name], Path()])
        return _first(candidates, configuration, isolated=isolated)

    return find


def _holding_source(folders: Sequence[Path]) -> list[Path]:
    """The folders that hold Terraform files, each once."""
    from lambda_policies.source.tree import Tree

    once = dict.fromkeys(folder.resolve() for folder in folders)
    return [folder for folder in once if Tree(folder).files("")]


def _first(folders: Sequence[Path], configuration: Configuration | None, *, isolated: bool) -> Folder | None:
    """The first folder that matches the plan; where none does, the first at all."""
    from lambda_policies.source.lines import SourceIndex

    kept: Folder | None = None
    for folder in folders:
        border = folder if isolated else _border(folder)
        index = SourceIndex(folder, configuration, border)
        found = Folder(folder, border, index)
        if index.matches():
            return found
        kept = kept or found
    return kept


def _border(folder: Path) -> Path:
    """The repository around a folder, in which its modules may stand; without one the folder itself."""
    return next((each for each in locate.upward(folder) if (each / ".git").exists()), folder)


def _seen(path: Path) -> str:
    """A whole path as it leads there from the working directory; left whole where that is on another drive."""
    here = Path.cwd()
    return (Path(os.path.relpath(path, here)) if path.drive == here.drive else path).as_posix()
