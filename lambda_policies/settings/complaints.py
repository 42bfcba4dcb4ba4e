"""Pydantic's complaints about a configuration file as sentences with the way out. No value is repeated."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeGuard, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lambda_policies.errors import ConfigError
from lambda_policies.settings.model import File
from lambda_policies.settings.words import quoted
from lambda_policies.suggest import did_you_mean


def explained(error: ValidationError, path: Path, model: type[BaseModel] = File) -> ConfigError:
    """The first complaint about a file that should hold *model*, as a sentence."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        sentence = f"{path}: there is no setting {quoted(where)}."
        return ConfigError(sentence, did_you_mean(str(first["loc"][-1]), _siblings(first["loc"], model)))
    return ConfigError(
        f"{path}: {quoted(where)} is not right: {first['msg'][:1].lower()}{first['msg'][1:]}.", _hint(first)
    )


def _siblings(loc: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """The names that are allowed where an unknown one was found."""
    for step in loc[:-1]:
        if isinstance(step, str):
            annotation = model.model_fields[step].annotation
            model = next(each for each in (annotation, *get_args(annotation)) if _is_model(each))
    return list(model.model_fields)


def _is_model(annotation: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _hint(first: ErrorDetails) -> str:
    """The way out of a complaint, where there is a general one."""
    if first["loc"][0] == "context":
        return 'Accounts are twelve digits in quotes, such as "123456789012"; organisations look like "o-a1b2c3d4e5".'
    if first["type"] == "literal_error":
        return did_you_mean(str(first["input"]), _literals(first))
    return ""


def _literals(first: ErrorDetails) -> list[str]:
    """The words that a literal allows."""
    return [each.strip("' ") for each in str(first["ctx"]["expected"]).replace(" or ", ", ").split(",")]
