"""What a question about access is answered with."""

from __future__ import annotations

from dataclasses import dataclass

from lambda_policies.iam.access import Access, Request
from lambda_policies.iam.document import Document, Statement
from lambda_policies.iam.elements import merged
from lambda_policies.iam.engine.conditions import doubt
from lambda_policies.iam.simulate import Match
from lambda_policies.values import Known, Unknown


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes, no, or None for undecided.

    ``request`` is the concrete request that proves it where one does, replayed by the simulator, and ``matches`` are
    the statements that take that request in. Undecided, ``unknown`` merges the holes that keep it open, and ``doubt``
    is the sentence about it where it is no hole.
    """

    holds: bool | None
    request: Request | None = None
    matches: tuple[Match, ...] = ()
    unknown: Unknown | None = None
    doubt: str = ""


SPENT = "it takes more steps than one question may take"
NOT_REPLAYED = "a request that should prove it is judged otherwise by the simulator"


def holes(access: Access) -> Unknown | None:
    """Everything in the documents that is not known, as one hole; None where all is known."""
    found: Unknown | None = None
    for held in access.documents:
        match held.document:
            case Unknown() as hole:
                found = merged(found, hole)
            case Known(document):
                found = merged(found, _remembered(document))
    return found


_known: dict[int, tuple[Document, Unknown | None]] = {}
_MOST = 4096


def _remembered(document: Document) -> Unknown | None:
    """The holes of a document, by its identity; what is remembered stays alive."""
    found = _known.get(id(document))
    if found is None:
        if len(_known) > _MOST:
            _known.clear()
        found = _known[id(document)] = (document, _in_document(document))
    return found[1]


def _in_document(document: Document) -> Unknown | None:
    found = document.statements.rest
    for statement in document.statements.items:
        found = merged(found, _in_statement(statement))
    if isinstance(document.version, Unknown):
        found = merged(found, document.version)
    return found


def _in_statement(statement: Statement) -> Unknown | None:
    parts = (
        *(statement.actions, statement.not_actions, statement.resources, statement.not_resources),
        *(statement.principals, statement.not_principals, statement.conditions),
        *(condition.values for condition in statement.conditions.items),
    )
    found = statement.effect if isinstance(statement.effect, Unknown) else None
    for part in parts:
        found = merged(found, part.rest if part is not None else None)
    for condition in statement.conditions.items:
        open_ = doubt(condition)
        found = merged(found, Unknown(feeds=(open_,)) if open_ else None)
    return found
