"""``lp graph``: who can invoke which function and what it can reach, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lambda_policies.cli import console
from lambda_policies.cli.options import Isolated
from lambda_policies.errors import ConfigError

if TYPE_CHECKING:
    from lambda_policies.cli.access_plan import Reading
    from lambda_policies.report.graph.model import Graph


class Drawing(StrEnum):
    """What a graph is written as; each is a module of ``report.graph``."""

    MERMAID = "mermaid"
    SVG = "svg"
    HTML = "html"
    DOT = "dot"


LAID_OUT = {Drawing.SVG, Drawing.HTML}

Plan = Annotated[str, typer.Argument(metavar="PLAN", help="A file of `terraform show -json`; - for stdin.")]
Functions = Annotated[
    list[str] | None, typer.Argument(metavar="[FUNCTION]...", help="Names or addresses of functions; all without.")
]
As = Annotated[Drawing, typer.Option("--format", help="What to write on standard output.")]
Exposed = Annotated[bool, typer.Option("--exposed", help="Only where something stands out.")]
Scps = Annotated[
    list[Path] | None, typer.Option("--scp", metavar="FILE", help="A service control policy that holds. Repeatable.")
]
Chdir = Annotated[
    Path | None, typer.Option("--chdir", metavar="FOLDER", help="Where `terraform show` reads a plan of -out.")
]


def graph(  # noqa: PLR0913 - one parameter per option
    *,
    plan: Plan,
    functions: Functions = None,
    drawing: As = Drawing.MERMAID,
    exposed: Exposed = False,
    scps: Scps = None,
    chdir: Chdir = None,
    isolated: Isolated = False,
) -> None:
    """Draw who can invoke which function and what it can reach, each arrow with what grants it."""
    if drawing in LAID_OUT and find_spec("fast_sugiyama") is None:
        sentence = f"`lp graph --format {drawing}` needs a package that is not installed: fast-sugiyama."
        raise ConfigError(sentence, "pip install 'lambda-policies[graph]', or use --format mermaid or dot.")
    from lambda_policies.cli.access_plan import Reading
    from lambda_policies.plan.limits import collector_off

    with collector_off():
        picture = drawn(Reading(plan, tuple(scps or ()), chdir, isolated), functions or (), exposed=exposed)
        text = import_module(f"lambda_policies.report.graph.{drawing}").render(picture)
    console.emit(text)
    if drawing is Drawing.MERMAID:
        _warn(picture, text)


def _warn(picture: Graph, text: str) -> None:
    from lambda_policies.report.graph import mermaid

    if not mermaid.fits(picture, text):
        sentence = f"Mermaid draws at most {mermaid.LETTERS:,} characters and {mermaid.ARROWS} arrows; this is more."
        console.complain(sentence, "Name functions, add --exposed, or use --format html, svg or dot.")


def drawn(reading: Reading, wanted: Sequence[str] = (), *, exposed: bool = False) -> Graph:
    """The graph of the functions that are *wanted*, or of all. Raises LpError."""
    from lambda_policies.cli.access_plan import functions, read
    from lambda_policies.estate.access.invokers import invoking_roles
    from lambda_policies.estate.access.portraits import portraits
    from lambda_policies.report.access.text import NO_SCP, OWN_ACCOUNT
    from lambda_policies.report.graph.drawn import graph as draw

    name, access = read(reading)
    chosen = dict.fromkeys(one for each in wanted or (None,) for one in functions(access, each))
    invoking = {one.address: tuple(invoking_roles(access, one)) for one in chosen}
    notes = (*(() if access.scps else (NO_SCP,)), OWN_ACCOUNT)
    return draw(name, tuple(portraits(access, chosen)), invoking, notes, exposed=exposed)
