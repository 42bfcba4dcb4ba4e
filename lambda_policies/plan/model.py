"""The plan document as Terraform and OpenTofu print it, decoded only as far as somebody looks.

Field names are those of the JSON. Whatever no guardrail reads stays raw bytes (``msgspec.Raw``), so a resource
that nobody asks for costs next to nothing. Source: Terraform's and OpenTofu's JSON output format, 0.1 to 1.x.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec
from msgspec import Raw, Struct

from lambda_policies.plan.raw import decode, decode_as

NULL = Raw(b"null")


class Change(Struct, gc=False):
    """What happens to one object: its values before and after, and what of them is unknown or sensitive."""

    actions: tuple[str, ...] = ()
    before: Raw = NULL
    after: Raw = NULL
    after_unknown: Raw = NULL
    after_sensitive: Raw = NULL
    before_sensitive: Raw = NULL

    @property
    def existed(self) -> bool:
        """Whether the object was there before the plan."""
        return self.before != NULL


class ResourceChange(Struct, gc=False):
    """One entry of ``resource_changes``: one object of one resource instance."""

    address: str
    type: str
    name: str
    change: Change
    mode: str = "managed"
    module_address: str = ""
    index: str | int | None = None
    deposed: str = ""
    previous_address: str = ""


class DeferredChange(Struct, gc=False):
    """A change that Terraform put off, and why."""

    resource_change: ResourceChange
    reason: str = "unknown"


class StateResource(Struct, gc=False):
    """One object of the state before the plan; data sources that were read at plan time are only here."""

    address: str
    type: str
    name: str
    mode: str = "managed"
    index: str | int | None = None
    values: Raw = NULL
    sensitive_values: Raw = NULL


class StateModule(Struct):
    """One module of the state."""

    address: str = ""
    resources: list[StateResource] = msgspec.field(default_factory=list)
    child_modules: list[StateModule] = msgspec.field(default_factory=list)


class StateValues(Struct):
    """The values of a state."""

    root_module: StateModule = msgspec.field(default_factory=StateModule)


class State(Struct):
    """``prior_state``."""

    values: StateValues = msgspec.field(default_factory=StateValues)


class ConfigResource(Struct, dict=True):
    """A resource or data block of the configuration. ``address`` is relative to its module and has no key."""

    address: str
    type: str
    name: str
    mode: str = "managed"
    provider_config_key: str = ""
    raw_expressions: Raw = msgspec.field(name="expressions", default=NULL)
    raw_for_each: Raw = msgspec.field(name="for_each_expression", default=NULL)

    @cached_property
    def expressions(self) -> Any:
        """What the author wrote, by attribute; None where nothing is said."""
        return decode(self.raw_expressions, self.address)

    @cached_property
    def for_each_expression(self) -> Any:
        """What ``for_each`` goes over."""
        return decode(self.raw_for_each, self.address)

    def forget(self) -> None:
        """Give the decoded expressions back; they are decoded again when somebody asks."""
        self.__dict__.pop("expressions", None)


class ConfigOutput(Struct, dict=True):
    """An output of a module."""

    raw_expression: Raw = msgspec.field(name="expression", default=NULL)
    sensitive: bool = False

    @cached_property
    def expression(self) -> Any:
        """What it is made from."""
        return decode(self.raw_expression, "An output")


class ConfigVariable(Struct):
    """A variable of a module. Its default is decoded only where values are rebuilt from source: it may be a secret."""

    sensitive: bool = False
    default: Raw = NULL


class ModuleCall(Struct, dict=True):
    """A module call; one configuration copy is shared by all its instances."""

    source: str = ""
    raw_expressions: Raw = msgspec.field(name="expressions", default=NULL)
    raw_for_each: Raw = msgspec.field(name="for_each_expression", default=NULL)
    module: ConfigModule = msgspec.field(default_factory=lambda: ConfigModule())  # noqa: PLW0108 - it is defined below

    @cached_property
    def expressions(self) -> Any:
        """What the caller passes, by variable; None where nothing is said."""
        return decode(self.raw_expressions, "A module call")

    @cached_property
    def for_each_expression(self) -> Any:
        """What ``for_each`` goes over."""
        return decode(self.raw_for_each, "A module call")


class ConfigModule(Struct):
    """One module of the configuration."""

    resources: list[ConfigResource] = msgspec.field(default_factory=list)
    module_calls: dict[str, ModuleCall] = msgspec.field(default_factory=dict)
    outputs: dict[str, ConfigOutput] = msgspec.field(default_factory=dict)
    variables: dict[str, ConfigVariable] = msgspec.field(default_factory=dict)


class ProviderConfig(Struct):
    """A provider configuration of the configuration."""

    name: str = ""
    alias: str = ""
    module_address: str = ""
    expressions: dict[str, Any] | None = None


class Configuration(Struct):
    """``configuration``: what the author wrote, as expressions."""

    provider_config: dict[str, ProviderConfig] = msgspec.field(default_factory=dict)
    root_module: ConfigModule = msgspec.field(default_factory=ConfigModule)


class Document(Struct):
    """A whole plan file. Keys that are missing mean "not said", never False."""

    format_version: str = ""
    terraform_version: str = ""
    variables: Raw = NULL
    planned_values: Raw = NULL
    resource_changes: list[ResourceChange] | None = None
    deferred_changes: list[DeferredChange] = msgspec.field(default_factory=list)
    raw_prior_state: Raw = msgspec.field(name="prior_state", default=NULL)
    configuration: Configuration | None = None
    applyable: bool | None = None
    complete: bool | None = None
    errored: bool | None = None

    def prior_state(self) -> State | None:
        """The state before the plan, decoded anew: nobody needs the whole of it for long."""
        state: State | None = decode_as(State | None, self.raw_prior_state, "prior_state")
        return state
