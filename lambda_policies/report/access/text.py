"""Access for a person at a terminal: a paragraph for each function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from lambda_policies.estate.access.expansion import EVERY
from lambda_policies.report.access.abilities import Row, rows, stopped
from lambda_policies.report.access.callers import sentence
from lambda_policies.report.entry import ADDRESS, SENTENCE, WORD
from lambda_policies.report.escape import shown
from lambda_policies.report.lines import Ink, Paper, counted
from lambda_policies.values import Known, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.callers import Caller
    from lambda_policies.estate.access.portraits import Portrait
    from lambda_policies.estate.access.role import RoleAccess
    from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
    from lambda_policies.estate.models.function import Function

MANY = 6
NO_SCP = "No service control policy is in the plan or given with --scp; what one forbids is not taken away here."
OWN_ACCOUNT = "Whoever the function's own account allows lambda:InvokeFunction can invoke it too."


def render(name: str, found: Sequence[Portrait], notes: Sequence[str], paper: Paper, *, verbose: bool = False) -> str:
    """The portraits as text that ends with a newline. *name* is the plan's, *notes* are said of all of it."""
    first = shown(name, WORD)
    out = [f"{paper.paint(first, Ink.BOLD)}  {counted(len(found), 'function')}"]
    for note in notes:
        out += paper.wrap(shown(note, SENTENCE), 0, 2)
    for portrait in found:
        out += ["", *_portrait(portrait, paper, verbose=verbose)]
    return "\n".join(out) + "\n"


def _portrait(portrait: Portrait, paper: Paper, *, verbose: bool) -> Iterator[str]:
    name, address = shown(portrait.name, WORD), shown(portrait.function.address, ADDRESS)
    first, *rest = paper.flow([name, address] if name != address else [name], 0, gap="  ", hanging=2)
    yield paper.paint(name, Ink.BOLD) + first[len(name) :]
    yield from rest
    yield from ("", paper.paint("  Who can invoke it", Ink.BOLD))
    yield from _callers(portrait.callers, paper)
    for source in portrait.sources:
        yield from _line(f"Lambda, with what it reads from {read_from(source)}", source.address, paper)
    if isinstance(portrait.role, Unknown):
        yield from ("", *paper.wrap(no_role(portrait.function), 2, 2))
        return
    yield from ("", *_title(portrait.role, paper))
    yield from _abilities(portrait, paper, verbose=verbose)


def _callers(callers: Sequence[Caller], paper: Paper) -> Iterator[str]:
    if not callers:
        yield "    nobody whom this plan names"
    for caller in callers:
        yield from _line(sentence(caller), caller.address, paper, loud=caller.fenced is False)


def _line(said: str, address: str, paper: Paper, *, loud: bool = False) -> Iterator[str]:
    *lines, last = paper.wrap(shown(said, SENTENCE), 4, 2)
    marked = paper.right(last, shown(address, ADDRESS), Ink.FAINT)
    yield from (paper.paint(line, Ink.RED if loud else None) for line in lines)
    yield marked[0].replace(last, paper.paint(last, Ink.RED if loud else None), 1)
    yield from marked[1:]


def read_from(source: EventSourceMapping) -> str:
    """What an event source mapping reads: an ARN, or what names it."""
    match source.event_source_arn:
        case Known(arn, sensitive=False):
            return arn
        case Unknown(feeds=feeds) if feeds:
            return " and ".join(feeds)
    return "an event source"


def no_role(function: Function) -> str:
    """Why nothing is known of what a function can do."""
    match function.role_arn:
        case Known(arn, sensitive=False):
            return f"Its role {shown(arn, ADDRESS)} is not in this plan: what it can do is not known."
    return "Which role it runs as is known only after apply."


def _title(role: RoleAccess, paper: Paper) -> list[str]:
    under = [link.called for link in role.ceilings]
    said = f"What it can do, as {role.role.address}" + (f", under {' and '.join(under)}" if under else "")
    first, *rest = paper.wrap(shown(said, SENTENCE), 2, 2)
    return [paper.paint(first, Ink.BOLD), *(paper.paint(line, Ink.BOLD) for line in rest)]


def _abilities(portrait: Portrait, paper: Paper, *, verbose: bool) -> Iterator[str]:
    found = tuple(rows(portrait.abilities))
    if not found and not portrait.unread:
        yield "    nothing"
    widest = max((len(row.service) for row in found), default=0)
    for row in found:
        yield from _row(row, min(widest, WORD), paper, verbose=verbose)
    for link in portrait.unread:
        what = f"whatever {link.called} allows or denies, which is {why_unread(link.document)}"
        yield from paper.wrap(shown(what, SENTENCE), 4, 2)
    for policy, named in portrait.named_by:
        said = f"{'what' if named else 'perhaps what'} {policy.link.address} allows it by name"
        yield from paper.wrap(shown(said, SENTENCE), 4, 2)
    for said in stopped(portrait.abilities):
        yield from paper.wrap(f"stopped: {shown(said, SENTENCE)}", 4, 2)


def why_unread(document: object) -> str:
    """Why nothing is known of a policy document."""
    if isinstance(document, Unknown) and document.feeds:
        return f"known only after apply: it depends on {' and '.join(document.feeds)}"
    if isinstance(document, Unknown) and document.reason.value == "outside":
        return "not in this plan"
    return "known only after apply" if isinstance(document, Unknown) else "perhaps another role's"


def _row(row: Row, width: int, paper: Paper, *, verbose: bool) -> Iterator[str]:
    service = "every service" if row.service == "*" else row.service
    indent = 4 + max(width, len(service)) + 2
    lines = paper.wrap(level_words(row, verbose=verbose), indent)
    head = f"    {shown(service, WORD).ljust(max(width, len(service)))}  "
    yield head + shown(lines[0][indent:], SENTENCE)
    yield from (shown(line, SENTENCE) for line in lines[1:])
    on = "on everything" if row.resources == ("*",) else f"on {few(row.resources, verbose=verbose)}"
    yield from paper.wrap(shown(on, SENTENCE), indent, 3)
    for condition in row.conditions:
        yield from paper.wrap(shown(f"only if {condition}", SENTENCE), indent, 3)
    if not row.sure:
        yield from paper.wrap("perhaps: what else decides is known only after apply", indent, 3)
    if verbose:
        for by in row.by:
            yield from paper.wrap(shown(f"by {by}", SENTENCE), indent, 3)


def level_words(row: Row, *, verbose: bool) -> str:
    """The actions of a row by level of access: ``write: PutItem; read: GetItem``."""
    if all(patterns == (EVERY,) for _, patterns in row.levels) and row.is_whole:
        return "everything"
    return "; ".join(f"{level}: {few(patterns, verbose=verbose)}" for level, patterns in row.levels)


def few(texts: Iterable[str], *, verbose: bool) -> str:
    """The first of many texts and how many more there are; ``all`` where it is the pattern for everything."""
    listed = list(texts)
    if listed == ["*"]:
        return "all"
    kept = listed if verbose or len(listed) <= MANY + 1 else listed[:MANY]
    more = "" if len(kept) == len(listed) else f" and {len(listed) - len(kept)} more"
    return ", ".join(kept) + more
