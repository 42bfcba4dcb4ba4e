"""The options that several commands share, and the layer that they make."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lambda_policies.errors import ConfigError
from lambda_policies.settings.layers import Layer, Written
from lambda_policies.settings.words import day, listed, quoted
from lambda_policies.verdicts import Effect, Severity


class Form(StrEnum):
    """How a command that is no check prints."""

    TEXT = "text"
    JSON = "json"


_NAMES = "Ids, slugs or family words, separated by commas or repeated."

Profile = Annotated[str | None, typer.Option("--profile", metavar="NAME", help="The shipped pack to decide with.")]
PackPath = Annotated[Path | None, typer.Option("--pack", metavar="PATH", help="A folder with your own pack.")]
Select = Annotated[list[str] | None, typer.Option("--select", metavar="NAMES", help=f"Only these guardrails. {_NAMES}")]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="NAMES", help=f"Not these guardrails. {_NAMES}")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A parameter, such as LP1203.minimum=30. Repeatable."),
]
FailOn = Annotated[
    Severity | None, typer.Option("--fail-on", help="Failing verdicts deny from this severity on, and warn below.")
]
OnUnknown = Annotated[Effect | None, typer.Option("--unknown", help="What an undecided verdict leads to.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Decide as on this day (2026-03-31).")]
SourceOf = Annotated[
    str | None,
    typer.Option("--source", metavar="auto|none|FOLDER", help="The Terraform source that findings show lines of."),
]
Isolated = Annotated[
    bool,
    typer.Option("--isolated", help="Look for no lp.toml, pyproject.toml, waivers.yaml or source beside the plan."),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Read this configuration instead of looking for one.")
]
Printed = Annotated[Form, typer.Option("--format", help="How to print.")]


def layer(  # noqa: PLR0913, PLR0917 - one argument per option
    profile: str | None = None,
    pack: Path | None = None,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    parameters: list[str] | None = None,
    fail_on: Severity | None = None,
    unknown: Effect | None = None,
    as_of: str | None = None,
    source: str | None = None,
) -> Layer:
    """What the flags say. Raises ConfigError."""
    said: dict[str, Any] = {
        "profile": profile,
        "pack": pack,
        "select": listed(select) if select else None,
        "ignore": listed(ignore) if ignore else None,
        "fail_on": fail_on,
        "unknown": unknown,
        "as_of": day(as_of, "--as-of") if as_of is not None else None,
        "source": source,
    }
    written = dict(_setting(each) for each in parameters or ())
    origins = {name: f"--{name.replace('_', '-')}" for name, value in said.items() if value is not None}
    origins |= {f"parameters.{name}": "--set" for name in written}
    return Layer(**said, parameters=written, origins=origins)


def _setting(text: str) -> tuple[str, Written]:
    """The two sides of ``KEY=VALUE``. Raises ConfigError."""
    key, equals, value = text.partition("=")
    if not equals:
        raise ConfigError(f"--set {quoted(text)} has no value.", "Write it as LP1203.minimum=30.")
    return key.strip(), Written(value.strip())
