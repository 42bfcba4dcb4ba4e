"""``lp explain``: one guardrail, told in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lambda_policies.cli import console, options

if TYPE_CHECKING:
    from lambda_policies.guardrails.base import Example, Guardrail
    from lambda_policies.report.lines import Paper

Name = Annotated[str, typer.Argument(metavar="GUARDRAIL", help="An id such as LP203, or a slug.")]


def explain(*, name: Name, pack: options.PackPath = None) -> None:
    """Tell one guardrail in full: why it exists, who asks for it, how to satisfy it, what passes and what fails."""
    from lambda_policies.report.lines import paper
    from lambda_policies.settings.names import one

    guardrail = one(name, _known(pack), "lp explain")
    page = paper(console.width(), colour=console.colour())
    console.emit("\n".join(_page(guardrail, page)) + "\n")


def _known(pack: Path | None) -> tuple[Guardrail[Any], ...]:
    """Every guardrail that is shipped, or those of a folder."""
    from lambda_policies import packs

    return packs.load(None, pack).guardrails if pack else packs.catalogue()


def _page(guardrail: Guardrail[Any], page: Paper) -> Iterator[str]:
    """All there is to say, section by section."""
    from lambda_policies.report.lines import Ink

    yield page.paint(f"{guardrail.id} {guardrail.slug}", Ink.BOLD) + f"  ({guardrail.severity})"
    yield from page.wrap(guardrail.title, 0)
    if guardrail.applies:
        yield from page.wrap(f"Applies to: {guardrail.applies}", 0)
    sections = (
        ("Why", page.wrap(guardrail.why, 2)),
        ("Fix", [*page.wrap(guardrail.fix, 2), *_indented(guardrail.fix_hcl)]),
        ("Parameters", _parameters(guardrail, page)),
        ("Asked for by", [f"  {each.document}: {each.section}" for each in guardrail.documents]),
        ("Elsewhere called", page.wrap(", ".join(guardrail.peers), 2)),
        ("Examples", _examples(guardrail.examples)),
    )
    for title, lines in sections:
        if lines:
            yield from ("", page.paint(title, Ink.BOLD), *lines)


def _indented(hcl: str) -> list[str]:
    """A block of HCL under a sentence."""
    return ["", *(f"    {line}".rstrip() for line in hcl.strip().splitlines())] if hcl.strip() else []


def _parameters(guardrail: Guardrail[Any], page: Paper) -> list[str]:
    """What can be set, with its default and how to set it."""
    lines: list[str] = []
    for each in guardrail.parameters:
        default = ",".join(str(one) for one in each.default) if isinstance(each.default, list | tuple) else each.default
        lines += [f"  --set {guardrail.id}.{each.name}={default}", *page.wrap(each.about, 6)]
    return lines


def _examples(examples: Iterable[Example]) -> list[str]:
    """Each example with its outcome, as HCL."""
    from lambda_policies.examples import hcl_of

    lines: list[str] = []
    for example in examples:
        lines += ["", f"  {example.outcome}: {example.name}"]
        if example.before:
            lines += ["", "    # before the plan", *_indented(hcl_of(example.before))[1:], "", "    # after it"]
        lines += _indented(hcl_of(example.resources))[bool(example.before) :]
    return lines[1:]
