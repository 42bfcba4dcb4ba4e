"""The roles of the plan whose own policies let them invoke a function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lambda_policies.estate.access.callers import INVOKE
from lambda_policies.estate.models.role import Role

if TYPE_CHECKING:
    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.estate.access.rulings import Ruling
    from lambda_policies.estate.models.function import Function


def invoking_roles(access: EstateAccess, function: Function) -> Iterator[Ruling]:
    """What says that a role may invoke *function*, certainly or perhaps, one ruling for each such role."""
    for role in access.estate.of(Role):
        able = access.of(role)
        if able.may((INVOKE,)).answer is False:
            continue
        ruling = able.may_on((INVOKE,), function.resource)
        if ruling.answer is not False:
            yield ruling
