"""What a plan changes, replaces or destroys of what was there, and guards functions: both sides of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Self

from lambda_policies.estate.base import Model
from lambda_policies.estate.joins.links import same_place
from lambda_policies.estate.models.alarm import Alarm
from lambda_policies.estate.models.code_signing_config import CodeSigningConfig
from lambda_policies.estate.models.event_invoke_config import EventInvokeConfig
from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.function_url import FunctionUrl
from lambda_policies.estate.models.log_group import LogGroup
from lambda_policies.estate.models.permission import Permission
from lambda_policies.estate.models.role import Role
from lambda_policies.estate.models.trail import Trail
from lambda_policies.iam.arns import function_reference
from lambda_policies.plan.before import UNCHANGED, there_before
from lambda_policies.values import Known, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate

COMPARED: tuple[type[Model], ...] = (
    Alarm,
    CodeSigningConfig,
    EventInvokeConfig,
    EventSourceMapping,
    Function,
    FunctionUrl,
    LogGroup,
    Permission,
    Role,
    Trail,
)
MODELS: Mapping[str, type[Model]] = MappingProxyType({kind: model for model in COMPARED for kind in model.TYPES})
DEFAULT = "/aws/lambda/"
LEFT = frozenset({UNCHANGED, ("forget",)})
"""What a plan does to what stays as it is."""
SHARED = frozenset({Alarm, LogGroup, Role, Trail})
"""Models of what is not Lambda's own, which matter only for functions of the plan that stay."""


class Changed(Model):
    """A resource that was there (``was``) and that the plan changes (``now``) or destroys (``now`` is None).

    ``functions`` are those that it was about and that the plan leaves standing, as they are after it.
    """

    TYPES: ClassVar[tuple[str, ...]] = tuple(MODELS)

    was: Model
    now: Model | None
    functions: tuple[Function, ...]

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[Self]:
        """Everything of these types that the plan does not leave as it was; what it only forgets stays."""
        touched = [change for change in there_before(estate.plan) if change.change.actions not in LEFT]
        touched = [change for change in touched if change.type in MODELS and change.mode == "managed"]
        if not touched:
            return
        about = _About(estate)
        for change in touched:
            model, after = MODELS[change.type], estate.plan.by_address.get(change.address)
            was = estate.before.view(model, estate.before.plan.by_address[change.address])
            now = estate.view(model, after) if after else None
            functions = about.staying(was)
            if functions or model not in SHARED:
                sides = {"was": was, "now": now, "functions": functions}
                yield cls.made(address=was.address, resource=(now or was).resource, estate=estate, **sides)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The functions that it is about."""
        return tuple(function.address for function in self.functions)


class _About:
    """Which functions a resource was about. Before the plan everything has its name, so that names decide."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self._known: dict[tuple[type[Model], str], list[Function]] = defaultdict(list)
        for function in estate.before.of(Function):
            for key in _keys(function):
                self._known[key].append(function)

    def staying(self, was: Model) -> tuple[Function, ...]:
        """The functions that *was* is about, as they are after the plan, without those that it removes."""
        found = [was] if isinstance(was, Function) else self._named(was)
        after = (self.estate.plan.by_address.get(function.address) for function in found)
        return tuple(self.estate.view(Function, resource) for resource in after if resource)

    def _named(self, was: Model) -> list[Function]:
        match was:
            case Role() | CodeSigningConfig():
                return self._at(type(was), was.arn)
            case LogGroup():
                return [
                    one for one in self._at(LogGroup, was.name) if same_place(one.resource, was.resource) is not False
                ]
            case Alarm():
                return [
                    one
                    for one in self._at(Function, was.watched)
                    if same_place(one.resource, was.resource) is not False
                ]
            case Permission() | FunctionUrl() | EventInvokeConfig() | EventSourceMapping():
                return self._at(Function, was.function_name)
        return list(self.estate.before.of(Function))  # a trail is about all of them

    def _at(self, model: type[Model], value: Value[str]) -> list[Function]:
        text = _text(value)
        named = function_reference(text) if model is Function else None
        return self._known.get((model, named.name if named else text), [])


def _keys(function: Function) -> Iterator[tuple[type[Model], str]]:
    name = _text(function.function_name)
    yield Function, name
    yield Role, _text(function.role_arn)
    yield CodeSigningConfig, _text(function.code_signing_config_arn)
    yield LogGroup, _text(function.logging_config_log_group) or DEFAULT + name


def _text(value: Value[str]) -> str:
    """A value that is known; empty where it is not set."""
    return value.value if isinstance(value, Known) else ""
