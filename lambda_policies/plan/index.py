"""A plan, indexed: its resources by type, address and declaration, what it removes, and its configuration."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lambda_policies.plan.configuration import ConfigurationIndex
from lambda_policies.plan.raw import decode
from lambda_policies.plan.references import References
from lambda_policies.plan.resources import PriorData, Resource, set_only

if TYPE_CHECKING:
    from msgspec import Raw

    from lambda_policies.plan.model import Change, Document, ResourceChange, StateModule
    from lambda_policies.plan.recovery import Recovery

KEPT = 5_000
"""How many resources keep their values decoded: more than one function's neighbours, less than a big plan's all."""
GONE = frozenset({("delete",), ("forget",)})
NO_OP = ("no-op",)


class Plan:
    """What a plan file says. ``resources`` are the objects that exist once it is applied, in file order.

    Deleted, forgotten and deposed objects are not among them: a plan is judged by what it leaves behind. ``recovery``
    rebuilds values from source; it is set before the first value is read.
    """

    def __init__(self, document: Document, name: str = "plan.json") -> None:
        self.document = document
        self.name = name
        self.recovery: Recovery | None = None
        self._recent: deque[Resource] = deque()
        self._marks: dict[int, tuple[Raw, Any]] = {}
        self.configuration = ConfigurationIndex(document.configuration)
        self.references = References(self)
        changes = document.resource_changes or []
        self.resources = [Resource(self, change) for change in changes if _stays(change)]
        self.resources += [
            Resource(self, put_off.resource_change, deferred=True)
            for put_off in document.deferred_changes
            if _stays(put_off.resource_change)
        ]

    def remember(self, resource: Resource) -> None:
        """Keep what *resource* has decoded, and give back what was decoded long ago."""
        self._recent.append(resource)
        if len(self._recent) > KEPT:
            self._recent.popleft().forget()

    def marks(self, raw: Raw, address: str) -> Any:
        """What of a resource is unknown or sensitive, decoded once for all that *raw* is shared by."""
        if id(raw) not in self._marks:
            if len(self._marks) >= KEPT:
                self._marks.clear()
            self._marks[id(raw)] = raw, set_only(decode(raw, address))
        return self._marks[id(raw)][1]

    @cached_property
    def by_type(self) -> dict[str, list[Resource]]:
        """Managed resources by Terraform type."""
        found: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            if resource.mode == "managed":
                found[resource.type].append(resource)
        return found

    @cached_property
    def by_address(self) -> dict[str, Resource]:
        """Resources by full address."""
        return {resource.address: resource for resource in self.resources}

    @cached_property
    def instances(self) -> dict[tuple[str, str, str, str], list[Resource]]:
        """Resources by (module address, mode, type, name): the instances of one block in one module instance."""
        found: dict[tuple[str, str, str, str], list[Resource]] = defaultdict(list)
        for resource in self.resources:
            found[resource.module, resource.mode, resource.type, resource.name].append(resource)
        return found

    @cached_property
    def prior_data(self) -> tuple[PriorData, ...]:
        """Data sources that were read while planning."""
        state = self.document.prior_state()
        return tuple(_data_sources(state.values.root_module)) if state else ()

    @cached_property
    def prior_blocks(self) -> frozenset[tuple[str, str, str]]:
        """The blocks of those: module address, type and name."""
        return frozenset((data.module, data.type, data.state.name) for data in self.prior_data)

    def values_before(self, kind: str) -> Iterator[dict[str, Any]]:
        """What the state held of every object of Terraform type *kind* before this plan, removed ones too."""
        for change in self.document.resource_changes or []:
            if change.type == kind:
                held = decode(change.change.before)
                if isinstance(held, dict):
                    yield held

    @property
    def partial(self) -> bool:
        """Whether Terraform says that the plan leaves something out (``-target``, deferrals, an error)."""
        return self.document.complete is False or self.document.errored is True


def _stays(change: ResourceChange) -> bool:
    return not (change.deposed or change.change.actions in GONE or _is_nothing(change.change))


def _is_nothing(change: Change) -> bool:
    """Whether it is about what was gone already, and nobody declares any more: Terraform lists it as a no-op."""
    return change.actions == NO_OP and bytes(change.before) == bytes(change.after) == b"null"


def _data_sources(root: StateModule) -> Iterator[PriorData]:
    modules = [root]
    while modules:
        module = modules.pop()
        yield from (PriorData(resource, module.address) for resource in module.resources if resource.mode == "data")
        modules += reversed(module.child_modules)
