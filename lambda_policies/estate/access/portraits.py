"""Everything about the access of one function: who can invoke it, and what its role can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_policies.estate.access.abilities import Ability, abilities
from lambda_policies.values import Known, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.callers import Caller
    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.estate.access.links import Link
    from lambda_policies.estate.access.resource_policies import ResourcePolicy
    from lambda_policies.estate.access.role import RoleAccess
    from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
    from lambda_policies.estate.models.function import Function


@dataclass(frozen=True, slots=True)
class Portrait:
    """One function. ``role`` is unknown where the plan does not show it.

    ``sources`` are the event source mappings through which Lambda itself invokes it. ``unread`` are the policies of
    its role of which nothing is known, ``named_by`` the policies of resources that name the role (None: perhaps).
    """

    function: Function
    name: str
    callers: tuple[Caller, ...]
    sources: tuple[EventSourceMapping, ...]
    role: RoleAccess | Unknown
    abilities: tuple[Ability, ...] = ()
    unread: tuple[Link, ...] = ()
    named_by: tuple[tuple[ResourcePolicy, bool | None], ...] = ()


def portraits(access: EstateAccess, functions: Iterable[Function]) -> Iterator[Portrait]:
    """One portrait for each of *functions*."""
    for function in functions:
        yield _portrait(access, function)


def _portrait(access: EstateAccess, function: Function) -> Portrait:
    role = access.of_function(function)
    match function.function_name:
        case Known(name, sensitive=False):
            called = name
        case _:
            called = function.address
    callers, sources = access.who_can_invoke(function), function.event_sources.items
    if isinstance(role, Unknown):
        return Portrait(function, called, callers, sources, role)
    return Portrait(
        function,
        called,
        callers,
        sources,
        role,
        tuple(abilities(role)),
        tuple(link for link in role.policies if link.is_open and (link.known is None or not link.sure)),
        access.naming(role.role),
    )
