"""What a role can do, statement by statement: services, levels of access, resources, conditions, and what stops it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lambda_policies.estate.access.expansion import Actions, expanded
from lambda_policies.estate.access.obstacles import obstacle
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.document import Document, Statement
from lambda_policies.iam.engine import not_granted
from lambda_policies.values import Known, Members, Unknown, Value, negate

if TYPE_CHECKING:
    from lambda_policies.estate.access.links import Link
    from lambda_policies.estate.access.role import RoleAccess

MOST = 400
"""Over so many actions a statement is judged as a whole, not action by action."""


@dataclass(frozen=True, slots=True)
class Ability:
    """What one Allow statement of a role's policies is worth.

    ``answer``: it allows that; False: something stops all of it; None: open. ``actions`` are those that are left, by
    service and level, ``stopped`` the others, and ``because`` says what stops them. Policies of which nothing is known
    could still take it away.
    """

    link: Link
    statement: Statement
    answer: bool | None
    actions: tuple[Actions, ...]
    stopped: tuple[str, ...] = ()
    because: str = ""


def abilities(role: RoleAccess) -> Iterator[Ability]:
    """One for each statement of the role's policies that allows something, or may."""
    limited = bool(role.ceilings) or any(_denies(link) for link in role.policies)
    for link in role.policies:
        if link.known is None:
            continue
        for statement in link.known.statements.items:
            if statement.effect == Known("Deny"):
                continue
            actions = tuple(expanded(statement))
            if not limited and link.sure and isinstance(statement.effect, Known):
                yield Ability(link, statement, True, actions)  # noqa: FBT003 - the answer
            else:
                yield _judged(role, link, statement, actions)


def _denies(link: Link) -> bool:
    document = link.known
    return document is not None and (
        document.statements.rest is not None
        or any(statement.effect != Known("Allow") for statement in document.statements.items)
    )


def _judged(role: RoleAccess, link: Link, statement: Statement, actions: tuple[Actions, ...]) -> Ability:
    access, links = _read(alone(role, link, role.bounded(statement))), role.by_label
    answer = negate(not_granted(access, ()).holds)
    if answer is False:
        stopped = tuple(text for one in actions for text in one.written)
        return Ability(link, statement, answer, (), stopped, obstacle(access, links))
    if sum(len(one.names) for one in actions) > MOST:
        return Ability(link, statement, answer, actions)
    left: list[Actions] = []
    stopped = ()
    for group in actions:
        gone = [name for name in group.names if not_granted(access, (f"{group.service}:{name}",)).holds is True]
        stopped += tuple(f"{group.service}:{name}" for name in gone)
        if len(gone) < len(group.names) or not group.names:
            left.append(group.without(gone))
    because = obstacle(access, links, stopped) if stopped else ""
    return Ability(link, statement, answer, tuple(left), stopped, because)


def _read(access: Access) -> Access:
    """Without the policies of which nothing is known: they are told of by themselves."""
    return replace(access, identity=tuple(each for each in access.identity if isinstance(each.document, Known)))


def alone(role: RoleAccess, link: Link, statement: Statement) -> Access:
    """The role's access with this statement as the only one that allows anything; what denies stays."""
    kept = statement
    if not link.sure:
        kept = replace(kept, effect=Unknown("effect"))
    held = tuple(
        Attached(each.label, _denying(each.document, (kept,) if each.label == link.label else ()))
        for each in role.access.identity
    )
    return replace(role.access, identity=held)


def _denying(document: Value[Document], kept: tuple[Statement, ...]) -> Value[Document]:
    """A document with what it denies, and of what it allows only *kept*."""
    if not isinstance(document, Known):
        return document
    statements = document.value.statements
    denials = tuple(one for one in statements.items if one.effect == Known("Deny"))
    return Known(replace(document.value, statements=Members((*kept, *denials), statements.rest)))
