"""From the portraits of functions to boxes and arrows: the words and tones are those of ``lp access``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from lambda_policies.report.access.abilities import Row, rows
from lambda_policies.report.access.callers import sentence
from lambda_policies.report.access.text import few, level_words, no_role, read_from, why_unread
from lambda_policies.report.graph.model import Arrow, Band, Box, Column, Graph, Tone, worst
from lambda_policies.report.graph.tones import of_accounts, of_caller, of_row
from lambda_policies.report.order import Natural, natural
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.portraits import Portrait
    from lambda_policies.estate.access.role import RoleAccess
    from lambda_policies.estate.access.rulings import Ruling

NOBODY, NOTHING, RUNS_AS = "nobody whom this plan names", "nothing", "runs as"


@dataclass(slots=True)
class _Draft:
    """A band in the making: what is said twice is one box, and what leads twice to one box is one arrow."""

    numbers: count[int]
    own: str | None
    boxes: dict[tuple[Column, tuple[str, ...]], Box] = field(default_factory=dict)
    arrows: dict[tuple[int, int], Arrow] = field(default_factory=dict)

    def box(self, column: Column, lines: Iterable[str], tone: Tone = Tone.PLAIN) -> Box:
        key = column, tuple(lines)
        found = self.boxes.get(key) or Box(next(self.numbers), *key)
        self.boxes[key] = replace(found, tone=worst(iter((found.tone, tone))))
        return self.boxes[key]

    def arrow(self, source: Box, target: Box, grants: Iterable[str] = (), tone: Tone = Tone.PLAIN) -> None:
        key = source.number, target.number
        found = self.arrows.get(key) or Arrow(*key, ())
        told = tuple(dict.fromkeys((*found.grants, *grants)))
        self.arrows[key] = replace(found, grants=told, tone=worst(iter((found.tone, tone))))


def graph(
    name: str,
    found: Sequence[Portrait],
    invoking: Mapping[str, Sequence[Ruling]],
    notes: Sequence[str] = (),
    *,
    exposed: bool = False,
) -> Graph:
    """The graph of *found*. *invoking* has, by a function's address, the roles of the plan that may invoke it.

    With *exposed* only bands in which something stands out.
    """
    groups: dict[str, list[Portrait]] = {}
    for portrait in found:
        role = portrait.role
        key = portrait.function.address if isinstance(role, Unknown) else role.role.address
        groups.setdefault(key, []).append(portrait)
    numbers, order = count(), list(Tone)
    bands = [_band(key, group, invoking, numbers) for key, group in sorted(groups.items(), key=_natural)]
    kept = [band for band in bands if not exposed or band.tone is not Tone.PLAIN]
    hidden = len(found) - sum(len(band.of(Column.FUNCTION)) for band in kept)
    kept.sort(key=lambda band: order.index(band.tone))
    return Graph(name, tuple(kept), tuple(notes), hidden)


def _natural(item: tuple[str, object]) -> Natural:
    return natural(item[0])


def _band(key: str, group: Sequence[Portrait], invoking: Mapping[str, Sequence[Ruling]], numbers: count[int]) -> Band:
    first = group[0]
    draft = _Draft(numbers, first.function.estate.account)
    role = _role(draft, first)
    for portrait in group:
        address = portrait.function.address
        lines = dict.fromkeys((portrait.name, address))
        function = draft.box(Column.FUNCTION, lines)
        _callers(draft, portrait, invoking.get(address, ()), function)
        draft.arrow(function, role, (RUNS_AS,), role.tone)
    _reach(draft, first, role)
    title = first.name if len(group) == 1 else f"{len(group)} functions as {key}"
    return Band(title, tuple(draft.boxes.values()), tuple(draft.arrows.values()))


def _role(draft: _Draft, portrait: Portrait) -> Box:
    role = portrait.role
    if isinstance(role, Unknown):
        return draft.box(Column.ROLE, (no_role(portrait.function),), Tone.UNDECIDED)
    return draft.box(Column.ROLE, (role.role.address, *_under(role)))


def _under(role: RoleAccess) -> Iterator[str]:
    if role.ceilings:
        yield f"under {' and '.join(link.called for link in role.ceilings)}"


def _callers(draft: _Draft, portrait: Portrait, invoking: Sequence[Ruling], function: Box) -> None:
    for caller in portrait.callers:
        tone = of_caller(caller, draft.own)
        draft.arrow(draft.box(Column.CALLER, (sentence(caller),), tone), function, (caller.address,), tone)
    for source in portrait.sources:
        arn = read_from(source)
        tone = of_accounts((arn,), draft.own)
        box = draft.box(Column.CALLER, ("Lambda itself", f"with what it reads from {arn}"), tone)
        draft.arrow(box, function, (source.address,), tone)
    for ruling in invoking:
        tone = Tone.PLAIN if ruling.answer else Tone.UNDECIDED
        lines = (ruling.subject, "a role of this plan" if ruling.answer else "a role of this plan, perhaps")
        draft.arrow(draft.box(Column.CALLER, lines, tone), function, _granting(ruling), tone)
    if not portrait.callers and not portrait.sources and not invoking:
        draft.arrow(draft.box(Column.CALLER, (NOBODY,)), function)


def _granting(ruling: Ruling) -> tuple[str, ...]:
    return ruling.statements if ruling.answer else ruling.addresses


def _reach(draft: _Draft, portrait: Portrait, role: Box) -> None:
    found = tuple(rows(portrait.abilities))
    for row in found:
        tone = of_row(row, draft.own)
        draft.arrow(role, draft.box(Column.REACH, _row(row), tone), row.by, tone)
    for link in portrait.unread:
        lines = "not known", f"whatever it allows or denies: {why_unread(link.document)}"
        draft.arrow(role, draft.box(Column.REACH, lines, Tone.UNDECIDED), (link.called,), Tone.UNDECIDED)
    for policy, named in portrait.named_by:
        tone = Tone.PLAIN if named else Tone.UNDECIDED
        lines = policy.link.address, "by name" if named else "perhaps by name"
        draft.arrow(role, draft.box(Column.REACH, lines, tone), (policy.link.called,), tone)
    if isinstance(portrait.role, Unknown):
        draft.arrow(role, draft.box(Column.REACH, ("not known",), Tone.UNDECIDED), (), Tone.UNDECIDED)
    elif not (found or portrait.unread or portrait.named_by):
        draft.arrow(role, draft.box(Column.REACH, (NOTHING,)))


def _row(row: Row) -> Iterator[str]:
    service = "every service" if row.service == "*" else row.service
    yield f"{service}: {level_words(row, verbose=False)}"
    yield "on everything" if row.resources == ("*",) else f"on {few(row.resources, verbose=False)}"
    if row.conditions:
        yield f"only if {' and '.join(row.conditions)}"
