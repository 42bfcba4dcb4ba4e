"""What documents together allow: layers each of which must allow, and what any of them denies."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.document import Document
from lambda_policies.iam.engine.actions import Universe
from lambda_policies.iam.engine.budget import start
from lambda_policies.iam.engine.compiling import Boxes, Reading, boxes_of
from lambda_policies.iam.engine.regions import Box, simplest_first
from lambda_policies.iam.reserved import RESERVED
from lambda_policies.values import Known

_MOST = 4096
_STRANGERS = 512


class Power(NamedTuple):
    """A request is allowed where a box of each layer holds it and no box of ``denies`` does."""

    layers: tuple[tuple[Box, ...], ...]
    denies: tuple[Box, ...]


class _Memory(threading.local):
    """What a thread has learnt and compiled, by the identity of documents, which it keeps alive."""

    def __init__(self) -> None:
        self.universe = Universe()
        self.learnt: dict[int, Document] = {}
        self.powers: dict[tuple[int, bool], tuple[Access, int, Power]] = {}
        self.boxes: dict[tuple[int, Reading], tuple[Document, int, Boxes]] = {}


_memory = _Memory()


def universe_for(accesses: Iterable[Access], actions: Iterable[str]) -> Universe:
    """Begin a question: the actions that the documents and *actions* tell apart.

    Raises ExhaustedError where those are too many.
    """
    start()
    if _memory.universe.strangers > _STRANGERS or len(_memory.learnt) > _MOST:
        _memory.__init__()  # type: ignore[misc]
    universe = _memory.universe
    universe.learn(actions)
    for access in accesses:
        for held in (RESERVED, *access.documents):
            if isinstance(held.document, Known) and id(held.document.value) not in _memory.learnt:
                _learn(held.document.value, universe)
    return universe


def _learn(document: Document, universe: Universe) -> None:
    for statement in document.statements.items:
        for found in (statement.actions, statement.not_actions):
            universe.learn(found.items if found is not None else ())
    _memory.learnt[id(document)] = document


def power(access: Access, universe: Universe, *, certain: bool) -> Power:
    """What the documents allow: certainly, or possibly."""
    key = (id(access), certain)
    found = _memory.powers.get(key)
    if found is None or found[0] is not access or found[1] != universe.epoch:
        if len(_memory.powers) > _MOST:
            _memory.powers.clear()
        found = _memory.powers[key] = (access, universe.epoch, _power(access, universe, certain=certain))
    return found[2]


def _power(access: Access, universe: Universe, *, certain: bool) -> Power:
    reading = Reading(universe, access.symbols, certain)
    identity = [_boxes(each, reading) for each in access.identity]
    single = [_boxes(each, reading) for each in (access.boundary, access.session) if each is not None]
    levels = [[_boxes(each, reading) for each in level] for level in access.scps]
    layers = [[each] for each in single] + levels
    if identity or access.resource is None:
        layers.insert(0, identity)
        reserved = _boxes(RESERVED, reading).denies
    else:
        reserved = ()
        layers.insert(0, [_boxes(access.resource, reading._replace(short=False))])
    return Power(
        tuple([tuple(simplest_first([box for boxes in layer for box in boxes.allows])) for layer in layers]),
        tuple(simplest_first([*reserved, *(box for boxes in chain.from_iterable(layers) for box in boxes.denies)])),
    )


def _boxes(held: Attached, reading: Reading) -> Boxes:
    if not isinstance(held.document, Known):
        return boxes_of(held, reading)
    document, epoch = held.document.value, reading.universe.epoch
    key = (id(document), reading)
    found = _memory.boxes.get(key)
    if found is None or found[1] != epoch:
        if len(_memory.boxes) > _MOST:
            _memory.boxes.clear()
        found = _memory.boxes[key] = (document, epoch, boxes_of(held, reading))
    return found[2]
