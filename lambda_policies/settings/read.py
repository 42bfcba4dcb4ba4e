"""The layer that ``lp.toml`` or ``[tool.lp]`` makes: found, parsed, and refused where anything in it is not meant."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lambda_policies.errors import ConfigError
from lambda_policies.settings.layers import BOUNDS, Layer
from lambda_policies.settings.locate import CONFIG, PYPROJECT, upward
from lambda_policies.settings.words import quoted
from lambda_policies.verdicts import Effect, Severity

if TYPE_CHECKING:
    from lambda_policies.settings.model import File

_CONTEXT = ("accounts", "organizations", "trusted_accounts", "layer_publishers")
_NAMES = ("profile", "pack", "select", "ignore", "fail_on", "unknown", *BOUNDS)


def find(folder: Path) -> Path | None:
    """The nearest ``lp.toml``, or ``pyproject.toml`` that has a table ``[tool.lp]``. Raises ConfigError."""
    for each in upward(folder):
        if (each / CONFIG).is_file():
            return each / CONFIG
        if (each / PYPROJECT).is_file() and _table(each / PYPROJECT) is not None:
            return each / PYPROJECT
    return None


def layer(path: Path) -> Layer:
    """What a configuration file says. Raises ConfigError."""
    table = _table(path)
    if table is None:
        raise ConfigError(f"{path} has no table [tool.lp].", "Add the table, or name another file.")
    file = _validated(table, path)
    folder = path.resolve().parent
    parameters = dict(_flat(file.parameters))
    return Layer(
        profile=file.profile,
        pack=folder / file.pack if file.pack is not None else None,
        select=_tuple(file.select),
        ignore=_tuple(file.ignore),
        fail_on=Severity(file.fail_on) if file.fail_on else None,
        unknown=Effect(file.unknown) if file.unknown else None,
        accounts=_tuple(file.context.accounts),
        organizations=_tuple(file.context.organizations),
        trusted_accounts=_tuple(file.context.trusted_accounts),
        layer_publishers=_tuple(file.context.layer_publishers),
        max_bytes=file.max_bytes,
        max_depth=file.max_depth,
        max_changes=file.max_changes,
        outputs=tuple((name, _inside(folder, target, path)) for name, target in file.outputs.items()) or None,
        parameters=parameters,
        effects={name: Effect(each) for name, each in file.effects.items()},
        origins=dict(_origins(file, path, parameters)),
    )


def _table(path: Path) -> dict[str, Any] | None:
    """The settings in a file as TOML has them; None where a ``pyproject.toml`` has none. Raises ConfigError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        sentence = f"{path} is not valid TOML: {error}."
        raise ConfigError(sentence, "`lp config` shows which file is read.") from None
    if path.name != PYPROJECT:
        return document
    table = document.get("tool", {}).get("lp")
    if not isinstance(table, dict | None):
        raise ConfigError(f"{path}: tool.lp is not a table.", "Write [tool.lp] and the settings below it.")
    return table


def _validated(table: dict[str, Any], path: Path) -> File:
    """The table as a model. Raises ConfigError for the first thing in it that is wrong."""
    from pydantic import ValidationError

    from lambda_policies.settings.complaints import explained
    from lambda_policies.settings.model import File

    try:
        return File.model_validate(table)
    except ValidationError as error:
        raise explained(error, path) from None


def _flat(parameters: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Parameters with their full names, ``LP1203.minimum``, from either way of writing them."""
    for name, each in parameters.items():
        if isinstance(each, dict):
            yield from ((f"{name}.{key}", value) for key, value in each.items())
        else:
            yield name, each


def _tuple(words: list[str] | None) -> tuple[str, ...] | None:
    """A list that nobody can change any more."""
    return None if words is None else tuple(words)


def _inside(folder: Path, target: str, path: Path) -> Path:
    """Where a report goes. A reviewed repository may not write outside itself. Raises ConfigError."""
    place = (folder / target).resolve()
    if not place.is_relative_to(folder):
        sentence = f"{path}: the output {quoted(target)} is outside the folder of this file."
        raise ConfigError(sentence, "Name a file inside it, or use --output.")
    return place


def _origins(file: File, path: Path, parameters: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Which settings this file makes, each with the words that say so."""
    told = str(path)
    yield from ((name, told) for name in _NAMES if getattr(file, name) is not None)
    yield from ((name, told) for name in _CONTEXT if getattr(file.context, name) is not None)
    yield from ((f"parameters.{name}", told) for name in parameters)
    yield from ((f"effects.{name}", told) for name in file.effects)
    if file.outputs:
        yield "outputs", told
