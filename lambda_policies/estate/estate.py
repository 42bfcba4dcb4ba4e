"""The estate: every model of one plan, built when first asked for, and the joins between them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from lambda_policies.estate.base import Model
from lambda_policies.estate.facts import own_accounts
from lambda_policies.estate.joins import Joins
from lambda_policies.plan.before import PlanBefore

if TYPE_CHECKING:
    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.resources import Resource

M = TypeVar("M", bound=Model)


class Estate:
    """All typed models of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._models: dict[type[Model], tuple[Model, ...]] = {}
        self._views: dict[tuple[type[Model], int], Model] = {}

    def of(self, model: type[M]) -> tuple[M, ...]:
        """Every *model* of the plan, in the plan's order."""
        if model not in self._models:
            self._models[model] = tuple(model.all_of(self))
        return self._models[model]  # type: ignore[return-value]  # the key says which model it is

    def view(self, model: type[M], resource: Resource) -> M:
        """The one view of *resource* as *model*."""
        key = model, id(resource)
        if key not in self._views:
            self._views[key] = model.read(resource, self)
        return self._views[key]  # type: ignore[return-value]  # the key says which model it is

    @cached_property
    def before(self) -> Estate:
        """What was there before the plan."""
        return Estate(PlanBefore(self.plan))

    @cached_property
    def accounts(self) -> frozenset[str]:
        """The accounts that the plan itself says it is for."""
        return own_accounts(self.plan)

    @cached_property
    def account(self) -> str | None:
        """The account that the plan is for; None where it does not say, or may be for several."""
        return next(iter(self.accounts)) if len(self.accounts) == 1 and self.joins.places == 1 else None

    @cached_property
    def access(self) -> EstateAccess:
        """What its roles may do and who can invoke its functions. Nobody pays for it who does not ask."""
        from lambda_policies.estate.access.facade import EstateAccess

        return EstateAccess(self)

    @cached_property
    def joins(self) -> Joins:
        """The joins between its models."""
        return Joins(self)
