"""Access for machines. The structs below are its schema (``docs/schemas/access.schema.json``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from lambda_policies.report.access.abilities import rows, stopped
from lambda_policies.report.access.answers import WORDS, Answer
from lambda_policies.report.access.callers import sentence
from lambda_policies.report.described import schema_of
from lambda_policies.report.escape import plain
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.abilities import Ability
    from lambda_policies.estate.access.callers import Caller
    from lambda_policies.estate.access.changes import Change, Grown
    from lambda_policies.estate.access.links import Link
    from lambda_policies.estate.access.portraits import Portrait
    from lambda_policies.iam.access import Request

TEXT = 10_000
Word = Literal["yes", "no", "undecided"]


class _Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all records share."""


class RequestRecord(_Record, frozen=True, kw_only=True):
    """A concrete request that is allowed."""

    principal: str
    action: str
    resource: str
    context: dict[str, list[str]]


class CallerRecord(_Record, frozen=True, kw_only=True):
    """Somebody who can invoke a function, by one permission.

    ``fenced``: for a service, whether its source is named; null where that is open. ``sure`` is false where the plan
    leaves open whether the permission is this function's.
    """

    who: str
    name: str
    says: str
    via_url: bool
    fenced: bool | None
    fences: list[str]
    qualifier: str
    sure: bool
    address: str
    request: RequestRecord | None


class AbilityRecord(_Record, frozen=True, kw_only=True):
    """What statements with the same resources and conditions allow of one service; ``actions`` by level of access."""

    service: str
    actions: dict[str, list[str]]
    resources: list[str]
    conditions: list[str]
    sure: bool
    by: list[str]


class GrownRecord(_Record, frozen=True, kw_only=True):
    """The same on one side of the plan only, with requests that prove it."""

    abilities: list[AbilityRecord]
    requests: list[RequestRecord]


class FunctionRecord(_Record, frozen=True, kw_only=True):
    """One function. ``role`` is null where the plan does not show it; ``open`` are policies that are not known."""

    address: str
    name: str
    callers: list[CallerRecord]
    event_sources: list[str]
    role: str | None
    ceilings: list[str]
    abilities: list[AbilityRecord]
    stopped: list[str]
    named_by: list[str]
    open: list[str]


class ChangeRecord(_Record, frozen=True, kw_only=True):
    """How the access of one function changes; ``grows`` is null where that is open."""

    address: str
    created: bool
    removed: bool
    grows: bool | None
    callers_added: list[CallerRecord]
    callers_removed: list[CallerRecord]
    added: GrownRecord
    taken_away: GrownRecord
    open: list[str]


class AnswerRecord(_Record, frozen=True, kw_only=True):
    """The answer about one role or policy."""

    address: str
    answer: Word
    because: str
    statements: list[str]
    addresses: list[str]
    request: RequestRecord | None


class Document(_Record, frozen=True, kw_only=True):
    """What ``lp access PLAN --format json`` prints. Of ``functions``, ``changes`` and ``answers`` one is not null.

    The number in ``schema`` changes when a reader would have to.
    """

    schema: Literal["lambda-policies/access/1"]
    plan: str
    exit_code: Literal[0, 1, 2]
    notes: list[str]
    functions: list[FunctionRecord] | None = None
    changes: list[ChangeRecord] | None = None
    answers: list[AnswerRecord] | None = None


def render(document: Document) -> str:
    """Indented JSON that ends with a newline."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def schema() -> str:
    """The JSON Schema of all this, as indented JSON that ends with a newline."""
    return schema_of(Document, "lambda-policies access")


def document(  # noqa: PLR0913 - one argument per part
    plan: str,
    exit_code: int,
    notes: Sequence[str],
    *,
    functions: Iterable[Portrait] | None = None,
    changes: Iterable[Change] | None = None,
    answers: Iterable[Answer] | None = None,
) -> Document:
    """All of it for one plan."""
    return Document(
        schema="lambda-policies/access/1",
        plan=plain(plan, TEXT),
        exit_code=exit_code,  # type: ignore[arg-type]
        notes=_texts(notes),
        functions=None if functions is None else [_function(one) for one in functions],
        changes=None if changes is None else [_change(one) for one in changes],
        answers=None if answers is None else [_answer(one) for one in answers],
    )


def _function(portrait: Portrait) -> FunctionRecord:
    role = portrait.role
    shown = not isinstance(role, Unknown)
    return FunctionRecord(
        address=plain(portrait.function.address, TEXT),
        name=plain(portrait.name, TEXT),
        callers=[_caller(one) for one in portrait.callers],
        event_sources=_texts(source.address for source in portrait.sources),
        role=plain(role.role.address, TEXT) if not isinstance(role, Unknown) else None,
        ceilings=_links(role.ceilings) if not isinstance(role, Unknown) else [],
        abilities=_abilities(portrait.abilities) if shown else [],
        stopped=_texts(stopped(portrait.abilities)),
        named_by=_texts(policy.link.address for policy, _ in portrait.named_by),
        open=_links(portrait.unread),
    )


def _change(change: Change) -> ChangeRecord:
    return ChangeRecord(
        address=plain(change.function.address, TEXT),
        created=change.created,
        removed=change.gone,
        grows=change.adds,
        callers_added=[_caller(one) for one in change.callers],
        callers_removed=[_caller(one) for one in change.callers_gone],
        added=_grown(change.added),
        taken_away=_grown(change.removed),
        open=_links(change.open_links),
    )


def _grown(found: Sequence[Grown]) -> GrownRecord:
    requests = [_request(one.request) for one in found if one.request is not None]
    return GrownRecord(abilities=_abilities(one.ability for one in found), requests=requests)


def _answer(answer: Answer) -> AnswerRecord:
    ruling = answer.ruling
    return AnswerRecord(
        address=plain(answer.address, TEXT),
        answer=WORDS[answer.answer],  # type: ignore[arg-type]
        because=plain(answer.because, TEXT),
        statements=_texts(ruling.statements),
        addresses=_texts(ruling.addresses),
        request=None if ruling.request is None else _request(ruling.request),
    )


def _caller(caller: Caller) -> CallerRecord:
    return CallerRecord(
        who=caller.who.name.lower().replace("_", " "),
        name=plain(caller.name, TEXT) if caller.name else "",
        says=plain(sentence(caller), TEXT),
        via_url=caller.via_url,
        fenced=caller.fenced,
        fences=_texts(caller.fences),
        qualifier=caller.qualifier and plain(caller.qualifier, TEXT),
        sure=caller.sure,
        address=plain(caller.address, TEXT),
        request=None if caller.request is None else _request(caller.request),
    )


def _abilities(found: Iterable[Ability]) -> list[AbilityRecord]:
    return [
        AbilityRecord(
            service=plain(row.service, TEXT),
            actions={level: _texts(patterns) for level, patterns in row.levels},
            resources=_texts(row.resources),
            conditions=_texts(row.conditions),
            sure=row.sure,
            by=_texts(row.by),
        )
        for row in rows(found)
    ]


def _request(request: Request) -> RequestRecord:
    return RequestRecord(
        principal=plain(request.principal, TEXT),
        action=plain(request.action, TEXT),
        resource=plain(request.resource, TEXT),
        context={plain(key, TEXT): _texts(values) for key, values in sorted(request.context.items())},
    )


def _links(links: Iterable[Link]) -> list[str]:
    return _texts(link.called for link in links)


def _texts(texts: Iterable[str]) -> list[str]:
    return [plain(text, TEXT) for text in texts]
