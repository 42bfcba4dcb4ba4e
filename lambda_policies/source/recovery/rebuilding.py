"""Values that a plan leaves open, rebuilt: the recovery that a plan is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambda_policies.plan.references import Source
from lambda_policies.plan.resources import Path
from lambda_policies.source.evaluation.holes import (
    Encoded,
    FailedError,
    Lazy,
    Marked,
    OpenError,
    SpentError,
    Text,
    bare,
    holes,
    is_marked,
)
from lambda_policies.source.evaluation.texts import tree_of
from lambda_policies.source.hcl.references import mentioned
from lambda_policies.source.masking import UnscannableError
from lambda_policies.source.recovery.agreement import agrees
from lambda_policies.source.recovery.overlay import overlaid
from lambda_policies.source.recovery.world import World
from lambda_policies.values import Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.resources import Resource
    from lambda_policies.source.modules import Modules

NOTHING: Any = object()
UNTOLD = (FailedError, OpenError, SpentError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What the source of a stranger leads to where it is not what Terraform takes: nothing is rebuilt then."""
DOCUMENT = "aws_iam_policy_document"
EMPTY: tuple[Any, ...] = (None, "", [], {})


class Rebuilding:
    """Rebuilds the values of one plan from one source.

    ``used`` are the address and attribute of everything that was rebuilt, ``differs`` the addresses of blocks that
    are not those of the plan, so that nothing is rebuilt from them.
    """

    def __init__(self, plan: Plan, modules: Modules) -> None:
        self.world = World(plan, modules)
        self.used: set[tuple[str, str]] = set()
        self.differs: list[str] = []
        self._agreed: dict[str, bool] = {}
        self._merged: dict[tuple[int, str], Any] = {}
        self._texts: dict[tuple[int, str], Any] = {}

    def better(self, resource: Resource, path: Path, found: Known[Any] | Unknown) -> Value[Any]:
        """*found*, the value of *resource* at *path*, with what of its holes can be filled."""
        if isinstance(found, Known) and next(holes(found.value), None) is None:
            return found
        node = self._node(resource, path)
        if node is NOTHING:
            return found
        value = self._settled(resource, node, found.at)
        if isinstance(value, Unknown):
            if isinstance(found, Known) or not value.feeds:
                return found
            return Unknown(found.at, found.reason, value.feeds, present=found.present or value.present)
        if value in EMPTY:
            return found
        self.used.add((resource.address, str(path[0])))
        return Known(value, found.at, is_marked(node) or (isinstance(found, Known) and found.sensitive))

    def tree(self, resource: Resource, at: str) -> Known[Any] | None:
        """What the JSON text at the attribute path *at* holds, where parts of it are known; None where none are."""
        raw = self._texts.get((id(resource), at))
        if raw is None:
            return None
        try:
            tree = tree_of(bare(raw))
        except UNTOLD:
            return None
        self.used.add((resource.address, at.partition("[")[0].partition(".")[0]))
        return Known(self._settled(None, tree, at), at, is_marked(raw))

    def sources(self, resource: Resource, path: Path) -> tuple[Source, ...] | None:
        """What feeds the holes that are left at *path*; None where that is not known better."""
        node = self._node(resource, path)
        if node is NOTHING:
            return None
        feeds = dict.fromkeys(feed for one in holes(node) for feed in one.feeds or ("",))
        if not feeds or "" in feeds:
            return None
        return tuple(Source(feed, *self.world.origins.get(feed, ())) for feed in feeds)

    def local(self, module: tuple[str, ...], name: str) -> tuple[str, ...] | None:
        """What the local *name* of the module at path *module* refers to; None where it is not found."""
        folder = self.world.modules.folder(module)
        try:
            return tuple(dict.fromkeys(mentioned(folder.locals[name].node))) if folder else None
        except (KeyError, UnscannableError):
            return None

    def _node(self, resource: Resource, path: Path) -> Any:
        """What plan and source say together at *path*; ``NOTHING`` where the source adds nothing."""
        node = self._top(resource, str(path[0]))
        for step in path[1:]:
            node = _member(node.value if isinstance(node, Marked) else node, step)
        return NOTHING if node is None else node

    def _top(self, resource: Resource, name: str) -> Any:
        key = id(resource), name
        if key not in self._merged:
            self._merged[key] = NOTHING
            self._merged[key] = self._rebuilt(resource, name)
        return self._merged[key]

    def _rebuilt(self, resource: Resource, name: str) -> Any:
        budget = self.world.budget
        budget.renew()
        try:
            if not self._trusts(resource):
                return NOTHING
            source = self.world.attribute(resource, name)
            if source is None:
                return NOTHING
            return overlaid(self.world.planned(resource, name), source)
        except UNTOLD:
            return NOTHING
        finally:
            budget.close()

    def _trusts(self, resource: Resource) -> bool:
        """Whether the block of *resource* is that of the plan."""
        block = resource.config
        if block is None:
            return False
        key = f"{self.world.around(resource).names} {block.address}"
        if key not in self._agreed:
            body = self.world.around(resource).body(resource.mode, resource.type, resource.name)
            self._agreed[key] = agrees(body, block.expressions)
            if not self._agreed[key]:
                self.differs.append(resource.address)
        return self._agreed[key]

    def _settled(self, resource: Resource | None, node: Any, at: str, *, secret: bool = False) -> Any:
        """A value as guardrails read it: every hole, also a text with holes, is an ``Unknown`` at its own path."""
        if isinstance(node, Marked):
            return self._settled(resource, node.value, at, secret=True)
        if isinstance(node, Lazy):
            node = node.whole()
        if isinstance(node, Unknown):
            present = node.present or (_is_document(resource) and _is_named(node))
            return Unknown(at, node.reason, node.feeds, present=present)
        if isinstance(node, Text | Encoded):
            if resource is not None:
                self._texts[id(resource), at] = Marked(node) if secret else node
            return _hole(node, at, named=_is_document(resource))
        if isinstance(node, dict):
            return {name: self._settled(resource, item, f"{at}.{name}", secret=secret) for name, item in node.items()}
        if isinstance(node, list):
            return [self._settled(resource, item, f"{at}[{n}]", secret=secret) for n, item in enumerate(node)]
        return node


def _member(node: Any, step: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(step, NOTHING)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return NOTHING


def _is_document(resource: Resource | None) -> bool:
    """Whether what is read is a policy document: the tree of a text, or a data source."""
    return resource is None or resource.type == DOCUMENT


def _hole(node: Text | Encoded, at: str, *, named: bool) -> Unknown:
    """The hole that a text with holes is. In a document it is *named* where all of them are."""
    found = list(holes(node))
    feeds = dict.fromkeys(feed for one in found for feed in one.feeds)
    return Unknown(at, feeds=tuple(feeds), present=named and all(map(_is_named, found)))


def _is_named(hole: Unknown) -> bool:
    """Whether a hole in a document names a resource: it is certainly set, or an ARN as far as its name says."""
    return hole.present or (len(hole.feeds) == 1 and hole.feeds[0].endswith("arn"))
