"""One layer for each place a setting can come from, and what holds when they are stacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from lambda_policies.errors import ConfigError
from lambda_policies.verdicts import Effect, Severity


@dataclass(frozen=True, slots=True)
class Written:
    """A value as text from a flag: it takes its type from the parameter that it is for."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one place says; None where it says nothing.

    ``parameters`` maps ``LP1203.minimum`` (or the slug) to a value or to ``Written`` text. ``origins`` maps the name
    of a setting, or of one member of ``parameters`` and ``effects``, to the words that say where it was set.
    """

    profile: str | None = None
    pack: Path | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: Severity | None = None
    unknown: Effect | None = None
    as_of: date | None = None
    source: str | None = None
    accounts: tuple[str, ...] | None = None
    organizations: tuple[str, ...] | None = None
    trusted_accounts: tuple[str, ...] | None = None
    layer_publishers: tuple[str, ...] | None = None
    max_bytes: int | None = None
    max_depth: int | None = None
    max_changes: int | None = None
    outputs: tuple[tuple[str, Path], ...] | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)


BOUNDS = ("max_bytes", "max_depth", "max_changes")
"""The settings that bound what a plan may cost."""

_STACKED = frozenset({"profile", "pack", "parameters", "effects", "origins"})
_SINGLE = tuple(each.name for each in fields(Layer) if each.name not in _STACKED)


def merge(layers: Sequence[Layer]) -> Layer:
    """Stack layers, strongest first: members of ``parameters`` and ``effects`` one by one, the rest whole.

    ``profile`` and ``pack`` answer one question, so the strongest layer that names either decides both.
    Raises ConfigError where one layer names both.
    """
    held = Layer()
    for layer in reversed(layers):
        held = _over(layer, held)
    return held


def _over(upper: Layer, lower: Layer) -> Layer:
    """Put one layer on top of what holds below it."""
    said = {name: getattr(upper, name) for name in _SINGLE if getattr(upper, name) is not None}
    which = _pack_of(upper)
    return replace(
        lower,
        **said,
        **which,
        parameters=_last(lower.parameters, upper.parameters),
        effects=_last(lower.effects, upper.effects),
        origins={**{name: told for name, told in lower.origins.items() if name not in which}, **upper.origins},
    )


def _last(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """Both, the upper behind the lower: an id and a slug may name one thing, and the last word about it holds."""
    return {**{name: value for name, value in lower.items() if name not in upper}, **upper}


def _pack_of(layer: Layer) -> dict[str, Any]:
    """Both names of the pack, where the layer names one of them."""
    if layer.profile is not None and layer.pack is not None:
        told = " and ".join(layer.origins.get(name, name) for name in ("profile", "pack"))
        sentence = f"A profile and a pack are both named ({told}): a profile is a short name for a shipped pack."
        raise ConfigError(sentence, "Keep one of them.")
    if layer.profile is None and layer.pack is None:
        return {}
    return {"profile": layer.profile, "pack": layer.pack}
