"""The functions of expressions that are pure, as far as configurations use them; every other one is a hole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from lambda_policies.source.evaluation.functions import collections, encoding, sets, strings, types
from lambda_policies.source.evaluation.holes import (
    Lazy,
    Marked,
    OpenError,
    bare,
    has_hole,
    hole,
    is_marked,
    marked_as,
    top,
)
from lambda_policies.values import Unknown

HOLES = frozenset({"contains", "format", "formatlist", "jsonencode"})
"""Functions that make do with arguments that are holes themselves."""
_SLIPS = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)


@cache
def _strict() -> Mapping[str, Callable[..., Any]]:
    """Functions of values that are known throughout."""
    return {**strings.STRICT, **encoding.STRICT, **collections.STRICT, **sets.STRICT}


@cache
def _open() -> Mapping[str, Callable[..., Any]]:
    """Functions that make do with holes in their arguments; these are no holes themselves, nor marked as a whole."""
    return {**strings.OPEN, **encoding.OPEN, **collections.OPEN, **sets.OPEN}


def called(name: str, arguments: list[Any], files: Mapping[str, Callable[..., Any]]) -> Any:
    """The value of a call. ``FailedError``: the arguments are wrong; ``OpenError``: it is not known."""
    name = name.removeprefix("core::")
    try:
        if name in types.FUNCTIONS:
            return types.FUNCTIONS[name](*arguments)
        if name in files:
            return _of_files(files[name], arguments)
        return _called(name, arguments)
    except _SLIPS:
        raise OpenError from None


def _of_files(function: Callable[..., Any], arguments: list[Any]) -> Any:
    return marked_as(function(*(top(one) for one in arguments)), *arguments)


def _called(name: str, arguments: list[Any]) -> Any:
    if name in _open():
        plain = [top(one) for one in arguments]
        if name not in HOLES and any(isinstance(one, Unknown) for one in plain):
            return marked_as(hole(*plain), *arguments)
        return marked_as(_open()[name](*plain), *arguments)
    if name not in _strict():
        return Unknown(feeds=hole(*arguments).feeds or (f"{name}()",))
    if any(isinstance(one, Lazy) or has_hole(one) for one in arguments):
        found = hole(*arguments)
        return Marked(found) if any(map(is_marked, arguments)) else found
    value = _strict()[name](*map(bare, arguments))
    return Marked(value) if any(map(is_marked, arguments)) else value
