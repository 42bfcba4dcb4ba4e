"""Finding the file that configures a run, upward from the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

CONFIG = "lp.toml"
PYPROJECT = "pyproject.toml"
WAIVERS = "waivers.yaml"


def upward(folder: Path) -> Iterator[Path]:
    """A folder and its parents, up to the root of the repository (the folder that holds ``.git``) or of the disk."""
    start = folder.resolve()
    for each in (start, *start.parents):
        yield each
        if (each / ".git").exists():
            return


def waivers(folder: Path) -> Path | None:
    """The nearest ``waivers.yaml``."""
    return next((each / WAIVERS for each in upward(folder) if (each / WAIVERS).is_file()), None)
