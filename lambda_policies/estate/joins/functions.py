"""Which function a name, an ARN or a reference means, and what speaks about each function."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from lambda_policies.estate.joins.links import feeding, same_place
from lambda_policies.estate.models.alias import Alias
from lambda_policies.estate.models.function import Function
from lambda_policies.iam.arns import FunctionRef, function_reference
from lambda_policies.values import Absent, Known, Members, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate

M = TypeVar("M", bound="Model")
MOST = 5
"""How many functions whose name is open are named as those that may be meant."""


class FunctionLinks:
    """Function look-ups of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self._members: dict[type[Model], dict[Function, list[Model]]] = {}
        self._rest: dict[type[Model], Unknown | None] = {}

    def target(self, model: Model, name: Value[str]) -> Value[Function]:
        """The function that *name*, an attribute of *model*, means."""
        if isinstance(name, Absent):
            return Absent(name.at)
        named = self._named(model, name) if isinstance(name, Known) else name
        if isinstance(named, Known):
            return named
        found = self._fed(model, name)
        return named if found is None else Known(found, name.at)

    def members(self, function: Function, kind: type[M]) -> Members[M]:
        """Every *kind* about *function*; those whose function is unknown may be about it too."""
        if kind not in self._members:
            self._sort(kind)
        own = self._members[kind].get(function, [])
        return Members(tuple(own), self._rest[kind])  # type: ignore[arg-type]  # sorted by kind

    def _fed(self, model: Model, name: Value[str]) -> Function | None:
        resource = feeding(model, name)
        if resource is None:
            return None
        if resource.type in Function.TYPES:
            return self.estate.view(Function, resource)
        if resource.type in Alias.TYPES:
            match self.estate.view(Alias, resource).function:
                case Known(function):
                    return function
        return None

    def _named(self, model: Model, name: Known[str]) -> Value[Function]:
        reference = function_reference(name.value)
        if reference is None:
            return Unknown(name.at, Reason.OUTSIDE)
        alike = self._by_name.get(reference.name, ())
        meant = {one: _is_meant(one, reference, same_place(model.resource, one.resource)) for one in alike}
        sure = [function for function, here in meant.items() if here]
        if len(sure) == 1:
            return Known(sure[0], name.at)
        unsure = [function.address for function, here in meant.items() if here is not False]
        later = (one for one in self._named_later if same_place(model.resource, one.resource) is not False)
        unsure.extend(one.address for one in islice(later, MOST))
        return Unknown(name.at, Reason.AFTER_APPLY if unsure else Reason.OUTSIDE, tuple(unsure))

    @cached_property
    def _by_name(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = defaultdict(list)
        for function in self.estate.of(Function):
            match function.function_name:
                case Known(name):
                    found[name].append(function)
        return found

    @cached_property
    def _named_later(self) -> tuple[Function, ...]:
        return tuple(one for one in self.estate.of(Function) if isinstance(one.function_name, Unknown))

    def _sort(self, kind: type[Model]) -> None:
        members: dict[Function, list[Model]] = defaultdict(list)
        rest: list[str] = []
        for model in self.estate.of(kind):
            match getattr(model, "function", None):
                case Known(function):
                    members[function].append(model)
                case Unknown(reason=Reason.AFTER_APPLY):
                    rest.append(model.address)
        self._members[kind] = members
        self._rest[kind] = Unknown(feeds=tuple(rest)) if rest else None


def _is_meant(function: Function, reference: FunctionRef, here: bool | None) -> bool | None:  # noqa: FBT001
    """Whether *reference*, whose name is the function's, means *function*; *here*: they live in the same place."""
    match function.arn:
        case Known(arn) if reference.region and reference.account:
            own = function_reference(arn)
            return own is not None and (own.region, own.account) == (reference.region, reference.account)
    if reference.region:
        region = function.estate.plan.configuration.region(function.resource)
        if region is not None and region != reference.region:
            return False
    return here
