"""What stops something that a statement allows: a Deny, the permissions boundary, or a service control policy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lambda_policies.estate.access.links import Link, statement_of
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.engine import not_granted
from lambda_policies.iam.simulate import Match, simulate
from lambda_policies.values import Known, Members, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_policies.iam.document import Document


def obstacle(
    access: Access, links: Mapping[str, Link], actions: Sequence[str] = (), resources: Sequence[str] = ()
) -> str:
    """What stops the actions, as the end of a sentence; empty where nothing allows them in the first place."""
    free = replace(
        access, boundary=None, scps=(), session=None, identity=tuple(_without_denials(each) for each in access.identity)
    )
    proof = not_granted(free, actions, resources).request
    if proof is None:
        return ""
    return _told(simulate(access, proof).matches, access, links)


def _told(matches: Sequence[Match], access: Access, links: Mapping[str, Link]) -> str:
    denial = next((match for match in matches if match.allows is False and match.certain), None)
    if denial is not None and denial.statement is not None:
        return f"{statement_of(links[denial.label], denial.statement)} denies it"
    allowing = {match.label for match in matches if match.allows is not False}
    ceilings = [(each,) for each in (access.boundary,) if each is not None]
    for level in (*ceilings, *access.scps):
        if not any(each.label in allowing for each in level):
            return f"{links[level[-1].label].called} does not allow it"
    return ""


def _without_denials(held: Attached) -> Attached:
    return Attached(held.label, _allowing(held.document))


def _allowing(document: Value[Document]) -> Value[Document]:
    if not isinstance(document, Known):
        return document
    statements = document.value.statements
    kept = tuple(one for one in statements.items if one.effect != Known("Deny"))
    return Known(replace(document.value, statements=Members(kept, statements.rest)))
