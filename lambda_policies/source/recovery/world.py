"""Everything that expressions of one configuration can name."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from lambda_policies.plan.addresses import parse_module
from lambda_policies.plan.raw import decode
from lambda_policies.source.evaluation.budget import Budget
from lambda_policies.source.evaluation.evaluator import Evaluator
from lambda_policies.source.evaluation.holes import FailedError, Lazy, OpenError, top
from lambda_policies.source.recovery.blocks import evaluated
from lambda_policies.source.recovery.instances import by_key, marked, with_holes
from lambda_policies.source.recovery.scopes import Scope
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.plan.addresses import Key, Step
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.resources import PriorData, Resource
    from lambda_policies.source.modules import Modules

Origin = tuple["Resource", tuple[str, ...]]


class World:
    """The plan and its source, joined."""

    def __init__(self, plan: Plan, modules: Modules) -> None:
        self.plan = plan
        self.modules = modules
        self.budget = Budget()
        self.evaluator = Evaluator(self.budget)
        self.origins: dict[str, Origin] = {}
        self._scopes: dict[tuple[Step, ...], Scope] = {}
        self._instances: dict[tuple[str, str, str, str], dict[Key, Lazy]] = {}
        self._decoded: dict[int, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {}
        self._attributes: dict[tuple[int, str], Any] = {}

    def scope(self, steps: tuple[Step, ...]) -> Scope:
        """One instance of a module."""
        if steps not in self._scopes:
            self._scopes[steps] = Scope(self, steps)
        return self._scopes[steps]

    def around(self, resource: Resource) -> Scope:
        """The instance of the module that a resource is in."""
        return self.scope(parse_module(resource.module))

    def instances(self, module: str, mode: str, kind: str, name: str) -> dict[Key, Lazy]:
        """The instances of a block by their keys."""
        key = module, mode, kind, name
        if key not in self._instances:
            self._instances[key] = by_key(self, *key)
        return self._instances[key]

    @cached_property
    def prior(self) -> dict[tuple[str, str, str], list[PriorData]]:
        """The data sources that were read while planning, by module, type and name."""
        found: dict[tuple[str, str, str], list[PriorData]] = defaultdict(list)
        for data in self.plan.prior_data:
            found[data.module, data.type, data.state.name].append(data)
        return found

    def feed(self, resource: Resource, name: str) -> str:
        """The text of an attribute as what feeds a value."""
        text = f"{resource.address}.{name}"
        self.origins[text] = resource, (name,)
        return text

    def decoded(self, resource: Resource) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        """All values of a resource, with those that are not set; what of them is unknown, and what is sensitive."""
        found = self._decoded.get(id(resource))
        if found is None:
            if resource.deferred:
                raise OpenError
            change = resource.change.change
            parts = (change.after, change.after_unknown, change.after_sensitive)
            sides = [decode(part, resource.address) for part in parts]
            found = cast("Any", tuple(side if isinstance(side, dict) else {} for side in sides))
            self._decoded[id(resource)] = found
        return found

    def planned(self, resource: Resource, name: str) -> Any:
        """What the plan says of an attribute, with holes."""
        known, unknown, marks = self.decoded(resource)
        value = with_holes(known.get(name), unknown.get(name), self.feed(resource, name))
        return marked(value, marks.get(name))

    def attribute(self, resource: Resource, name: str) -> Any:
        """An attribute or the blocks of a name as the source says it; None where that is not more than a hole."""
        key = id(resource), name
        if key not in self._attributes:
            self._attributes[key] = None
            try:
                found = self._attribute(resource, name)
            except (FailedError, OpenError):
                found = None
            self._attributes[key] = None if isinstance(top(found), Unknown) and not top(found).feeds else found
        return self._attributes[key]

    def _attribute(self, resource: Resource, name: str) -> Any:
        scope = self.around(resource)
        body = scope.body(resource.mode, resource.type, resource.name)
        return evaluated(scope, resource, body, name)

    @cached_property
    def _inputs(self) -> dict[str, Any]:
        held = decode(self.plan.document.variables, "variables")
        return held if isinstance(held, dict) else {}

    def input(self, name: str) -> Any:
        """A variable of the root module as it was given. Raises ``OpenError`` where the plan does not say."""
        held = self._inputs.get(name)
        if not isinstance(held, dict) or "value" not in held:
            raise OpenError
        return held["value"]

    def default(self, module: tuple[str, ...], name: str) -> Any:
        """The default of a variable, as the plan has it. Raises ``OpenError`` where it has none."""
        found = self.plan.configuration.module(module)
        if found is None or name not in found.variables:
            raise OpenError
        return decode(found.variables[name].default, "a default")

    def is_sensitive(self, module: tuple[str, ...], name: str) -> bool:
        """Whether the plan calls a variable sensitive."""
        found = self.plan.configuration.module(module)
        return found is not None and name in found.variables and found.variables[name].sensitive
