"""Reading a directory of Terraform source: bounded, never outside its root, each file once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

SUFFIXES = (".tf", ".tofu", ".tf.json", ".tofu.json")
LONGEST = 1_000
"""The longest path, in characters."""
_ENTRIES = 10_000
_NOTES = 100


class Notes:
    """What was not read, and why, in printable characters."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, name: str, what: str) -> None:
        """Remember that something was not read and why."""
        if len(self.notes) < _NOTES:
            self.notes.append(f"{name[:LONGEST]!a} {what}")


class Tree(Notes):
    """The files below *root*. Folders and files are named by posix paths relative to it; the root is ``""``.

    ``notes`` says what was not read and why. What a link leads out of the root is not read.
    """

    max_file = 2 << 20
    max_total = 16 << 20
    max_files = 5_000

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = Path(os.path.realpath(root))
        self._left = self.max_total
        self._files_left = self.max_files

    def join(self, folder: str, relative: str) -> str | None:
        """The folder that *relative* names, seen from *folder*; None where it is outside the root or no folder."""
        resolved = self._resolved(f"{folder}/{relative}" if folder else relative)
        if resolved is None or not stat.S_ISDIR(resolved[1]):
            return None
        name = resolved[0].relative_to(self.root).as_posix()
        return "" if name == "." else name

    def files(self, folder: str) -> list[str]:
        """The source files of one folder, sorted by name, override files last."""
        try:
            with os.scandir(self.root / folder) as entries:
                names = [entry.name for entry in islice(entries, _ENTRIES)]
        except OSError:
            self.note(folder or ".", "cannot be listed")
            return []
        if len(names) == _ENTRIES:
            self.note(folder or ".", "holds more files than are read")
        chosen = (name for name in names if name.endswith(SUFFIXES) and not name.startswith("."))
        return by_override(f"{folder}/{name}" if folder else name for name in chosen)

    def read(self, file: str) -> str | None:
        """The text of a file; None where there is none, or where it is not read, which a note says."""
        resolved = self._resolved(file)
        if resolved is None or not stat.S_ISREG(resolved[1]):
            return None
        try:
            with resolved[0].open("rb") as stream:
                data = stream.read(self.max_file + 1)
            self._files_left -= 1
            self._left -= len(data)
            if len(data) <= self.max_file and self._left >= 0 and self._files_left >= 0:
                return data.decode("utf-8-sig")
            self.note(file, "is too big, or there is too much of the source")
        except OSError:
            self.note(file, "cannot be read")
        except UnicodeDecodeError:
            self.note(file, "is not UTF-8")
        return None

    def _resolved(self, relative: str) -> tuple[Path, int] | None:
        """A path with all links followed, and its mode; None where it is not there or not below the root."""
        if len(relative) > LONGEST:
            return None
        try:
            path = Path(os.path.realpath(self.root / relative))
            mode = path.stat().st_mode if path.is_relative_to(self.root) else None
        except (OSError, ValueError):
            return None
        if mode is None:
            self.note(relative, "leads out of the source")
            return None
        return path, mode


def is_downloaded(file: str) -> bool:
    """Whether a file of this name is one that ``terraform init`` fetched."""
    return "/.terraform/" in f"/{file}"


def by_override(files: Iterable[str]) -> list[str]:
    """Files sorted by name, override files last."""
    return sorted(files, key=lambda file: (is_override(file.rpartition("/")[2]), file))


def is_override(name: str) -> bool:
    """Whether a file of this name only changes blocks that stand in other files."""
    stem = next((name.removesuffix(suffix) for suffix in reversed(SUFFIXES) if name.endswith(suffix)), name)
    return stem == "override" or stem.endswith("_override")
