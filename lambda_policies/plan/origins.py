"""Where a written value comes from: literals, variables, locals, and attributes of resources and data sources.

``references`` asks which instance feeds a value that the plan leaves open; here the question is what the author wrote,
whatever the plan knows of it. The answer is the same for every instance of a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lambda_policies.plan.addresses import Reference, parse_reference
from lambda_policies.plan.resources import Path, Resource

if TYPE_CHECKING:
    from lambda_policies.plan.configuration import ConfigurationIndex, ModulePath
    from lambda_policies.plan.recovery import Recovery

DEPTH = 16
NOTHING = frozenset({"count", "each", "path", "terraform"})
RESOURCES = frozenset({"managed", "data", "ephemeral"})


class Kind(Enum):
    """What an origin is. OPAQUE: a local, or something else behind which the plan does not look."""

    LITERAL = "literal"
    VARIABLE = "variable"
    RESOURCE = "resource"
    OPAQUE = "opaque"


class Origin(Struct, frozen=True):
    """One thing that a value is made from.

    ``module`` is the path of the module that says so, ``reference`` names the resource or variable there; a literal
    has none. ``sensitive``: a variable or output on the way is declared sensitive. ``sure`` is False where the value
    is one part of an object or map and this origin may be that of another part.
    """

    kind: Kind
    module: ModulePath = ()
    reference: Reference | None = None
    sensitive: bool = False
    sure: bool = True

    @property
    def text(self) -> str:
        """What it is, for people."""
        steps = [*(f"module.{name}" for name in self.module), self.reference.text if self.reference else "a literal"]
        return ".".join(steps)


class _Scope(Struct, frozen=True):
    """Where an expression stands: its module, the for_each around it, and whether it was declared sensitive."""

    module: ModulePath
    for_each: Any
    sensitive: bool = False
    depth: int = 0

    def origin(self, kind: Kind, reference: Reference | None = None) -> Origin:
        return Origin(kind, self.module, reference, self.sensitive)

    def inside(self, module: ModulePath, for_each: Any = None, *, sensitive: bool = False) -> _Scope:
        return _Scope(module, for_each, sensitive or self.sensitive, self.depth + 1)


class _Walk(Struct):
    """One walk from an expression to its origins; ``seen`` keeps it from going in circles."""

    configuration: ConfigurationIndex
    recovery: Recovery | None = None
    seen: set[tuple[ModulePath, str, bool]] = msgspec.field(default_factory=set)

    def expression(self, node: Any, scope: _Scope) -> Iterator[Origin]:
        """The origins of an expression, or of a tree of them."""
        if isinstance(node, list):
            for child in node:
                yield from self.expression(child, scope)
        elif isinstance(node, dict) and isinstance(node.get("references"), list):
            yield from self.references([text for text in node["references"] if isinstance(text, str)], scope)
        elif isinstance(node, dict):
            if not node or "constant_value" in node:
                yield scope.origin(Kind.LITERAL)
                return
            for child in node.values():
                yield from self.expression(child, scope)

    def references(self, texts: list[str], scope: _Scope) -> Iterator[Origin]:
        """The origins behind references. Terraform lists the prefixes of each one too; they say nothing more."""
        for text in dict.fromkeys(texts):
            prefix = any(other.startswith((f"{text}.", f"{text}[")) for other in texts)
            key = scope.module, text, scope.sensitive
            if not prefix and key not in self.seen and scope.depth < DEPTH:
                self.seen.add(key)
                yield from self._reference(parse_reference(text), scope)

    def _reference(self, reference: Reference, scope: _Scope) -> Iterator[Origin]:
        kind = reference.kind
        if kind in RESOURCES:
            yield scope.origin(Kind.RESOURCE, reference)
        elif kind == "var":
            yield from self._variable(reference, scope)
        elif kind == "module":
            yield from self._output(reference, scope)
        elif kind == "each" and reference.name == "value":
            yield from self._part(scope.for_each, scope.inside(scope.module))
        elif kind == "local":
            yield from self._local(reference, scope)
        elif kind not in NOTHING:
            yield scope.origin(Kind.OPAQUE, reference)

    def _part(self, node: Any, scope: _Scope) -> Iterator[Origin]:
        """The origins of one part of what *node* makes; of several, the plan does not say which part each makes."""
        found = tuple(dict.fromkeys(self.expression(node, scope)))
        yield from (replace(origin, sure=origin.sure and len(found) == 1) for origin in found)

    def _local(self, reference: Reference, scope: _Scope) -> Iterator[Origin]:
        """A local is not in the plan, but it may be in its source."""
        texts = self.recovery.local(scope.module, reference.name) if self.recovery else None
        if texts is None:
            yield scope.origin(Kind.OPAQUE, reference)
            return
        inner = scope.inside(scope.module, scope.for_each)
        made = {"references": list(texts)} if texts else {}
        yield from self._part(made, inner) if reference.path else self.expression(made, inner)

    def _variable(self, reference: Reference, scope: _Scope) -> Iterator[Origin]:
        module, call = self.configuration.module(scope.module), self.configuration.call(scope.module)
        declared = module.variables.get(reference.name) if module else None
        sensitive = declared is not None and declared.sensitive
        given = (call.expressions or {}).get(reference.name) if call else None
        if given is None or call is None:
            yield scope.inside(scope.module, sensitive=sensitive).origin(Kind.VARIABLE, reference)
            return
        outer = scope.inside(scope.module[:-1], call.for_each_expression, sensitive=sensitive)
        yield from self._part(given, outer) if reference.path else self.expression(given, outer)

    def _output(self, reference: Reference, scope: _Scope) -> Iterator[Origin]:
        path = (*scope.module, reference.name)
        module = self.configuration.module(path)
        names = [step for step in reference.path if isinstance(step, str)]
        output = module.outputs.get(names[0]) if module and names else None
        if output is None:
            yield scope.origin(Kind.OPAQUE, reference)
            return
        inner = scope.inside(path, sensitive=output.sensitive)
        is_part = reference.path[-1] != names[0]
        yield from self._part(output.expression, inner) if is_part else self.expression(output.expression, inner)


def origins(resource: Resource, path: Path) -> tuple[Origin, ...]:
    """Everything that the value of *resource* at *path* is made from; empty where the configuration says nothing."""
    block, configuration = resource.config, resource.plan.configuration
    if block is None:
        return ()
    scope = _Scope(configuration.path(resource.module), block.for_each_expression)
    return tuple(
        dict.fromkeys(_Walk(configuration, resource.plan.recovery).expression(resource.expression(path), scope))
    )
