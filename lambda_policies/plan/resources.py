"""One resource as the plan leaves it: values along attribute paths, each known, unknown or absent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from lambda_policies.data.filled_in import FILLED_IN
from lambda_policies.plan.raw import decode
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.model import ConfigResource, ResourceChange, StateResource

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]
PLAIN = frozenset({str, int, bool, float})
NOTHING: Known[Any] = Known(None)
UNSET: tuple[Any, ...] = (None, "", [], {})
UNREAD = object()
ZERO = (0,)
"""What is set although Python takes it for nothing: zero and False."""


class Resource:
    """One object that exists once the plan is applied.

    The JSON of its values is decoded when it is asked for, and the plan keeps only the latest in memory. Two resources
    are the same where they are the same object.
    """

    def __init__(self, plan: Plan, change: ResourceChange, *, deferred: bool = False) -> None:
        self.plan = plan
        self.change = change
        self.address = change.address
        self.type = change.type
        self.name = change.name
        self.mode = change.mode
        self.module = change.module_address
        self.key = change.index
        self.deferred = deferred
        self._held: Any = UNREAD

    @property
    def after(self) -> Any:
        """The values after apply, without those that are unknown or not set."""
        if self._held is UNREAD:
            self._held = set_only(decode(self.change.change.after, self.address))
            self.plan.remember(self)
        return self._held

    @cached_property
    def after_unknown(self) -> Any:
        """What of ``after`` is unknown: true at a leaf or at a whole collection."""
        return True if self.deferred else self.plan.marks(self.change.change.after_unknown, self.address)

    def forget(self) -> None:
        """Give the decoded values back; they are decoded again when somebody asks."""
        self._held = UNREAD
        if self.config is not None:
            self.config.forget()

    @cached_property
    def after_sensitive(self) -> Any:
        """What of ``after`` is sensitive, in the same shape."""
        return self.plan.marks(self.change.change.after_sensitive, self.address)

    @cached_property
    def _holds_no_secret(self) -> bool:
        """Whether nothing of it is marked sensitive, told without decoding the marks."""
        return b"true" not in bytes(self.change.change.after_sensitive)

    @cached_property
    def region(self) -> str | None:
        """The region that it names itself, or else that of its provider configuration; None where that is open."""
        own = self.after.get("region") if isinstance(self.after, dict) else None
        return own if isinstance(own, str) and own else self.plan.configuration.region(self)

    @cached_property
    def config(self) -> ConfigResource | None:
        """The block that declares it, None where the plan has no configuration for it."""
        return self.plan.configuration.of(self)

    def plain(self, name: str | int, at: str) -> Known[Any] | None:
        """The attribute *name*, the quick way: where it is a plain value, or ``NOTHING`` where it is not set.

        None where ``value`` has to look: the attribute is unknown, in part or as a whole, or no plain value.
        """
        known, unknown = self._held if self._held is not UNREAD else self.after, self.after_unknown
        if type(known) is not dict or type(unknown) is not dict or name in unknown:
            return None
        held = known.get(name)
        if held is None:
            return NOTHING
        return Known(held, at, self._sensitive((name,))) if type(held) in PLAIN else None

    def value(self, path: Path, *, computed: bool = False, many: bool = False, at: str = "") -> Value[Any]:
        """Read the value at *path*, which in Terraform's notation is *at*.

        ``computed`` says that the provider may fill the attribute in although nobody sets it; otherwise an unknown
        value that the author never set is the provider's default, hence absent. ``many`` says that it is a list or
        map. Nested unknown parts of a known collection become ``Unknown`` leaves in it. What is unknown is rebuilt from
        source where the plan has any.
        """
        found = self._value(path, at or dotted(path), computed=computed, many=many)
        recovery = self.plan.recovery
        return found if recovery is None or isinstance(found, Absent) else recovery.better(self, path, found)

    def _value(self, path: Path, at: str, *, computed: bool, many: bool) -> Value[Any]:
        unknown = self.after_unknown
        for step in path:
            if unknown is True or not unknown:
                break
            unknown = _child(unknown, step)
        if unknown is True:
            return self._unknown(path, at, computed=computed, many=many)
        known = self.after
        for step in path:
            known = _child(known, step)
        if not unknown and type(known) in PLAIN:
            return Known(known, at, self._sensitive(path)) if known != "" else Absent(at)
        if known in UNSET and not _any_true(unknown):
            return Absent(at)
        return Known(_with_holes(known, unknown, at), at, self._sensitive(path))

    def expression(self, path: Path) -> Any:
        """What the author wrote at *path* or at its nearest written ancestor; None where nothing is written there."""
        node: Any = self.config.expressions if self.config is not None else None
        if len(path) == 1 and isinstance(node, dict) and not _is_expression(node):
            return node.get(path[0])
        if node is None:
            return None
        for step in path:
            if _is_expression(node):
                return node
            node = _child(node, step) if not isinstance(node, dict) or isinstance(step, str) else node
            if node is None:
                return None
        return node

    def _unknown(self, path: Path, at: str, *, computed: bool, many: bool) -> Value[Any]:
        if self.deferred:
            return Unknown(at, feeds=("a deferred change",))
        if self.config is not None and self.expression(path[:1]) is None:
            return Unknown(at) if computed or self._is_dynamic(path, many=many) else Absent(at)
        if self.config is not None and len(path) > 1 and self.expression(path) is None and not computed:
            return Absent(at) if self._block_is_written(path) else Unknown(at)
        sources = self.plan.references.sources(self, path)
        return Unknown(at, feeds=sources.feeds, present=sources.present_in(many=many))

    def _is_dynamic(self, path: Path, *, many: bool) -> bool:
        """Whether the unknown block around *path*, of which nothing is written, can only be a ``dynamic`` one."""
        is_block = many or any(isinstance(step, int) for step in path[1:2])
        return is_block and path[0] not in FILLED_IN.get(self.type, ())

    def _block_is_written(self, path: Path) -> bool:
        """Whether the block around *path* is known to be there, so that what is not written in it is not set."""
        node, unknown = self.after, self.after_unknown
        for step in path[:-1]:
            node, unknown = _child(node, step), _child(unknown, step)
        return isinstance(unknown, dict)

    def _sensitive(self, path: Path) -> bool:
        if self._holds_no_secret:
            return False
        node = self.after_sensitive
        for step in path:
            if node is True:
                return True
            node = _child(node, step)
        return _any_true(node)

    @property
    def sensitive(self) -> bool:
        """Whether any of its values is sensitive."""
        return self._sensitive(())

    def __repr__(self) -> str:
        return f"<Resource {self.address}>"


class PriorData:
    """A data source that was read while planning: all of its values are known."""

    def __init__(self, state: StateResource, module: str) -> None:
        self.state = state
        self.module = module
        self.address = state.address
        self.type = state.type

    @cached_property
    def values(self) -> Any:
        """Its values."""
        return decode(self.state.values)

    @cached_property
    def marks(self) -> Any:
        """What of them is sensitive, in the same shape."""
        return decode(self.state.sensitive_values)


def set_only(values: Any) -> Any:
    """A plan lists every attribute of the schema; those that are not set are most of them and say nothing."""
    if not isinstance(values, dict):
        return values
    return {name: value for name, value in values.items() if value or value in ZERO}


def dotted(path: Path) -> str:
    """Write *path* as Terraform does: ``environment[0].variables``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def parse_path(text: str) -> Path:
    """Read what ``dotted`` writes."""
    steps = text.replace("[", ".").replace("]", "").split(".")
    return tuple(int(step) if step.isdigit() else step for step in steps)


def references(node: Any) -> Iterator[str]:
    """Every reference in an expression or a tree of expressions, in order."""
    if isinstance(node, dict):
        found = node.get("references")
        if isinstance(found, list) and all(isinstance(text, str) for text in found):
            yield from found
        else:
            for child in node.values():
                yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def _is_expression(node: Any) -> bool:
    return isinstance(node, dict) and (not node or "constant_value" in node or isinstance(node.get("references"), list))


def _child(node: Any, step: Step) -> Any:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _any_true(node: Any) -> bool:
    if isinstance(node, dict):
        return any(_any_true(child) for child in node.values())
    return any(_any_true(child) for child in node) if isinstance(node, list) else node is True


def _with_holes(known: Any, unknown: Any, at: str) -> Any:
    """*known* with ``Unknown`` where *unknown* is true. Before 1.3 Terraform drops unknown set members from *known*."""
    if unknown is True:
        return Unknown(at)
    if not unknown:
        return known
    if isinstance(unknown, dict):
        known = known if isinstance(known, dict) else {}
        return {
            key: _with_holes(known.get(key), unknown.get(key), f"{at}.{key}")
            for key in dict.fromkeys([*known, *unknown])
        }
    if isinstance(unknown, list):
        return _list_with_holes(known if isinstance(known, list) else [], unknown, at)
    return known


def _list_with_holes(known: Sequence[Any], unknown: Sequence[Any], at: str) -> list[Any]:
    if len(known) == len(unknown):
        return [_with_holes(k, u, f"{at}[{n}]") for n, (k, u) in enumerate(zip(known, unknown, strict=True))]
    return [*known, *(Unknown(at) for mark in unknown if mark is True)]
