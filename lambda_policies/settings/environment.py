"""The layer that environment variables make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lambda_policies.settings.layers import Layer
from lambda_policies.settings.words import count, day, listed, word
from lambda_policies.verdicts import Effect, Severity

READERS: Mapping[str, Callable[[str, str], Any]] = {
    "profile": lambda text, _: text,
    "pack": lambda text, _: Path(text),
    "select": lambda text, _: listed([text]),
    "ignore": lambda text, _: listed([text]),
    "fail_on": lambda text, told: word(Severity, text, told),
    "unknown": lambda text, told: word(Effect, text, told),
    "as_of": day,
    "source": lambda text, _: text,
    "max_bytes": count,
    "max_depth": count,
    "max_changes": count,
}
"""The settings that a variable can make, and how its text is read. The variable is ``LP_`` and the name in capitals."""


def layer(environ: Mapping[str, str]) -> Layer:
    """What the variables say; an empty one says nothing. Raises ConfigError."""
    variables = {name: f"LP_{name.upper()}" for name in READERS}
    told = {name: variable for name, variable in variables.items() if environ.get(variable)}
    said = {name: READERS[name](environ[variable], variable) for name, variable in told.items()}
    return Layer(**said, origins=told)
