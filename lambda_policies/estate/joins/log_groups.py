"""Which log group a function writes to."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.links import feeding, mentioned, same_place
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.log_group import LogGroup
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate

DEFAULT = "/aws/lambda/"


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
        return self._fed_by(function) or self._maybe(self.estate.of(LogGroup), function, at)

    @cached_property
    def functions(self) -> dict[LogGroup, tuple[Function, ...]]:
        """The functions that certainly write to each log group."""
        found: dict[LogGroup, tuple[Function, ...]] = {}
        for function in self.estate.of(Function):
            match function.log_group:
                case Known(group):
                    found[group] = (*found.get(group, ()), function)
        return found

    def _by(self, name: str, function: Function, at: str) -> Value[LogGroup]:
        unsure = []
        for group in self._by_name.get(name, ()):
            here = same_place(function.resource, group.resource)
            if here:
                return Known(group, at)
            if here is None:
                unsure.append(group)
        return self._fed_by(function) or self._maybe([*unsure, *self._unnamed], function, at)

    def _fed_by(self, function: Function) -> Known[LogGroup] | None:
        """A log group whose name is made from the function's own."""
        for group in self._unnamed:
            if self._owner.get(group) is function:
                return Known(group, "function_name")
        return None

    def _maybe(self, groups: list[LogGroup] | tuple[LogGroup, ...], function: Function, at: str) -> Unknown | Absent:
        free = tuple(group.address for group in groups if self._owner.get(group, function) is function)
        return Unknown(at or "function_name", feeds=free) if free else Absent(at)

    @cached_property
    def _by_name(self) -> dict[str, list[LogGroup]]:
        found: dict[str, list[LogGroup]] = defaultdict(list)
        for group in self.estate.of(LogGroup):
            match group.name:
                case Known(name):
                    found[name].append(group)
        return found

    @cached_property
    def _unnamed(self) -> list[LogGroup]:
        return [group for group in self.estate.of(LogGroup) if isinstance(group.name, Unknown)]

    @cached_property
    def _owner(self) -> dict[LogGroup, Function]:
        """The function from whose name a log group's unknown name is made."""
        found: dict[LogGroup, Function] = {}
        for group in self._unnamed:
            resource = feeding(group, group.name)
            if resource is not None and resource.type in Function.TYPES:
                found[group] = self.estate.view(Function, resource)
        return found
