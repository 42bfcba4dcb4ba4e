"""Statements as boxes. What is not known widens or narrows them, whichever keeps the answer right.

``wide`` asks for every request that a statement may take in, otherwise only for those that it certainly takes in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lambda_policies.iam.access import Attached, Symbols
from lambda_policies.iam.document import Document, Statement
from lambda_policies.iam.engine import arn_sets
from lambda_policies.iam.engine.actions import EVERY, Universe
from lambda_policies.iam.engine.arn_sets import Arn
from lambda_policies.iam.engine.conditions import demand
from lambda_policies.iam.engine.keys import Demand
from lambda_policies.iam.engine.principals import patterns
from lambda_policies.iam.engine.regions import PRINCIPAL, Box
from lambda_policies.values import Absent, Known, Members, Unknown

EVERYTHING = Box(EVERY, None, None, ())
_NEW_VERSION = "2012-10-17"


class Boxes(NamedTuple):
    """The boxes of the Allow and of the Deny statements of documents."""

    allows: tuple[Box, ...] = ()
    denies: tuple[Box, ...] = ()


class Reading(NamedTuple):
    """How documents are read: ``certain`` narrows Allow and widens Deny, otherwise the other way round."""

    universe: Universe
    symbols: Symbols
    certain: bool
    short: bool = True


class _View(NamedTuple):
    universe: Universe
    symbols: Symbols
    wide: bool
    variables: bool
    short: bool


def boxes_of(held: Attached, reading: Reading) -> Boxes:
    """The boxes of one document; one that is not known may allow and deny everything."""
    match held.document:
        case Absent():
            return Boxes()
        case Unknown():
            return _hole(reading)
        case Known(document):
            return _of_document(document, reading)


def _hole(reading: Reading) -> Boxes:
    return Boxes((), (EVERYTHING,)) if reading.certain else Boxes((EVERYTHING,), ())


def _of_document(document: Document, reading: Reading) -> Boxes:
    allows: list[Box] = []
    denies: list[Box] = []
    for statement in document.statements.items:
        effect = statement.effect.value if isinstance(statement.effect, Known) else ""
        if effect == "Allow" or (not effect and not reading.certain):
            allows.append(_box(statement, _view(document, reading, wide=not reading.certain)))
        if effect == "Deny" or (not effect and reading.certain):
            denies.append(_box(statement, _view(document, reading, wide=reading.certain)))
    if document.statements.rest is not None:
        more = _hole(reading)
        allows.extend(more.allows)
        denies.extend(more.denies)
    return Boxes(tuple([box for box in allows if box.actions]), tuple([box for box in denies if box.actions]))


def _view(document: Document, reading: Reading, *, wide: bool) -> _View:
    version = document.version
    new = isinstance(version, Known) and version.value == _NEW_VERSION
    return _View(reading.universe, reading.symbols, wide, new or isinstance(version, Unknown), reading.short)


def _box(statement: Statement, view: _View) -> Box:
    demands: dict[tuple[str, Demand], None] = {}
    never = not view.wide and statement.conditions.rest is not None
    for condition in statement.conditions.items:
        found = demand(condition, wide=view.wide, variables=view.variables)
        if found is not None:
            demands[condition.key.lower(), found] = None
    caller = _caller(statement, view)
    if caller is not None:
        demands[PRINCIPAL, caller] = None
    inside = _resources(statement.resources, view, excluded=False)
    outside = _resources(statement.not_resources, view, excluded=True)
    return Box(0 if never else _actions(statement, view), inside, outside or None, tuple(demands))


def _actions(statement: Statement, view: _View) -> int:
    if statement.actions is not None:
        return _union(statement.actions, view, wide=view.wide)
    return ~_union(statement.not_actions or Members(), view, wide=not view.wide)


def _union(found: Members[str], view: _View, *, wide: bool) -> int:
    bits = EVERY if wide and found.rest is not None else 0
    for text in found.items:
        each = view.universe.bits(text)
        bits |= (EVERY if wide else 0) if each is None else each
    return bits


def _resources(found: Members[str] | None, view: _View, *, excluded: bool) -> tuple[Arn, ...] | None:
    """The patterns of Resource or NotResource; None for every resource where they are included."""
    if found is None:
        return None
    read: Callable[[str], Arn | None] = lambda text: arn_sets.pattern(  # noqa: E731 - one line, used twice
        text, variables=view.variables, short=view.short
    )
    arns = [read(text) for text in found.items]
    if found.rest is not None and view.wide != excluded:
        hidden = view.symbols(found.rest)
        arns += [arn_sets.EVERY] if hidden is None else [read(text) for text in hidden]
    known = tuple(sorted({each for each in arns if each is not None}))
    return None if not excluded and arn_sets.EVERY in known else known


def _caller(statement: Statement, view: _View) -> Demand | None:
    if statement.not_principals is not None:
        held, negated = statement.not_principals, True
    elif statement.principals is not None:
        held, negated = statement.principals, False
    else:
        return None
    texts = {text for principal in held.items for text in patterns(principal)}
    if held.rest is not None and view.wide != negated:
        texts.add("*")
    if "*" in texts and not negated:
        return None
    return Demand("text", tuple(sorted(texts)), negated)
