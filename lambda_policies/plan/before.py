"""The other side of a plan: what was there before it, as a plan that changes nothing and leaves nothing unknown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw

from lambda_policies.plan.index import Plan
from lambda_policies.plan.model import Change, ResourceChange
from lambda_policies.plan.raw import decode
from lambda_policies.plan.resources import Resource

if TYPE_CHECKING:
    from lambda_policies.plan.model import ConfigResource

UNCHANGED = ("no-op",)


class Prior(Resource):
    """One object as it was before the plan, at the address that it has after it. ``fate`` is what the plan does."""

    def __init__(self, plan: Plan, change: ResourceChange) -> None:
        super().__init__(plan, _standing(change))
        self.fate = change.change.actions
        self._after = change.change.after

    @cached_property
    def config(self) -> ConfigResource | None:
        """The block that declares it, without what is written of attributes that change: it was written otherwise."""
        block = self.plan.configuration.of(self)
        if block is None or self.fate == UNCHANGED or not isinstance(block.expressions, dict):
            return block
        before, after = decode(self.change.change.after, self.address), decode(self._after, self.address)
        if not isinstance(before, dict) or not isinstance(after, dict):
            return block
        same = {name: text for name, text in block.expressions.items() if before.get(name) == after.get(name)}
        return msgspec.structs.replace(block, raw_expressions=Raw(msgspec.json.encode(same)))


class PlanBefore(Plan):
    """What *plan* found: every object that was there, those that it removes too. Deposed objects are not among them."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(msgspec.structs.replace(plan.document, resource_changes=[], deferred_changes=[]), plan.name)
        found = [Prior(self, change) for change in there_before(plan)]
        self.resources = [*found]
        self.document.resource_changes = [resource.change for resource in found]


def there_before(plan: Plan) -> Iterator[ResourceChange]:
    """The changes of objects that were there before the plan."""
    put_off = (deferred.resource_change for deferred in plan.document.deferred_changes)
    for change in (*(plan.document.resource_changes or ()), *put_off):
        if not change.deposed and change.change.existed:
            yield change


def changes_nothing(plan: Plan) -> bool:
    """Whether everything in *plan* stays as it was."""
    changes = plan.document.resource_changes or ()
    return not plan.document.deferred_changes and all(change.change.actions == UNCHANGED for change in changes)


def _standing(change: ResourceChange) -> ResourceChange:
    was, marks = change.change.before, change.change.before_sensitive
    held = Change(UNCHANGED, was, was, Raw(b"{}"), marks, marks)
    return msgspec.structs.replace(change, change=held)
