"""Every role and resource policy of a plan against a reference: no more than it, or none of what it lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.estate.access.links import Link, Part
from lambda_policies.estate.access.permissions import link_of
from lambda_policies.estate.access.role import attached
from lambda_policies.estate.access.rulings import Ruling, statements
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.role import Role
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.engine import Decision, no_more_than, not_granted
from lambda_policies.values import Known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_policies.estate.access.facade import EstateAccess
    from lambda_policies.iam.document import Document

_ORDER = (True, None, False)
Question: TypeAlias = Callable[[Access], Decision]


@dataclass(frozen=True, slots=True)
class Compared:
    """One role, or one policy of a resource, and whether it keeps to the reference; ``ruling.answer`` True: it does."""

    address: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must not be granted: one of the actions on one of the resources; without either list, any."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]


def within(access: EstateAccess, reference: Document) -> Iterator[Compared]:
    """Whether each allows no more than *reference*: roles where it names no principals, else policies of resources."""
    held = Attached("the reference", Known(reference))
    if is_of_resource(reference):
        yield from _resources(access, lambda asked: no_more_than(asked, Access(resource=held)))
    else:
        yield from _roles(access, lambda asked: no_more_than(asked, Access(identity=(held,))))


def without(access: EstateAccess, wanted: Sequence[Wanted]) -> Iterator[Compared]:
    """Whether each grants none of what is listed."""

    def question(asked: Access) -> Decision:
        found = [not_granted(asked, one.actions, one.resources) for one in wanted]
        return max(found, key=lambda one: _ORDER.index(one.holds))

    yield from _roles(access, question)
    yield from _resources(access, question)


def is_of_resource(document: Document) -> bool:
    """Whether a document says whom it is about, as the policies of resources do."""
    return any(one.principals is not None or one.not_principals is not None for one in document.statements.items)


def _roles(access: EstateAccess, question: Question) -> Iterator[Compared]:
    for role in access.estate.of(Role):
        held = access.of(role)
        yield Compared(role.address, _ruled(question(held.access), role.address, held.links))


def _resources(access: EstateAccess, question: Question) -> Iterator[Compared]:
    for link in _links(access):
        asked = Access(resource=attached(link), owner=access.estate.account or "", symbols=access.arns.symbols)
        yield Compared(link.address, _ruled(question(asked), link.address, (link,)))


def _links(access: EstateAccess) -> Iterator[Link]:
    for function in access.estate.of(Function):
        yield from (link_of(permission, function, access.arns) for permission in function.permissions.items)
    yield from (policy.link for policy in access.resource_policies)


def _ruled(decision: Decision, subject: str, links: tuple[Link, ...]) -> Ruling:
    by_label = {link.label: link for link in links}
    secret = any(link.secret for link in links)
    return Ruling(
        decision.holds,
        subject,
        None if secret else decision.request,
        tuple(statements(decision.matches, by_label, allow=True)),
        hole=decision.unknown if decision.holds is None else None,
        open_links=tuple(link for link in links if link.is_open) if decision.holds is None else (),
        doubt=decision.doubt,
        ceilings=tuple(link for link in links if link.part in {Part.BOUNDARY, Part.SCP}),
    )
