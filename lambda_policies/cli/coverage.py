"""``lp coverage``: what the source documents ask for, and how much of it the guardrails decide."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lambda_policies.cli import console, options
from lambda_policies.cli.options import Form

if TYPE_CHECKING:
    from collections import Counter

    from lambda_policies.coverage import Coverage, Statement
    from lambda_policies.report.lines import Paper

Document = Annotated[
    str | None, typer.Option("--document", metavar="NAME", help="Only this document, statement by statement.")
]


def coverage(*, document: Document = None, form: options.Printed = Form.TEXT) -> None:
    """Show how much of the source documents the guardrails decide."""
    from lambda_policies import packs
    from lambda_policies.coverage import statements
    from lambda_policies.report.lines import paper

    existing = frozenset(guardrail.id for guardrail in packs.catalogue())
    name = _name(document) if document is not None else None
    chosen = [each for each in statements() if name in {None, each.document}]
    if form is Form.JSON:
        console.emit(json.dumps(_whole(chosen, existing), indent=2, ensure_ascii=False) + "\n")
        return
    page = paper(console.width(), colour=console.colour())
    lines = list(_table(chosen, existing))
    lines += _listed(chosen, existing, page) if name else ["", "lp coverage --document NAME shows its statements."]
    console.emit("\n".join(lines) + "\n")


def _name(word: str) -> str:
    """The document with this name. Raises ConfigError, with the nearest name."""
    from lambda_policies.coverage import documents
    from lambda_policies.errors import ConfigError
    from lambda_policies.settings.words import quoted
    from lambda_policies.suggest import did_you_mean

    known = {each.casefold(): each for each in documents()}
    found = known.get(word.casefold().removesuffix(".md"))
    if found is None:
        hint = did_you_mean(word, known) or f"There are {', '.join(known)}."
        raise ConfigError(f"There is no document {quoted(word)} (--document).", hint)
    return found


def _whole(chosen: Sequence[Statement], existing: AbstractSet[str]) -> dict[str, Any]:
    """Numbers and statements, for machines."""
    from lambda_policies.coverage import shares

    return {
        "documents": [{"document": name, **_numbers(counted)} for name, counted in shares(chosen, existing).items()],
        "statements": [
            {
                "document": each.document,
                "section": each.section,
                "line": each.line,
                "about": each.about,
                "coverage": each.covered(existing).value,
                **_ids(each, existing),
                "outside": each.outside,
            }
            for each in chosen
        ],
    }


def _ids(statement: Statement, existing: AbstractSet[str]) -> dict[str, list[str]]:
    """The guardrails that exist, those that the statement needs besides, and those that decide something near it."""
    return {
        "guardrails": [one for one in statement.guardrails if one in existing],
        "planned": [one for one in statement.guardrails if one not in existing],
        "beside": [one for one in statement.beside if one in existing],
    }


def _numbers(counted: Counter[Coverage]) -> Mapping[str, int]:
    """One number for each way of being covered, and their sum."""
    from lambda_policies.coverage import Coverage

    return {**{each.value: counted[each] for each in Coverage}, "all": counted.total()}


def _table(chosen: Sequence[Statement], existing: AbstractSet[str]) -> Iterator[str]:
    """One row for each document, and their sum where there are several."""
    from collections import Counter

    from lambda_policies.coverage import shares

    rows = {name: _numbers(counted) for name, counted in shares(chosen, existing).items()}
    if len(rows) > 1:
        rows["all"] = _numbers(Counter(each.covered(existing) for each in chosen))
    widest = max(map(len, rows))
    columns = next(iter(rows.values()))
    yield "  ".join(["document".ljust(widest), *columns])
    for name, numbers in rows.items():
        yield "  ".join([name.ljust(widest), *(str(number).rjust(len(head)) for head, number in numbers.items())])


def _listed(chosen: Sequence[Statement], existing: AbstractSet[str], page: Paper) -> Iterator[str]:
    """Each statement under its section: line, coverage, what it is about, and who decides it."""
    from lambda_policies.report.lines import Ink

    section = ""
    for each in chosen:
        if each.section != section:
            section = each.section
            yield from ("", page.paint(section, Ink.BOLD))
        yield from page.right(f"  {each.line}: {each.about}", each.covered(existing).value, Ink.FAINT)
        for name, ids in _ids(each, existing).items():
            if ids:
                yield from page.wrap(" ".join(ids if name == "guardrails" else [f"{name}:", *ids]), 6)
        yield from page.wrap(each.outside or "", 6)
