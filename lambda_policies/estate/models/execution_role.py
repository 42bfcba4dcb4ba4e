"""What functions run as: a role of the plan with everything attached to it, or a role that the plan does not show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import PrivateAttr

from lambda_policies.estate.base import Model
from lambda_policies.estate.grants import Grant
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.role import Role
from lambda_policies.values import Known, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate


class ExecutionRole(Model):
    """A role that Lambda functions run as, and its grants.

    Where its functions' role is not in the plan, ``address`` is the function's; where only a grant's role is open,
    there are no functions and ``address`` is the grant's.
    """

    TYPES: ClassVar[tuple[str, ...]] = Role.TYPES
    LANDS_ON: ClassVar[tuple[str, ...]] = (*Role.TYPES, *Function.TYPES)

    functions: tuple[Function, ...]
    _role: Value[Role] = PrivateAttr()
    _grants: tuple[Grant, ...] = PrivateAttr()

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[ExecutionRole]:  # type: ignore[override] - pydantic has no Self here
        """Each role that a function runs as or that trusts Lambda, each function without one, each open grant."""
        for role in estate.of(Role):
            if role.functions or role.trusts_lambda:
                yield cls._of(role, Known(role, "role"), role.functions, estate.joins.grants_of(role))
        for function in estate.of(Function):
            if not isinstance(function.role, Known):
                yield cls._of(function, function.role, (function,), ())
        for open_role, grant in estate.joins.unplaced_grants():
            carrier = estate.plan.by_address[grant.address]
            yield cls._of(estate.view(Model, carrier), open_role, (), (grant,))

    @classmethod
    def _of(
        cls, about: Model, role: Value[Role], functions: tuple[Function, ...], grants: tuple[Grant, ...]
    ) -> ExecutionRole:
        model = cls.model_construct(address=about.address, functions=functions)
        model._resource = about.resource  # noqa: SLF001 - its own private attributes, set once
        model._estate = about.estate  # noqa: SLF001
        model._role = role  # noqa: SLF001
        model._grants = grants  # noqa: SLF001
        return model

    @property
    def role(self) -> Value[Role]:
        """The role itself."""
        return self._role

    @property
    def grants(self) -> tuple[Grant, ...]:
        """What is attached to it, one by one."""
        return self._grants
