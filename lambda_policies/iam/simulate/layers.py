"""The statements of one layer of policies that take a request in: identity, boundary, one level of SCPs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lambda_policies.iam.access import Attached, Request, Symbols
from lambda_policies.iam.document import Document, Statement
from lambda_policies.iam.simulate.patterns import Context
from lambda_policies.iam.simulate.principals import Naming
from lambda_policies.iam.simulate.statements import Setting, applies, names
from lambda_policies.values import Absent, Known, Unknown, all_of, any_of, negate

_NEW_VERSION = "2012-10-17"


class Layer(StrEnum):
    """Where a document stands."""

    IDENTITY = "identity policy"
    BOUNDARY = "permissions boundary"
    SCP = "service control policy"
    SESSION = "session policy"
    RESOURCE = "resource policy"
    RESERVED = "reserved by AWS"


@dataclass(frozen=True, slots=True)
class Match:
    """A statement that takes the request in: certainly, or None where a hole keeps that open.

    ``statement`` is None where statements, or the whole document, are not known. ``naming`` is how a resource policy
    names the caller.
    """

    layer: Layer
    label: str
    statement: int | None
    allows: bool | None
    certain: bool | None
    naming: Naming = Naming.SELF


@dataclass(frozen=True, slots=True)
class Reading:
    """A request and how documents are read for it; ``bounded`` says that its caller has a permissions boundary."""

    request: Request
    context: Context
    symbols: Symbols
    bounded: bool


def matches(layer: Layer, documents: Iterable[Attached], reading: Reading) -> tuple[Match, ...]:
    """Everything in the documents that takes the request in, or may."""
    return tuple([match for each in documents for match in _in(layer, each, reading)])


def _in(layer: Layer, held: Attached, reading: Reading) -> Iterator[Match]:
    match held.document:
        case Absent():
            return
        case Unknown():
            yield Match(layer, held.label, None, None, None)
        case Known(document):
            yield from _of(layer, held.label, document, reading)


def _of(layer: Layer, label: str, document: Document, reading: Reading) -> Iterator[Match]:
    version = document.version
    variables = None if isinstance(version, Unknown) else isinstance(version, Known) and version.value == _NEW_VERSION
    setting = Setting(reading.context, variables, layer is not Layer.RESOURCE, reading.symbols)
    for statement in document.statements.items:
        certain, naming = _takes_in(statement, reading, setting, layer)
        if certain is not False:
            yield Match(layer, label, statement.index, _allows(statement), certain, naming)
    if document.statements.rest is not None:
        yield Match(layer, label, None, None, None)


def _takes_in(statement: Statement, reading: Reading, setting: Setting, layer: Layer) -> tuple[bool | None, Naming]:
    certain = applies(statement, reading.request, setting)
    if layer is not Layer.RESOURCE or certain is False:
        return certain, Naming.SELF
    named, naming = names(statement, reading.request.principal, bounded=reading.bounded)
    return all_of((certain, named)), naming


def _allows(statement: Statement) -> bool | None:
    return statement.effect.value == "Allow" if isinstance(statement.effect, Known) else None


def allowed(found: Iterable[Match]) -> bool | None:
    """Whether one of them certainly allows."""
    return any_of([all_of((each.certain, each.allows)) for each in found])


def denied(found: Iterable[Match]) -> bool | None:
    """Whether one of them certainly denies."""
    return any_of([all_of((each.certain, negate(each.allows))) for each in found])
