"""What a plan changes in access, for a person: a plus for what is new, a minus for what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lambda_policies.report.access.abilities import Row, rows
from lambda_policies.report.access.callers import sentence
from lambda_policies.report.access.text import few, level_words, no_role
from lambda_policies.report.entry import ADDRESS, SENTENCE, WORD
from lambda_policies.report.escape import shown
from lambda_policies.report.lines import Ink, Paper

if TYPE_CHECKING:
    from lambda_policies.estate.access.changes import Change, Grown

NOTHING = "Nothing changes in who can invoke the functions, or in what they can do."


def render(name: str, found: Sequence[Change], notes: Sequence[str], paper: Paper, *, verbose: bool = False) -> str:
    """The changes as text that ends with a newline."""
    out = [f"{paper.paint(shown(name, WORD), Ink.BOLD)}  {_counted(found)}"]
    for note in notes:
        out += paper.wrap(shown(note, SENTENCE), 0, 2)
    for change in found:
        out += ["", *_change(change, paper, verbose=verbose)]
    return "\n".join(out) + "\n"


def _counted(found: Sequence[Change]) -> str:
    if not found:
        return NOTHING
    wider = sum(change.adds is True for change in found)
    open_ = sum(change.adds is None for change in found)
    parts = [f"access grows for {wider}"] if wider else []
    parts += [f"is open for {open_}"] if open_ else []
    rest = len(found) - wider - open_
    parts += [f"shrinks for {rest}"] if rest else []
    return f"{', '.join(parts)} of {len(found)} functions that change" if len(found) > 1 else _alone(found[0])


def _alone(change: Change) -> str:
    word = {True: "grows", None: "may grow", False: "shrinks"}[change.adds]
    return f"access {word} for one function"


def _change(change: Change, paper: Paper, *, verbose: bool) -> Iterator[str]:
    fate = "  new" if change.created else "  removed" if change.gone else ""
    yield paper.paint(shown(change.function.address, ADDRESS), Ink.BOLD) + fate
    for callers, mark in ((change.callers, "+"), (change.callers_gone, "-")):
        for caller in callers:
            said = f"{sentence(caller)} {'can' if mark == '+' else 'can no longer'} invoke it ({caller.address})"
            yield from _marked(mark, said, paper)
    for grown, mark in ((change.added, "+"), (change.removed, "-")):
        yield from _abilities(mark, grown, paper, verbose=verbose)
    if change.open_role is not None:
        yield from _marked("?", no_role(change.function), paper)
    for link in change.open_links:
        yield from _marked("?", f"What {link.called} allows is not known, so what it can do may change.", paper)


def _abilities(mark: str, grown: Sequence[Grown], paper: Paper, *, verbose: bool) -> Iterator[str]:
    for row in rows(one.ability for one in grown):
        yield from _marked(mark, _row(row, verbose=verbose), paper)
    for one in grown if verbose else ():
        if one.request is not None:
            yield from paper.wrap(shown(f"such as {one.request.action} on {one.request.resource}", SENTENCE), 4, 2)


def _row(row: Row, *, verbose: bool) -> str:
    on = "everything" if row.resources == ("*",) else few(row.resources, verbose=verbose)
    conditions = "".join(f", only if {condition}" for condition in row.conditions)
    service = "every service" if row.service == "*" else row.service
    return f"{service} {level_words(row, verbose=verbose)}, on {on}{conditions} ({', '.join(row.by)})"


def _marked(mark: str, said: str, paper: Paper) -> Iterator[str]:
    first, *rest = paper.wrap(shown(said, SENTENCE), 4)
    ink = {"+": Ink.RED, "-": Ink.GREEN}.get(mark, Ink.YELLOW)
    yield f"  {paper.paint(mark, ink)} {first[4:]}"
    yield from rest
