"""Which folder a module call leads to: a path beside the caller, or what ``terraform init`` wrote down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec

from lambda_policies.source.bundle import Bundle
from lambda_policies.source.comments import Comment
from lambda_policies.source.folder import Folder, Place
from lambda_policies.source.outline import Steps
from lambda_policies.source.tree import Tree, is_downloaded

_MANIFEST = ".terraform/modules/modules.json"
_LITERAL = re.compile(r'\s*"?source"?\s*[=:]\s*"([^"\\$%]*)"\Z')


class Modules:
    """The module folders of a source, each read once, when it is first asked for.

    ``root`` is the folder of the root module, None where it is not at hand.
    """

    def __init__(self, tree: Tree | Bundle, root: str | None = "") -> None:
        self._tree = tree
        self.root = root or ""
        self._folders: dict[str, Folder] = {}
        self._names: dict[Steps, str | None] = {(): root}

    def folder(self, names: Steps) -> Folder | None:
        """The folder of the module at the end of these calls; None where it is not at hand."""
        for length in range(1, len(names) + 1):
            if names[:length] not in self._names:
                self._names[names[:length]] = self._resolve(names[:length])
        name = self._names[names]
        if name is None:
            return None
        if name not in self._folders:
            self._folders[name] = Folder(self._tree, name)
        return self._folders[name]

    def call(self, names: Steps) -> Place | None:
        """The block that makes the module at the end of these calls."""
        parent = self.folder(names[:-1])
        return parent.place(("module", names[-1])) if parent else None

    def comments(self) -> Iterator[Comment]:
        """The comments that waive something in what was read, but not in modules that were downloaded."""
        for name, folder in self._folders.items():
            if not is_downloaded(f"{name}/"):
                yield from folder.comments

    def text(self, folder: str, name: str) -> str | None:
        """A file that expressions name, as seen from *folder*; None where it is not in the source."""
        return self._tree.read(f"{folder}/{name}" if folder else name)

    def _resolve(self, names: Steps) -> str | None:
        """The name of a module's folder, of which the caller's is known."""
        call, parent = self.call(names), self.folder(names[:-1])
        if call is None or parent is None:
            return None
        if isinstance(self._tree, Bundle) and self._tree.folders:
            return self._tree.folders.get(".".join(names))
        source = _source(call)
        if source.startswith(("./", "../")):
            return self._tree.join(parent.name, source)
        folder = self._downloaded.get(".".join(names))
        return None if folder is None else self._tree.join(self.root, folder)

    @cached_property
    def _downloaded(self) -> dict[str, str]:
        """The folders of ``terraform init``'s manifest, by the names of the calls."""
        try:
            manifest: Any = msgspec.json.decode(self._tree.read(f"{self.root}/{_MANIFEST}".lstrip("/")) or "{}")
            found = {entry["Key"]: entry["Dir"] for entry in manifest.get("Modules", ())}
        except (msgspec.DecodeError, AttributeError, KeyError, RecursionError, TypeError):
            return {}
        return {key: folder for key, folder in found.items() if isinstance(key, str) and isinstance(folder, str)}


def _source(call: Place) -> str:
    """The module's source where it is a plain string, else nothing."""
    start, end = call.outline.spans.get((*call.prefix, "source"), (0, 0))
    found = _LITERAL.match(call.whole.text[start:end])
    return found[1] if found else ""
