"""Source in one file: an archive, or what a binary plan keeps of its modules. Read into memory, in bounds."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping

from lambda_policies.source.tree import LONGEST, SUFFIXES, Notes, by_override


class Bundle(Notes):
    """The files of a bundle, by posix paths; ``root`` is the folder of the root module.

    ``folders`` are those of the modules by the names of their calls, where the bundle itself says so. ``notes`` says
    what was not taken and why.
    """

    max_file = 2 << 20
    max_other = 256 << 10
    max_total = 16 << 20

    def __init__(self, members: Iterable[tuple[str, bytes | None]], folders: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.folders = dict(folders or {})
        self._files: dict[str, str] = {}
        self._folders: dict[str, list[str]] = defaultdict(list)
        left = self.max_total
        for name, data in members:
            if data is not None and (left := left - len(data)) < 0:
                self.note(name, "is not read: there is too much of the source")
                break
            self._add(name, data)
        self.root = self._root()

    def _add(self, name: str, data: bytes | None) -> None:
        is_source = name.endswith(SUFFIXES)
        if data is None or len(data) > (self.max_file if is_source else self.max_other):
            if is_source:
                self.note(name, "is too big, or no plain file")
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            if is_source:
                self.note(name, "is not UTF-8")
            return
        if name in self._files:
            self.note(name, "stands in it twice; the first one counts")
            return
        self._files[name] = text
        self._folders[posixpath.dirname(name)].append(name)

    def _root(self) -> str:
        """The folder of the root module: the top, or the only folder there."""
        if "" in self._folders and any(name.endswith(SUFFIXES) for name in self._folders[""]):
            return ""
        tops = {name.partition("/")[0] for name in self._files}
        return tops.pop() if len(tops) == 1 else ""

    def join(self, folder: str, relative: str) -> str | None:
        """The folder that *relative* names, seen from *folder*; None where the bundle has none."""
        path = posixpath.normpath(posixpath.join(folder, relative))
        name = "" if path == "." else path
        return name if name in self._folders else None

    def files(self, folder: str) -> list[str]:
        """The source files of one folder, sorted by name, override files last."""
        return by_override(name for name in self._folders.get(folder, ()) if name.endswith(SUFFIXES))

    def read(self, file: str) -> str | None:
        """The text of a file; None where there is none."""
        return self._files.get(posixpath.normpath(file))


def plain_name(name: str) -> str | None:
    """The name of a member as a path below the top; None where it leads out of the bundle or is none."""
    path = posixpath.normpath(name)
    if len(name) > LONGEST or not name.isprintable() or "\\" in name or ":" in name:
        return None
    return None if path.startswith(("/", "../")) or path in {".", ".."} else path
