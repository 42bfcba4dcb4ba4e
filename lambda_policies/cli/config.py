"""``lp config``: what holds for a plan, and where each setting comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec.structs import asdict

from lambda_policies.cli import console, options
from lambda_policies.settings.layers import Layer, Written

if TYPE_CHECKING:
    from lambda_policies.resolved import Resolved

Plan = Annotated[str, typer.Argument(metavar="[PLAN]", help="The plan, or its folder.")]

UNSET = {
    "profile": "baseline",
    "pack": "a shipped pack",
    "select": "all guardrails",
    "ignore": "none",
    "fail_on": "each guardrail's own effect",
    "unknown": "by severity and reason",
    "as_of": "today",
    "source": "auto",
    "accounts": "what the plan says",
    "organizations": "none",
    "trusted_accounts": "none",
    "layer_publishers": "none",
    "outputs": "none",
}
"""What holds for a setting that nobody makes."""


@options.settled
def config(
    *,
    plan: Plan = ".",
    flags: options.Flags,
    isolated: options.Isolated = False,
    file: options.ConfigFile = None,
) -> None:
    """Show what holds for a plan, and why. Flags come before the environment, the file and the pack."""
    from lambda_policies.cli.resolve import resolve, waivers_file

    folder = Path(plan) if Path(plan).is_dir() else Path(plan).parent
    found = resolve(flags(), [folder], isolated=isolated, config=file)
    accepted = waivers_file([folder], isolated=isolated, named=None)
    rows = [("configuration", str(found.file or "none"), ""), ("waivers", str(accepted or "none"), ""), *_rows(found)]
    console.emit(_aligned(rows))


def _aligned(rows: list[tuple[str, str, str]]) -> str:
    """Three columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return "".join(f"{name:{widths[0]}}  {value:{widths[1]}}  {told}".rstrip() + "\n" for name, value, told in rows)


def _rows(found: Resolved) -> Iterator[tuple[str, str, str]]:
    """Name, value and origin of every setting."""
    from lambda_policies.plan.limits import Limits

    held = found.held
    unsaid = UNSET | {name: str(bound) for name, bound in asdict(Limits()).items()}
    if held.pack:
        unsaid["profile"] = "none"
    for name, unset in unsaid.items():
        value = getattr(held, name)
        yield name, unset if value is None else _shown(value), held.origins.get(name, "default")
    yield from (_member(held, "parameters", name, value) for name, value in held.parameters.items())
    yield from (_member(held, "effects", name, value) for name, value in held.effects.items())
    yield from _pack(found)


def _pack(found: Resolved) -> Iterator[tuple[str, str, str]]:
    """What the pack sets and nothing stronger does."""
    told = f"pack {found.pack.name}"
    for identity, parameters in found.pack.parameters.items():
        stronger = found.bound.parameters.get(identity, {})
        yield from (
            (f"parameters.{identity}.{name}", _shown(value), told)
            for name, value in parameters.items()
            if name not in stronger
        )
    for identity, effect in found.pack.effects.items():
        if effect and identity not in found.bound.effects:
            yield f"effects.{identity}", effect.value, told


def _member(held: Layer, table: str, name: str, value: Any) -> tuple[str, str, str]:
    """One parameter or effect."""
    full = f"{table}.{name}"
    return full, _shown(value), held.origins[full]


def _shown(value: Any) -> str:
    """A value as a person would write it."""
    if isinstance(value, Written):
        return value.text
    if isinstance(value, tuple | list):
        return ", ".join("=".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in value)
    return str(value)
