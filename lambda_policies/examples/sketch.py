"""An example taken apart: its resources, data sources, variables, locals, outputs and module calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lambda_policies.errors import PackError
from lambda_policies.examples.expressions import traversals_of
from lambda_policies.examples.filling import filled
from lambda_policies.examples.schema import Block, schema_of

META = frozenset({"for_each", "count", "depends_on"})
Module = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource or data block of an example; ``body`` holds what the author wrote and what had to be filled in."""

    module: Module
    mode: str
    type: str
    name: str
    body: dict[str, Any]

    @property
    def address(self) -> str:
        """The address in the module."""
        return f"{'data.' if self.mode == 'data' else ''}{self.type}.{self.name}"

    @property
    def schema(self) -> Block:
        """The schema of the type."""
        return schema_of(self.mode, self.type)

    @property
    def arguments(self) -> dict[str, Any]:
        """What the configuration sets: without for_each, count, depends_on and the results of a data source."""
        return {name: raw for name, raw in self.body.items() if name not in META and name not in self.results}

    @property
    def results(self) -> dict[str, Any]:
        """What the example says of attributes that nobody can set: the results of a data source."""
        attributes = self.schema.attributes
        return {name: raw for name, raw in self.body.items() if name in attributes and attributes[name].flags == "c"}


@dataclass(slots=True)
class Sketch:
    """Everything that an example declares, by module."""

    entries: dict[tuple[Module, str], Entry] = field(default_factory=dict)
    variables: dict[tuple[Module, str], dict[str, Any]] = field(default_factory=dict)
    locals: dict[tuple[Module, str], Any] = field(default_factory=dict)
    outputs: dict[tuple[Module, str], dict[str, Any]] = field(default_factory=dict)
    calls: dict[Module, dict[str, Any]] = field(default_factory=dict)


def prefix(module: Module) -> str:
    """Give the address of a module with a final dot, empty for the root module."""
    return "".join(f"module.{name}." for name in module)


def split_key(key: str) -> tuple[Module, str, str]:
    """Give the module, the kind (a type, ``data.`` and a type, ``variable``, ``local``, …) and the name of a key."""
    modules: list[str] = []
    rest = key
    while rest.startswith("module.") and rest.count(".") > 1:
        _, module, rest = rest.split(".", 2)
        modules.append(module)
    kind, _, name = rest.rpartition(".")
    if not kind or not name:
        raise PackError(
            f"{key!r} names nothing that an example can hold.",
            'Write "type.name", "data.type.name", "variable.name", "local.name" or "module.name".',
        )
    return tuple(modules), kind, name


def _add(sketch: Sketch, key: str, body: Mapping[str, Any]) -> None:
    module, kind, name = split_key(key)
    if kind == "variable":
        sketch.variables[module, name] = dict(body)
    elif kind == "local":
        sketch.locals[module, name] = body["value"]
    elif kind == "output":
        sketch.outputs[module, name] = dict(body)
    elif kind == "module":
        sketch.calls[*module, name] = dict(body)
    else:
        mode, kind = ("data", kind.removeprefix("data.")) if kind.startswith("data.") else ("managed", kind)
        entry = Entry(module, mode, kind, name, filled(schema_of(mode, kind), mode, kind, name, body))
        sketch.entries[module, entry.address] = entry


def _declare(sketch: Sketch, module: Module, raw: Any) -> None:
    """Declare what an example may use without saying so: variables, and ``terraform_data`` for later values."""
    for traversal in traversals_of(raw):
        kind, name = traversal.words[0], traversal.words[1]
        if kind == "var":
            sketch.variables.setdefault((module, name), {} if module else {"default": name})
        elif kind == "terraform_data" and (module, traversal.subject) not in sketch.entries:
            body = {"input": "known after apply"}
            sketch.entries[module, traversal.subject] = Entry(module, "managed", kind, name, body)


def sketch_of(resources: Mapping[str, Mapping[str, Any]]) -> Sketch:
    """Take an example apart. Raises PackError for a key or a type that nothing is known of."""
    sketch = Sketch()
    for key, body in resources.items():
        _add(sketch, key, body)
        _declare(sketch, split_key(key)[0], body)
    for module, _ in [*sketch.entries]:
        for depth in range(1, len(module) + 1):
            sketch.calls.setdefault(module[:depth], {})
    return sketch
