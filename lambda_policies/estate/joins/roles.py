"""Which role a name, an ARN or a reference means, and which functions run as it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.links import feeding
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.role import Role
from lambda_policies.values import Absent, Known, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate


class RoleLinks:
    """Role look-ups of one estate. Roles live in an account, whatever the region."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def target(self, model: Model, name: Value[str]) -> Value[Role]:
        """The role that *name*, an attribute of *model*, means."""
        if isinstance(name, Absent):
            return Absent(name.at)
        resource = feeding(model, name)
        if resource is not None and resource.type in Role.TYPES:
            return Known(self.estate.view(Role, resource), name.at)
        return name if isinstance(name, Unknown) else self._named(model, name)

    @cached_property
    def functions(self) -> dict[Role, tuple[Function, ...]]:
        """The functions that certainly run as each role."""
        found: dict[Role, tuple[Function, ...]] = {}
        for function in self.estate.of(Function):
            match function.role:
                case Known(role):
                    found[role] = (*found.get(role, ()), function)
        return found

    def with_same_arn(self, function: Function) -> tuple[Function, ...]:
        """The functions whose role is written as the same ARN."""
        match function.role_arn:
            case Known(arn):
                return self._by_arn.get(arn, ())
        return (function,)

    def that_may_run_as(self, role: Value[Role]) -> tuple[Function, ...]:
        """The functions whose role is open and may be *role*; a role outside the plan may be that of each of them."""
        address = role.value.address if isinstance(role, Known) else None
        return tuple(
            function
            for function, candidates in self._open
            if candidates is None or address is None or address in candidates
        )

    @cached_property
    def _by_arn(self) -> dict[str, tuple[Function, ...]]:
        found: dict[str, tuple[Function, ...]] = {}
        for function in self.estate.of(Function):
            match function.role_arn:
                case Known(arn):
                    found[arn] = (*found.get(arn, ()), function)
        return found

    @cached_property
    def _open(self) -> tuple[tuple[Function, frozenset[str] | None], ...]:
        """The functions whose role is open, with the roles that it may be; None where it may be any."""
        return tuple(
            (function, self._candidates(function, function.role))
            for function in self.estate.of(Function)
            if isinstance(function.role, Unknown) and function.role.reason is Reason.AFTER_APPLY
        )

    def _candidates(self, function: Function, role: Unknown) -> frozenset[str] | None:
        if isinstance(function.role_arn, Known):
            return frozenset(role.feeds)
        sources = function.resource.plan.references.sources(function.resource, ("role",)).items
        roles = [source.resource for source in sources if source.resource and source.resource.type in Role.TYPES]
        return frozenset(one.address for one in roles) if roles and len(roles) == len(sources) else None

    def _named(self, model: Model, name: Known[str]) -> Value[Role]:
        """A role by ARN, or by name in the same account. Whose account a literal ARN means, a plan rarely says."""
        bare = name.value.rpartition("/")[2]
        unsure: list[str] = []
        for role in self._by_name.get(bare, ()):
            match role.arn:
                case Known(arn) if arn == name.value:
                    return Known(role, name.at)
                case Known() if bare != name.value:
                    continue
            if bare == name.value and _same_account(model, role):
                return Known(role, name.at)
            unsure.append(role.address)
        return Unknown(name.at, Reason.AFTER_APPLY if unsure else Reason.OUTSIDE, tuple(unsure), present=True)

    @cached_property
    def _by_name(self) -> dict[str, list[Role]]:
        found: dict[str, list[Role]] = defaultdict(list)
        for role in self.estate.of(Role):
            match role.name:
                case Known(name):
                    found[name].append(role)
        return found


def _same_account(model: Model, role: Role) -> bool:
    configuration = model.estate.plan.configuration
    key = configuration.provider(model.resource)
    return key is not None and key == configuration.provider(role.resource)
