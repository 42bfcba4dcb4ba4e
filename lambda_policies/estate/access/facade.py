"""The way to all of it for one estate: each role's access is put together once, when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from lambda_policies.estate.access.arns import Arns
from lambda_policies.estate.access.callers import callers_of
from lambda_policies.estate.access.ceilings import planned
from lambda_policies.estate.access.naming import naming
from lambda_policies.estate.access.resource_policies import resource_policies
from lambda_policies.estate.access.role import RoleAccess
from lambda_policies.values import Absent, Known, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.callers import Caller
    from lambda_policies.estate.access.ceilings import Levels
    from lambda_policies.estate.access.resource_policies import ResourcePolicy
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.function import Function
    from lambda_policies.estate.models.role import Role


class EstateAccess:
    """Access in one estate. ``given`` are service control policies that somebody handed in, level by level."""

    def __init__(self, estate: Estate, given: Levels = ()) -> None:
        self.estate = estate
        self.given = given
        self.arns = Arns(estate)
        self._roles: dict[Role, RoleAccess] = {}
        self._callers: dict[Function, tuple[Caller, ...]] = {}

    @cached_property
    def scps(self) -> Levels:
        """The service control policies that limit the plan's account; none where the plan and nobody else has any."""
        return (*self.given, *planned(self.estate))

    def of(self, role: Role) -> RoleAccess:
        """What *role* may do."""
        if role not in self._roles:
            self._roles[role] = RoleAccess(role, self.scps, self.arns)
        return self._roles[role]

    def of_function(self, function: Function) -> RoleAccess | Unknown:
        """What the role of *function* may do; unknown where the plan does not show that role."""
        match function.role:
            case Known(role):
                return self.of(role)
            case Unknown() as hole:
                return hole
            case Absent(at):
                return Unknown(at)

    def who_can_invoke(self, function: Function) -> tuple[Caller, ...]:
        """Everyone whom the plan's permissions let invoke *function*, the widest first."""
        if function not in self._callers:
            self._callers[function] = callers_of(function, self.arns)
        return self._callers[function]

    @cached_property
    def resource_policies(self) -> tuple[ResourcePolicy, ...]:
        """The policies of queues, topics, buckets, keys, secrets and endpoints."""
        return tuple(resource_policies(self.estate, self.arns))

    def naming(self, role: Role) -> tuple[tuple[ResourcePolicy, bool | None], ...]:
        """Those of them that let *role* in by name; None where that is open."""
        return tuple(naming(role, self.resource_policies, self.arns))
