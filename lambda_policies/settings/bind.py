"""What holds, bound to the guardrails of a pack: names become ids, parameters get their types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lambda_policies.errors import ConfigError
from lambda_policies.settings.layers import Layer, Written
from lambda_policies.settings.names import Named, one
from lambda_policies.settings.words import quoted
from lambda_policies.suggest import did_you_mean
from lambda_policies.verdicts import Effect

_TRUTH = {"true": True, "false": False}


class Parameter(Protocol):
    """What can be set for a guardrail, seen from this room."""

    @property
    def name(self) -> str:
        """Such as minimum."""

    @property
    def default(self) -> Any:
        """Its type is the parameter's; None where there is none."""

    @property
    def about(self) -> str:
        """A sentence."""


class Adjustable(Named, Protocol):
    """A guardrail and what can be set for it."""

    @property
    def parameters(self) -> Sequence[Parameter]:
        """All of them."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Parameters and effects by guardrail id."""

    parameters: Mapping[str, Mapping[str, Any]]
    effects: Mapping[str, Effect]


def bind(held: Layer, known: Sequence[Adjustable]) -> Bound:
    """Settle every name against the guardrails of the pack. Raises ConfigError for one that means nothing."""
    return Bound(
        parameters=_parameters(held, known),
        effects={
            one(name, known, held.origins.get(f"effects.{name}", "effects")).id: effect
            for name, effect in held.effects.items()
        },
    )


def _parameters(held: Layer, known: Sequence[Adjustable]) -> dict[str, dict[str, Any]]:
    """The parameters by guardrail id and name."""
    result: dict[str, dict[str, Any]] = {}
    for name, value in held.parameters.items():
        origin = held.origins.get(f"parameters.{name}", "parameters")
        word, _, key = name.partition(".")
        if not key:
            raise ConfigError(f"{quoted(name)} is not a parameter ({origin}).", "Write it as LP1203.minimum.")
        guardrail = one(word, known, origin)
        parameter = _parameter(key, guardrail.parameters, guardrail.id, origin)
        result.setdefault(guardrail.id, {})[key] = _typed(value, parameter, f"{guardrail.id}.{key}", origin)
    return result


def _parameter(key: str, parameters: Sequence[Parameter], identity: str, origin: str) -> Parameter:
    """The parameter of this name. Raises ConfigError."""
    for each in parameters:
        if each.name == key:
            return each
    names = [each.name for each in parameters]
    sentence = f"{identity} has no parameter {quoted(key)} ({origin})."
    raise ConfigError(sentence, did_you_mean(key, names) or f"`lp explain {identity}` shows what can be set.")


def _typed(value: Any, parameter: Parameter, name: str, origin: str) -> Any:
    """The value in the type of the parameter's default. Raises ConfigError."""
    settled = _from_text(value.text, parameter.default) if isinstance(value, Written) else value
    if not fits(settled, parameter.default):
        kind = kind_of(parameter.default)
        raise ConfigError(f"{name} takes {kind} ({origin}).", f"{parameter.about} The default is {parameter.default}.")
    return settled


def _from_text(text: str, default: Any) -> Any:
    """What a flag's text means where the default has this type; text that means nothing stays text."""
    if isinstance(default, bool):
        return _TRUTH.get(text, text)
    if isinstance(default, list | tuple | frozenset):
        return [each.strip() for each in text.split(",") if each.strip()]
    if isinstance(default, str):
        return text
    try:
        return float(text) if isinstance(default, float) else int(text)
    except ValueError:
        return text


def fits(value: Any, default: Any) -> bool:
    """Whether a value has the type of the default; without a default every value does."""
    if default is None:
        return True
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    if isinstance(default, list | tuple | frozenset):
        return isinstance(value, list)
    return isinstance(value, type(default))


def kind_of(default: Any) -> str:
    """The words for the type of a default."""
    if isinstance(default, bool):
        return "true or false"
    if isinstance(default, int):
        return "a whole number"
    if isinstance(default, float):
        return "a number"
    return "a text" if isinstance(default, str) else "a list"
