"""From the address of a resource, and an attribute of it, to the file and line where a person edits it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_policies.errors import PlanError
from lambda_policies.plan.addresses import Address, parse
from lambda_policies.source.bundle import Bundle
from lambda_policies.source.folder import Place
from lambda_policies.source.frames import framed
from lambda_policies.source.masking import DEPTH
from lambda_policies.source.modules import Modules
from lambda_policies.source.ordering import keeps_order
from lambda_policies.source.outline import Span, Steps
from lambda_policies.source.tree import Tree, is_downloaded

if TYPE_CHECKING:
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.model import ConfigModule, Configuration
    from lambda_policies.plan.recovery import Recovery
    from lambda_policies.source.comments import Comment

_STEP = re.compile(r"[^.\[\]\"]+")


@dataclass(frozen=True, slots=True)
class Location:
    """Lines of a file, counted from 1, both included; ``file`` is a posix path relative to the border of the source.

    ``module_call`` is the nearest module call around it that the user wrote: not one of a module that was downloaded.
    ``frame`` is the first of the lines as it may be shown; empty for a whole block.
    """

    file: str
    line: int
    end_line: int
    module_call: Location | None = None
    frame: str = ""

    @property
    def downloaded(self) -> bool:
        """Whether it is in a module that ``terraform init`` fetched, so that nobody edits it there."""
        return is_downloaded(self.file)


class SourceIndex:
    """The source whose root module is in *root*, a folder or a bundle, read only as far as somebody asks.

    Nothing outside *border* is read, which is *root* itself where no folder around it is named. ``why`` says, after
    ``matches`` answered False, what is missing. ``notes`` says which files were not read, ``differs``
    the addresses of blocks that are not those of the plan that was rebuilt last.
    """

    def __init__(
        self, root: Path | Bundle, configuration: Configuration | None = None, border: Path | None = None
    ) -> None:
        self._tree: Tree | Bundle = root if isinstance(root, Bundle) else Tree(border or root)
        self._modules = Modules(self._tree, _inside(root, self._tree, border))
        self._configuration = configuration
        self.why = ""
        self.differs: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not read so far, and why."""
        return tuple(self._tree.notes)

    def matches(self) -> bool:
        """Whether every block and module call of the plan's configuration is in the source, where that is at hand."""
        if self._configuration is None:
            self.why = "the plan has no configuration"
        elif not self._modules.folder(()):
            self.why = "there is no Terraform source"
        else:
            missing = next(self._missing(self._configuration.root_module), None)
            self.why = f"{missing!a} of the plan is not in it" if missing else ""
        return not self.why

    def locate(self, address: str, at: str = "") -> Location | None:
        """Where the block of *address* stands, or the attribute *at* of it; None where it is not found.

        An attribute that is not written out gives the nearest thing around it that is; one that an override file
        writes anew gives the block.
        """
        parsed = _parsed(address)
        folder = parsed and self._modules.folder(_names(parsed))
        if not parsed or not folder:
            return None
        key = (parsed.mode, parsed.type, parsed.name)
        place = folder.place(key)
        if place is None:
            return None
        steps = tuple(_STEP.findall(at))
        if steps and folder.overridden(key, steps[0]):
            steps = ()
        span, path = _span(place, parsed, steps)
        return _location(place, *span, self._call(_names(parsed)), framed(place.whole, span, path))

    def comments(self) -> tuple[Comment, ...]:
        """The comments that waive something, in what was read so far."""
        return tuple(self._modules.comments())

    def about(self, address: str, at: str) -> frozenset[tuple[str, int]]:
        """The lines, by file, on which a comment is about *address*: its block's, its module calls', that of *at*."""
        parsed, found = _parsed(address), [self.locate(address), self.locate(address, at)]
        names = _names(parsed) if parsed else ()
        calls = [self._modules.call(names[:length]) for length in range(1, len(names) + 1)]
        found += [_location(place, place.start, place.end) for place in calls if place]
        return frozenset((one.file, one.line) for one in found if one and not one.downloaded)

    def rebuilding(self, plan: Plan) -> Recovery:
        """What rebuilds from it the values that *plan*, which it matches, leaves open."""
        from lambda_policies.source.recovery.rebuilding import Rebuilding

        found = Rebuilding(plan, self._modules)
        self.differs = found.differs
        return found

    def module_call(self, address: str) -> Location | None:
        """The nearest module call around *address* that the user wrote; None in the root module or where not found."""
        parsed = _parsed(address)
        return self._call(_names(parsed)) if parsed else None

    def _call(self, names: Steps) -> Location | None:
        for length in range(len(names), 0, -1):
            place = self._modules.call(names[:length])
            if place and not is_downloaded(place.file):
                return _location(place, place.start, place.end)
        return None

    def _missing(self, root: ConfigModule) -> Iterator[str]:
        """The addresses, without keys, that the configuration has and the source has not."""
        waiting: list[tuple[Steps, ConfigModule]] = [((), root)]
        while waiting:
            names, module = waiting.pop()
            folder = self._modules.folder(names)
            if folder is None:
                continue
            prefix = "".join(f"module.{name}." for name in names)
            for block in module.resources:
                if (block.mode, block.type, block.name) not in folder:
                    yield prefix + block.address
            for name, call in module.module_calls.items():
                if ("module", name) not in folder:
                    yield f"{prefix}module.{name}"
                waiting.append(((*names, name), call.module))


def _inside(root: Path | Bundle, tree: Tree | Bundle, border: Path | None) -> str | None:
    """The folder of the root module in a tree; None where it is outside."""
    if isinstance(root, Bundle):
        return root.root
    if border is None or isinstance(tree, Bundle):
        return ""
    return tree.join("", os.path.relpath(os.path.realpath(root), tree.root))


def _parsed(address: str) -> Address | None:
    """The address taken apart; None where it is none, or deeper than any source is followed."""
    try:
        parsed = parse(address)
    except PlanError:
        return None
    return parsed if len(parsed.module) <= DEPTH else None


def _names(address: Address) -> Steps:
    return tuple(step.name for step in address.module)


def _span(place: Place, address: Address, steps: Steps) -> tuple[Span, Steps]:
    """From where to where an attribute of *place* is written, and its path; the whole block's where none of it is."""
    found = place.outline
    path, left = found.nearest(place.prefix, steps, lambda names: keeps_order(address.mode, address.type, names))
    if path == place.prefix:
        return (place.start, place.end), ()
    inner = _within(place, found.spans[path], path[-1], left) if left else None
    own = path[len(place.prefix) :]
    return (inner, (*own, *left)) if inner else (found.spans[path], own)


def _within(place: Place, span: Span, name: str, left: Steps) -> Span | None:
    """Where the steps that are left lead inside an expression, by the grammar; asked only where it can know."""
    text = place.whole.text[slice(*span)]
    if place.json or name.isdecimal() or not all(step in text for step in left):
        return None
    from lambda_policies.source.parser import attributes

    offset = attributes(text).get((name, *left))
    if offset is None:
        return None
    start = span[0] + sum(len(line) + 1 for line in text.split("\n")[:offset])
    return start, start


def _location(place: Place, start: int, end: int, call: Location | None = None, frame: str = "") -> Location:
    return Location(place.file, place.whole.line(start), place.whole.line(max(start, end - 1)), call, frame)
