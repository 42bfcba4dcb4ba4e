"""What access amounts to: its actions by service, as the shortest patterns, with resources and what narrows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lambda_policies.data.actions import action
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.document import Condition, Document, Statement
from lambda_policies.iam.engine import frames
from lambda_policies.iam.engine.actions import EVERY, Universe
from lambda_policies.iam.engine.budget import ExhaustedError
from lambda_policies.iam.engine.compiling import Boxes, Reading, boxes_of
from lambda_policies.iam.engine.decisions import SPENT, holes
from lambda_policies.iam.engine.powers import Power, power, universe_for
from lambda_policies.iam.engine.regions import Box, Region, escapes, simplest_first
from lambda_policies.iam.engine.searching import permitted
from lambda_policies.iam.engine.shortest import globs
from lambda_policies.iam.engine.witnesses import request_of
from lambda_policies.values import Absent, Known, Members, Unknown


@dataclass(frozen=True, slots=True)
class Ability:
    """Actions of one service and access level on the same resources under the same limits.

    The service ``*`` stands for every one, and the level is empty where it is every one, or not known.
    ``actions`` are patterns, ``but`` those of ``*`` that are left out. ``resources`` are as the document writes them,
    all but those where ``all_but``, and ``more`` is where there may be others. ``narrowed`` are conditions, and the
    documents that limit it further. ``statements`` are those that grant it, by label and index from 0. ``certain`` is
    False where something that is not known may take it away.
    """

    service: str
    level: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    but: tuple[str, ...] = ()
    all_but: bool = False
    more: Unknown | None = None
    narrowed: tuple[str, ...] = ()
    statements: tuple[tuple[str, int], ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is allowed, or may be. ``unknown`` and ``doubt`` are as in ``Decision``."""

    abilities: tuple[Ability, ...]
    unknown: Unknown | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Setting:
    access: Access
    universe: Universe
    held: Power
    certain: bool


def summary(access: Access) -> Summary:
    """What identity policies allow within boundary, session policy and SCPs, and minus every Deny."""
    unknown = holes(access)
    try:
        universe = universe_for((access,), ())
        bounds = [
            _Setting(access, universe, power(access, universe, certain=certain), certain)
            for certain in ((True, False) if unknown else (True,))
        ]
        found = [_abilities(each) for each in bounds]
        certainly = found[0]
        possibly = {key: bits & ~certainly.get(key, 0) for key, bits in found[-1].items()} if unknown else {}
        abilities = [
            ability
            for setting, held in zip(bounds, (certainly, possibly), strict=False)
            for (label, statement), bits in held.items()
            for ability in _by_service(label, statement, bits, setting)
        ]
    except ExhaustedError:
        return Summary((), unknown, SPENT)
    return Summary(
        tuple(sorted(_merged(abilities), key=lambda each: (each.service, each.level, each.actions))), unknown
    )


def _merged(abilities: list[Ability]) -> Iterator[Ability]:
    """Abilities that differ in the statement that grants them only, as one."""
    same: dict[Ability, list[tuple[str, int]]] = {}
    for each in abilities:
        same.setdefault(replace(each, statements=()), []).extend(each.statements)
    for each, statements in same.items():
        yield replace(each, statements=tuple(dict.fromkeys(statements)))


def _abilities(setting: _Setting) -> dict[tuple[str, Statement], int]:
    """The actions that each statement, by its label, grants in effect."""
    found: dict[tuple[str, Statement], int] = {}
    for held in setting.access.identity:
        for statement in held.document.value.statements.items if isinstance(held.document, Known) else ():
            for box in _alone(held, statement, setting).allows:
                found[held.label, statement] = _effective(box, setting)
    return found


def _alone(held: Attached, statement: Statement, setting: _Setting) -> Boxes:
    document = held.document.value if isinstance(held.document, Known) else None
    if document is None:
        return Boxes()
    alone = Attached(held.label, Known(replace(document, statements=Members((statement,)))))
    return boxes_of(alone, Reading(setting.universe, setting.access.symbols, setting.certain))


def _ability(label: str, statement: Statement, *, certain: bool) -> Ability:
    resources = statement.resources or statement.not_resources or Members()
    return Ability(
        "*",
        "",
        ("*",),
        resources.items,
        all_but=statement.not_resources is not None,
        more=resources.rest,
        narrowed=tuple([_said(each) for each in statement.conditions.items]),
        statements=((label, statement.index),),
        certain=certain,
    )


def _said(condition: Condition) -> str:
    return f"{condition.key} {condition.operator} {' or '.join(condition.values.items)}".rstrip()


def _effective(box: Box, setting: _Setting) -> int:
    """The actions of a box that are left in some request."""
    bits = 0
    denies = simplest_first(setting.held.denies)
    for start in frames.starts(setting.access, Region()):
        met = start.meeting(box)
        for region in permitted(setting.held.layers[1:], met) if met is not None else ():
            for actions in _classes(region.actions & ~bits, denies):
                if _is_left(region._replace(actions=actions), denies, setting.universe):
                    bits |= actions
    return bits


def _classes(actions: int, boxes: list[Box]) -> list[int]:
    """The actions, parted so that each box holds all of a part or none of it."""
    parts = [actions] if actions else []
    for box in boxes:
        parts = [each for part in parts for each in (part & box.actions, part & ~box.actions) if each]
    return parts


def _is_left(region: Region, denies: list[Box], universe: Universe) -> bool:
    return any(request_of(part, universe) is not None for part in escapes(region, denies))


def _limits(region: Region, setting: _Setting) -> Iterator[str]:
    """The documents that narrow what is left: those within which it lies, and those that deny some of it."""
    access = setting.access
    reading = Reading(setting.universe, access.symbols, setting.certain)
    around = [each for each in (access.boundary, access.session) if each is not None]
    for held in (*around, *(each for level in access.scps for each in level)):
        allows = boxes_of(held, reading).allows
        if not any(each.is_plain and not region.actions & ~each.actions for each in allows):
            yield f"within {held.label}"
    for held in access.documents:
        if any(region.meeting(each) is not None for each in boxes_of(held, reading).denies):
            yield f"but for what {held.label} denies"


def _by_service(label: str, statement: Statement, bits: int, setting: _Setting) -> Iterator[Ability]:
    """What a statement grants, for each service; what holds services that nobody named stays one."""
    ability = _ability(label, statement, certain=setting.certain)
    if bits < 0:
        but = () if bits == EVERY else _globs(~bits, setting.universe.services).values()
        whole = replace(ability, but=tuple([text for texts in but for text in texts]))
        yield _narrowed(whole, statement, bits, setting)
        return
    for service, names in setting.universe.services.items():
        for level, own in _by_level(service, bits, names).items():
            part = replace(ability, service=service, level=level, actions=_globs(own, {service: names})[service])
            yield _narrowed(part, statement, own, setting)


def _by_level(service: str, bits: int, names: dict[str, int]) -> dict[str, int]:
    """The actions among *bits* by access level; as one where they are all that the service has."""
    every = sum(1 << place for place in names.values())
    if not every & ~bits:
        return {"": every}
    found: dict[str, int] = {}
    for name, place in names.items():
        if bits >> place & 1:
            known = action(service, name)
            level = known.level if known is not None else ""
            found[level] = found.get(level, 0) | 1 << place
    return found


def _narrowed(ability: Ability, statement: Statement, bits: int, setting: _Setting) -> Ability:
    held = Attached("", Known(Document(Absent(), Members((statement,)))))
    boxes = boxes_of(held, Reading(setting.universe, setting.access.symbols, certain=False)).allows
    regions = [Region(bits).meeting(box) for box in boxes]
    limits = [limit for region in regions if region is not None for limit in _limits(region, setting)]
    return replace(ability, narrowed=(*ability.narrowed, *dict.fromkeys(limits)))


def _globs(bits: int, services: dict[str, dict[str, int]]) -> dict[str, tuple[str, ...]]:
    found = {}
    for service, names in services.items():
        held = {name: bool(bits >> bit & 1) for name, bit in names.items()}
        if any(held.values()):
            found[service] = globs(service, held)
    return found
