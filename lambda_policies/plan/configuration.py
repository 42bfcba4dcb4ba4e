"""The configuration of a plan, found by module path: blocks, module calls, outputs and provider configurations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from lambda_policies.plan.addresses import parse_module

if TYPE_CHECKING:
    from lambda_policies.plan.model import ConfigModule, ConfigResource, Configuration, ModuleCall
    from lambda_policies.plan.resources import Resource

ModulePath = tuple[str, ...]


class ConfigurationIndex:
    """Look-ups in ``configuration``. Everything is None or empty where the plan has none."""

    def __init__(self, configuration: Configuration | None) -> None:
        self.configuration = configuration
        self._modules: dict[ModulePath, ConfigModule | None] = {}
        self._blocks: dict[ModulePath, dict[tuple[str, str, str], ConfigResource]] = {}
        self._paths: dict[str, ModulePath] = {"": ()}

    def path(self, module: str) -> ModulePath:
        """The names of a module address without their keys."""
        if module not in self._paths:
            self._paths[module] = tuple(step.name for step in parse_module(module))
        return self._paths[module]

    def module(self, path: ModulePath) -> ConfigModule | None:
        """The module at *path*."""
        if path not in self._modules:
            self._modules[path] = self._find(path)
        return self._modules[path]

    def call(self, path: ModulePath) -> ModuleCall | None:
        """The call that makes the module at *path*."""
        parent = self.module(path[:-1]) if path else None
        return parent.module_calls.get(path[-1]) if parent else None

    def of(self, resource: Resource) -> ConfigResource | None:
        """The block that declares *resource*."""
        path = self.path(resource.module)
        if path not in self._blocks:
            module = self.module(path)
            self._blocks[path] = {(b.mode, b.type, b.name): b for b in module.resources} if module else {}
        return self._blocks[path].get((resource.mode, resource.type, resource.name))

    def provider(self, resource: Resource) -> str | None:
        """A name for the provider configuration of *resource*, equal where it is certainly the same; None if unsure.

        Keys of modules may dangle: a module that inherits its provider has none of its own. Before 1.2 such a key
        holds only the last call's name, so with aliases about nothing is certain. Where the block is gone, its
        provider has that configuration of which there is no other.
        """
        block = self.of(resource)
        if block is None or self.configuration is None:
            return self._only(resource.type.partition("_")[0])
        key = block.provider_config_key
        entry = self._providers.get(key)
        module, _, local = key.rpartition(":")
        if not module or (entry is not None and (entry.expressions or not entry.module_address)):
            return key
        if module.startswith("module."):
            return self._inherited(module, local)
        alike = [name for name, other in self._providers.items() if other.name == local.partition(".")[0]]
        return local if len(alike) <= 1 else None

    def _only(self, name: str) -> str | None:
        """The one configuration of the provider that resources of types like ``name_…`` belong to; None of several."""
        own = ((key, entry) for key, entry in self._providers.items() if entry.expressions or not entry.module_address)
        keys = [key for key, entry in own if entry.name == name]
        return keys[0] if len(keys) == 1 else None

    def _inherited(self, module: str, local: str) -> str:
        """The configuration that the module at address *module* inherits as *local*: the nearest one above it."""
        names = self.path(module)
        for depth in range(len(names) - 1, 0, -1):
            key = ".".join(f"module.{name}" for name in names[:depth]) + f":{local}"
            entry = self._providers.get(key)
            if entry is not None and entry.expressions:
                return key
        return local

    def region(self, resource: Resource) -> str | None:
        """The region of a resource's provider configuration where that is a constant."""
        key = self.provider(resource)
        entry = self._providers.get(key) if key is not None else None
        region = (entry.expressions or {}).get("region") if entry else None
        constant = region.get("constant_value") if isinstance(region, dict) else None
        return constant if isinstance(constant, str) else None

    @cached_property
    def _providers(self) -> dict[str, Any]:
        return dict(self.configuration.provider_config) if self.configuration else {}

    def _find(self, path: ModulePath) -> ConfigModule | None:
        if self.configuration is None:
            return None
        if not path:
            return self.configuration.root_module
        call = self.call(path)
        return call.module if call else None
