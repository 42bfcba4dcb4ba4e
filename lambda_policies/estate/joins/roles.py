"""Which role a name, an ARN or a reference means, and which functions run as it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.links import mentioned
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.role import Role
from lambda_policies.iam.arns import Arn, parse_arn
from lambda_policies.values import Absent, Known, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate


MOST = 5
"""How many roles whose name is open are named as those that may be meant."""


class RoleLinks:
    """Role look-ups of one estate. Roles live in an account, whatever the region."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def target(self, model: Model, name: Value[str]) -> Value[Role]:
        """The role that *name*, an attribute of *model*, means."""
        if isinstance(name, Absent):
            return Absent(name.at)
        named = self._named(model, name) if isinstance(name, Known) else name
        if isinstance(named, Known):
            return named
        return Known(found, name.at) if (found := mentioned(model, name, Role)) else named

    @cached_property
    def functions(self) -> dict[Role, tuple[Function, ...]]:
        """The functions that certainly run as each role."""
        found: dict[Role, list[Function]] = defaultdict(list)
        for function in self.estate.of(Function):
            match function.role:
                case Known(role):
                    found[role].append(function)
        return {role: tuple(functions) for role, functions in found.items()}

    def with_same_arn(self, function: Function) -> tuple[Function, ...]:
        """The functions whose role is written as the same ARN."""
        match function.role_arn:
            case Known(arn):
                return self._by_arn.get(arn, ())
        return (function,)

    @cached_property
    def _by_arn(self) -> dict[str, tuple[Function, ...]]:
        found: dict[str, list[Function]] = defaultdict(list)
        for function in self.estate.of(Function):
            match function.role_arn:
                case Known(arn):
                    found[arn].append(function)
        return {arn: tuple(functions) for arn, functions in found.items()}

    @cached_property
    def open(self) -> dict[str | None, tuple[Function, ...]]:
        """The functions whose role is open, under each role that it may be; under None where it may be any."""
        found: dict[str | None, list[Function]] = defaultdict(list)
        for function in self.estate.of(Function):
            match function.role:
                case Unknown(reason=Reason.AFTER_APPLY) as role:
                    for address in self._candidates(function, role):
                        found[address].append(function)
        return {address: tuple(functions) for address, functions in found.items()}

    def _candidates(self, function: Function, role: Unknown) -> tuple[str | None, ...]:
        if isinstance(function.role_arn, Known):
            return role.feeds
        sources = function.resource.plan.references.sources(function.resource, ("role",)).items
        roles = [source.resource for source in sources if source.resource and source.resource.type in Role.TYPES]
        return tuple(one.address for one in roles) if roles and len(roles) == len(sources) else (None,)

    def _named(self, model: Model, name: Known[str]) -> Value[Role]:
        """A role by ARN, or by name in the same account. Whose account a literal ARN means, a plan rarely says."""
        bare = name.value.rpartition("/")[2]
        unsure: list[str] = []
        later = islice(self._named_later if bare == name.value else self._arn_later, MOST)
        for role in (*self._by_name.get(bare, ()), *self._by_arn_named_later.get(name.value, ()), *later):
            match role.arn:
                case Known(arn) if arn == name.value:
                    return Known(role, name.at)
                case Known() if bare != name.value:
                    continue
            if bare == name.value and isinstance(role.name, Known) and _same_account(model, role):
                return Known(role, name.at)
            if self._gets_arn(role, name.value):
                return Known(role, name.at)
            unsure.append(role.address)
        return Unknown(name.at, Reason.AFTER_APPLY if unsure else Reason.OUTSIDE, tuple(unsure), present=True)

    def _gets_arn(self, role: Role, text: str) -> bool:
        """Whether *role*, which the plan makes, gets that ARN: its path and name in the plan's one account."""
        match parse_arn(text), role.path, role.name:
            case Arn(service="iam") as arn, Known(path), Known(name):
                return arn.account == self.estate.account and arn.resource == f"role{path}{name}"
        return False

    @cached_property
    def _by_name(self) -> dict[str, list[Role]]:
        found: dict[str, list[Role]] = defaultdict(list)
        for role in self.estate.of(Role):
            match role.name:
                case Known(name):
                    found[name].append(role)
        return found

    @cached_property
    def _named_later(self) -> tuple[Role, ...]:
        """The roles that the author names, and whose name is known only after apply."""
        unnamed = (role for role in self.estate.of(Role) if isinstance(role.name, Unknown))
        return tuple(role for role in unnamed if role.resource.expression(("name",)) is not None)

    @cached_property
    def _arn_later(self) -> tuple[Role, ...]:
        """Those of them whose ARN is known only after apply too."""
        return tuple(role for role in self._named_later if not isinstance(role.arn, Known))

    @cached_property
    def _by_arn_named_later(self) -> dict[str, list[Role]]:
        """The others, by their ARN."""
        found: dict[str, list[Role]] = defaultdict(list)
        for role in self._named_later:
            match role.arn:
                case Known(arn):
                    found[arn].append(role)
        return found


def _same_account(model: Model, role: Role) -> bool:
    configuration = model.estate.plan.configuration
    key = configuration.provider(model.resource)
    return key is not None and key == configuration.provider(role.resource)
