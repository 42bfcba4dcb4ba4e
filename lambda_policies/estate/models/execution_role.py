"""What functions run as: a role of the plan with everything attached to it, or a role that the plan does not show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from lambda_policies.estate.base import Model
from lambda_policies.estate.grants import Grant
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.role import Role
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate


class ExecutionRole(Model):
    """A role that Lambda functions run as (``role``, a value of it), and what is attached to it, grant by grant.

    Where its functions' role is not in the plan, ``address`` is the function's; where only a grant's role is open,
    there are no functions and ``address`` is the grant's.
    """

    TYPES: ClassVar[tuple[str, ...]] = Role.TYPES
    LANDS_ON: ClassVar[tuple[str, ...]] = (*Role.TYPES, *Function.TYPES)

    functions: tuple[Function, ...]
    role: Any
    grants: tuple[Grant, ...]

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[Self]:
        """Each role that a function runs as or that trusts Lambda, each function without one, each open grant."""
        for role in estate.of(Role):
            if role.functions or role.trusts_lambda is not False:
                yield cls._of(role, Known(role, "role"), role.functions, estate.joins.grants_of(role))
        for function in estate.of(Function):
            if not isinstance(function.role, Known):
                yield cls._of(function, function.role, (function,), ())
        for open_role, grant in estate.joins.unplaced_grants():
            carrier = estate.plan.by_address[grant.address]
            yield cls._of(estate.view(Model, carrier), open_role, (), (grant,))

    @classmethod
    def _of(cls, about: Model, role: Value[Role], functions: tuple[Function, ...], grants: tuple[Grant, ...]) -> Self:
        return cls.made(
            address=about.address,
            resource=about.resource,
            estate=about.estate,
            functions=functions,
            role=role,
            grants=grants,
        )

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The functions that run as it."""
        return tuple(function.address for function in self.functions)

    @cached_property
    def decided(self) -> dict[tuple[int, str], Any]:
        """What was decided about its documents, by the document's identity and the guardrail that asks."""
        return {}

    @cached_property
    def holder(self) -> Value[Role]:
        """The role, absent where this is about nothing but a grant whose role is open."""
        role: Value[Role] = self.role
        return role if self.functions or isinstance(role, Known) else Absent("role")

    @cached_property
    def doubt(self) -> Unknown | None:
        """The trust document, where no function runs as it here and that leaves open whether one may elsewhere."""
        match self.role:
            case Known(role) if not self.functions and role.trusts_lambda is None:
                return Unknown(role.assume_role_policy.at)
        return None
