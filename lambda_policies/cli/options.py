"""The options that several commands share, and the layer that they make."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial, wraps
from inspect import Signature, signature
from pathlib import Path
from typing import Annotated, Any, TypeAlias

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
    typer.Option(
        "--source",
        metavar="auto|none|FOLDER|ARCHIVE",
        help="The Terraform source: lines, and what the plan leaves open.",
    ),
]
Isolated = Annotated[
    bool,
    typer.Option("--isolated", help="Look for no lp.toml, pyproject.toml, waivers.yaml or source beside the plan."),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Read this configuration instead of looking for one.")
]
Flags: TypeAlias = Callable[[], Layer]
Printed = Annotated[Form, typer.Option("--format", help="How to print.")]


def settled(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes ``flags`` the option of every setting in their place.

    ``flags`` is then a function without arguments: it gives the layer that the options make, or raises ConfigError.
    """
    own, settings = (signature(each, eval_str=True).parameters for each in (command, layer))
    together = [each for name, one in own.items() for each in (settings.values() if name == "flags" else (one,))]

    @wraps(command)
    def run(**given: Any) -> None:
        flags = partial(layer, **{name: given.pop(name) for name in settings})
        command(**given, flags=flags)

    run.__signature__ = Signature(together)  # type: ignore[attr-defined]  # typer reads it
    run.__annotations__ = {each.name: each.annotation for each in together}
    return run


def layer(  # noqa: PLR0913 - one argument per option
    *,
    select: Select = None,
    ignore: Ignore = None,
    profile: Profile = None,
    pack: PackPath = None,
    parameters: Set = None,
    fail_on: FailOn = None,
    unknown: OnUnknown = None,
    as_of: AsOf = None,
    source: SourceOf = None,
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
