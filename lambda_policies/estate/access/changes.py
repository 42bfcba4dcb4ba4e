"""What a plan adds to the access of its functions, and what it takes away, against the state before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.estate.access.abilities import MOST, abilities, alone
from lambda_policies.estate.access.facade import EstateAccess
from lambda_policies.estate.models.function import Function
from lambda_policies.iam.access import Access
from lambda_policies.iam.engine import no_more_than
from lambda_policies.plan.before import changes_nothing
from lambda_policies.values import Members, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.abilities import Ability
    from lambda_policies.estate.access.callers import Caller
    from lambda_policies.estate.access.expansion import Actions
    from lambda_policies.estate.access.links import Link
    from lambda_policies.estate.access.role import RoleAccess
    from lambda_policies.iam.access import Request

NOTHING = Access()


@dataclass(frozen=True, slots=True)
class Grown:
    """What one statement allows on one side of the plan and nothing does on the other, with a request that proves it.

    ``request`` is None where a sensitive document would show in it.
    """

    ability: Ability
    request: Request | None


@dataclass(frozen=True, slots=True)
class Change:
    """How the access of one function changes.

    ``created``: there was no such function before; ``gone``: there is none afterwards. ``open_links`` are documents
    that leave open whether its role may more than before, ``open_role`` what hides the role.
    """

    function: Function
    created: bool
    gone: bool
    callers: tuple[Caller, ...] = ()
    callers_gone: tuple[Caller, ...] = ()
    added: tuple[Grown, ...] = ()
    removed: tuple[Grown, ...] = ()
    open_links: tuple[Link, ...] = ()
    open_role: Unknown | None = None

    @property
    def adds(self) -> bool | None:
        """Whether it lets somebody in, or the role do something, that was not so before; None where that is open."""
        if self.gone:
            return False
        if self.added or any(caller.sure for caller in self.callers):
            return True
        return None if self.open_links or self.open_role or self.callers else False

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return self.adds is False and not (self.callers_gone or self.removed)


def changes(access: EstateAccess) -> Iterator[Change]:
    """The functions whose access changes."""
    if changes_nothing(access.estate.plan):
        return
    before = EstateAccess(access.estate.before, access.given)
    old = {function.address: function for function in before.estate.of(Function)}
    new = {function.address: function for function in access.estate.of(Function)}
    asked: dict[tuple[object, object], _Grown] = {}
    for address in dict.fromkeys([*new, *old]):
        change = _change((before, old.get(address)), (access, new.get(address)), asked)
        if change is not None and not change.is_empty:
            yield change


Side: TypeAlias = "tuple[EstateAccess, Function | None]"
_Grown: TypeAlias = "tuple[tuple[Grown, ...], tuple[Grown, ...], tuple[Link, ...]]"


def _change(before: Side, after: Side, asked: dict[tuple[object, object], _Grown]) -> Change | None:
    function = after[1] or before[1]
    if function is None:
        return None
    callers = [_callers(side) for side in (before, after)]
    roles = [_role(side) for side in (before, after)]
    found = Change(
        function,
        created=before[1] is None,
        gone=after[1] is None,
        callers=tuple(caller for key, caller in callers[1].items() if key not in callers[0]),
        callers_gone=tuple(caller for key, caller in callers[0].items() if key not in callers[1]),
    )
    if isinstance(roles[1], Unknown) or isinstance(roles[0], Unknown):
        hole = next(role for role in reversed(roles) if isinstance(role, Unknown))
        same = before[1] is not None and after[1] is not None and before[1].role_arn == after[1].role_arn
        return replace(found, open_role=None if same or after[1] is None else hole)
    key = roles[0], roles[1]
    if key not in asked:
        asked[key] = _grown(*roles)  # type: ignore[arg-type]  # neither is Unknown
    added, removed, open_links = asked[key]
    return replace(found, added=added, removed=removed, open_links=open_links)


def _callers(side: Side) -> Mapping[object, Caller]:
    access, function = side
    found = access.who_can_invoke(function) if function is not None else ()
    return {(one.who, one.name, one.via_url, one.fenced, one.fences, one.qualifier): one for one in found}


def _role(side: Side) -> RoleAccess | Unknown | None:
    access, function = side
    return None if function is None else access.of_function(function)


def _grown(before: RoleAccess | None, after: RoleAccess | None) -> _Grown:
    added, more = _beyond(after, before)
    removed, _ = _beyond(before, after)
    return added, removed, more


def _beyond(one: RoleAccess | None, other: RoleAccess | None) -> tuple[tuple[Grown, ...], tuple[Link, ...]]:
    """What *one* may and *other* may not, statement by statement; and the documents that leave it open."""
    if one is None:
        return (), ()
    reference = NOTHING if other is None else other.access
    whole = no_more_than(one.access, reference)
    if whole.holds:
        return (), ()
    secret = any(link.secret for link in (*one.links, *(other.links if other else ())))
    found: list[Grown] = []
    for ability in abilities(one):
        decision = no_more_than(alone(one, ability.link, ability.statement), reference)
        if decision.holds is False or (other is None and ability.answer):
            request = None if secret else decision.request
            found.append(Grown(ability if other is None else _narrowed(one, ability, reference), request))
    open_links = tuple(link for link in one.policies if _is_open(link, other)) if whole.holds is not False else ()
    return tuple(found), open_links


def _is_open(link: Link, other: RoleAccess | None) -> bool:
    """Whether a document may hold more than is told of it: of a new role, one of which nothing is known."""
    return link.is_open and (other is not None or link.known is None or not link.sure)


def _narrowed(role: RoleAccess, ability: Ability, reference: Access) -> Ability:
    """The ability with those of its actions that the reference does not have; all of them where they are too many."""
    if sum(len(group.names) for group in ability.actions) > MOST:
        return ability
    groups: list[Actions] = []
    for group in ability.actions:
        same = [name for name in group.names if not _is_new(role, ability, f"{group.service}:{name}", reference)]
        if len(same) < len(group.names) or not group.names:
            groups.append(group.without(same))
    return replace(ability, actions=tuple(groups))


def _is_new(role: RoleAccess, ability: Ability, action: str, reference: Access) -> bool:
    only = replace(ability.statement, actions=Members((action,)), not_actions=None)
    return no_more_than(alone(role, ability.link, only), reference).holds is not True
