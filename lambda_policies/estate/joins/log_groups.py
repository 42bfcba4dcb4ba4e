"""Which log group a function writes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.links import mentioned, same_place
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.log_group import LogGroup
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate

DEFAULT = "/aws/lambda/"
MOST = 5
"""How many log groups that may be it are named."""


class LogGroupLinks:
    """Log group look-ups of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def of(self, function: Function) -> Value[LogGroup]:
        """The log group of *function*: the one it names, or AWS's default one; absent where none can be it."""
        named = function.logging_config_log_group
        at = named.at
        found = mentioned(function, named, LogGroup)
        if found is not None:
            return Known(found, at)
        match named, function.function_name:
            case Known(name), _:
                return self._by(name, function, at)
            case Unknown(), _:
                return named
            case _, Known(name):
                return self._by(DEFAULT + name, function, at)
        return self._fed_by(function) or self._maybe(self._unclaimed, at)

    @cached_property
    def functions(self) -> dict[LogGroup, tuple[Function, ...]]:
        """The functions that certainly write to each log group."""
        found: dict[LogGroup, list[Function]] = defaultdict(list)
        for function in self.estate.of(Function):
            match function.log_group:
                case Known(group):
                    found[group].append(function)
        return {group: tuple(functions) for group, functions in found.items()}

    def _by(self, name: str, function: Function, at: str) -> Value[LogGroup]:
        unsure = []
        for group in self._by_name.get(name, ()):
            here = same_place(function.resource, group.resource)
            if here:
                return Known(group, at)
            if here is None:
                unsure.append(group)
        return self._fed_by(function) or self._maybe(unsure, at)

    def _fed_by(self, function: Function) -> Known[LogGroup] | None:
        """A log group whose name is made from the function's own."""
        group = self._owned.get(function)
        return Known(group, "function_name") if group else None

    def _maybe(self, groups: Sequence[LogGroup], at: str) -> Unknown | Absent:
        """Unknown where one of *groups* may be it, or one whose name is open and not made from another function's."""
        feeds = tuple(dict.fromkeys((*(group.address for group in groups), *self._free)))
        return Unknown(at, feeds=feeds[:MOST]) if feeds else Absent(at)

    @cached_property
    def _by_name(self) -> dict[str, list[LogGroup]]:
        found: dict[str, list[LogGroup]] = defaultdict(list)
        for group in self.estate.of(LogGroup):
            match group.name:
                case Known(name):
                    found[name].append(group)
        return found

    @cached_property
    def _unclaimed(self) -> list[LogGroup]:
        """The log groups that may be the default one of a function whose name is open: no other's, and called so."""
        names = (function.function_name for function in self.estate.of(Function))
        claimed = {DEFAULT + name.value for name in names if isinstance(name, Known)}
        return [group for group in self.estate.of(LogGroup) if _may_be_default(group.name, claimed)]

    @cached_property
    def _unnamed(self) -> list[LogGroup]:
        return [group for group in self.estate.of(LogGroup) if isinstance(group.name, Unknown)]

    @cached_property
    def _owned(self) -> dict[Function, LogGroup]:
        """The log groups whose unknown name is made from a function's, by that function."""
        found: dict[Function, LogGroup] = {}
        for group in self._unnamed:
            function = mentioned(group, group.name, Function)
            if function is not None:
                found[function] = group
        return found

    @cached_property
    def _free(self) -> tuple[str, ...]:
        """The log groups whose name is open and not made from a function's."""
        owned = set(self._owned.values())
        return tuple(group.address for group in self._unnamed if group not in owned)


def _may_be_default(name: Value[str], claimed: set[str]) -> bool:
    match name:
        case Known(text):
            return text.startswith(DEFAULT) and text not in claimed
    return True
