"""What feeds a value that the plan leaves open: the references of its expression, followed to resources of the plan.

References go through module inputs and outputs, ``count`` and ``for_each`` keys. They bound the candidates of a
value, they never prove it: both arms of a conditional are among them. But only what is unknown can make a value
unknown, so whatever the plan fixes is left out, and where one source remains the value comes from there. Locals are
not in a plan; whatever passes through one stays opaque.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from lambda_policies.plan.addresses import Reference, parse_module, parse_reference
from lambda_policies.plan.resources import Path, Resource, references

if TYPE_CHECKING:
    from lambda_policies.plan.index import Plan

Key: TypeAlias = str | int | None
DEPTH = 16
MOST = 10_000
"""So many expressions are kept with their references."""
SURE = frozenset(
    [
        "account_id",
        "agent_arn",
        "arn",
        "execution_arn",
        "function_name",
        "id",
        "invoke_arn",
        "json",
        "key_id",
        "layer_arn",
        "minified_json",
        "name",
        "qualified_arn",
        "signing_profile_version_arn",
        "url",
        "version_arn",
    ]
)
"""Computed attributes that are never null, so that a value made from one is certainly set."""
SURE_OF = frozenset({("aws_api_gateway_resource", "path")})
"""Those of one type alone: elsewhere an attribute of that name may be null."""
COLLECTIONS = frozenset({"output", "result"})
"""Attributes that may hold a whole list or map although their name is no plural."""


class Source(Struct, frozen=True):
    """One thing that feeds a value: an attribute of a resource, or something that the plan does not show."""

    text: str
    resource: Resource | None = None
    attribute: Path = ()

    @property
    def sure(self) -> bool:
        """Whether it is certainly not null."""
        if self.resource is None or not self.attribute:
            return self.resource is not None
        return self.attribute[-1] in SURE or (self.resource.type, self.attribute[-1]) in SURE_OF

    @property
    def single(self) -> bool:
        """Whether it is no collection itself, so that one which is made from it has a member."""
        name = str(self.attribute[-1]) if self.attribute else ""
        return self.resource is not None and bool(name) and not name.endswith(("s", "_all")) and name not in COLLECTIONS


class Sources(Struct, frozen=True):
    """Everything that feeds a value."""

    items: tuple[Source, ...] = ()

    @property
    def only(self) -> Resource | None:
        """The one resource behind the value; None where there are several, none, or something opaque."""
        found = {id(source.resource): source.resource for source in self.items}
        return next(iter(found.values())) if len(found) == 1 else None

    @property
    def feeds(self) -> tuple[str, ...]:
        """What feeds the value, for people."""
        return tuple(dict.fromkeys(source.text for source in self.items))

    def present_in(self, *, many: bool) -> bool:
        """Whether the value is certainly set: one unknown member makes a whole collection (*many*) unknown."""
        if many:
            return any(source.single for source in self.items)
        return bool(self.items) and all(source.sure for source in self.items)


class Scope(Struct, frozen=True):
    """Where an expression is evaluated: a module instance, and the block's own key and for_each expression."""

    module: str
    key: Key
    for_each: Any
    by_key: bool
    known: bool
    depth: int = 0


class References:
    """The references of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._found: dict[tuple[int, Path, bool], Sources] = {}
        self._parsed: dict[int, tuple[Any, list[Reference]]] = {}

    def sources(self, resource: Resource, path: Path, *, known: bool = False) -> Sources:
        """What feeds the value of *resource* at *path*; with *known*, also what the plan fixes."""
        key = id(resource), path, known
        if key not in self._found:
            self._found[key] = self._sources(resource, path, known=known)
        return self._found[key]

    def _sources(self, resource: Resource, path: Path, *, known: bool) -> Sources:
        block = resource.config
        if block is None:
            return Sources()
        scope = Scope(resource.module, resource.key, block.for_each_expression, by_key=False, known=known)
        found = tuple(dict.fromkeys(self._expression(resource.expression(path), scope)))
        if self.plan.recovery is not None and not known and (len(found) != 1 or found[0].resource is None):
            found = self.plan.recovery.sources(resource, path) or found
        return Sources(found)

    def _expression(self, expression: Any, scope: Scope) -> Iterator[Source]:
        mentioned = self._mentioned(expression)
        by_key = any(reference.kind in {"each", "count"} for reference in mentioned)
        inner = Scope(scope.module, scope.key, scope.for_each, by_key, scope.known, scope.depth + 1)
        for reference in mentioned:
            yield from self._reference(reference, inner)

    def _mentioned(self, expression: Any) -> list[Reference]:
        """The references of an expression; the instances of a block share it."""
        known = self._parsed.get(id(expression))
        if known is None:
            if len(self._parsed) >= MOST:
                self._parsed.clear()
            found = [parse_reference(text) for text in _longest(list(references(expression)))]
            known = self._parsed[id(expression)] = expression, found
        return known[1]

    def _reference(self, reference: Reference, scope: Scope) -> Iterator[Source]:
        if scope.depth > DEPTH:
            yield Source(reference.text)
            return
        match reference.kind:
            case "managed" | "data":
                yield from self._resource(reference, scope)
            case "var":
                yield from self._variable(reference, scope)
            case "module":
                yield from self._output(reference, scope)
            case "each" if reference.name == "value":
                yield from self._each(reference, scope)
            case "each" | "count" | "path" | "terraform":
                return
            case _:
                yield Source(_in(scope.module, reference.text))

    def _resource(self, reference: Reference, scope: Scope) -> Iterator[Source]:
        instances = self.plan.instances.get((scope.module, reference.kind, reference.type, reference.name), [])
        chosen = _by_key(instances, reference.key, scope)
        for resource in chosen:
            if scope.known or self._open(resource, reference.path):
                text = ".".join([resource.address, *(str(step) for step in reference.path)])
                yield Source(text, resource, reference.path)
        if not chosen and self._may_be_missing(reference, scope):
            yield Source(_in(scope.module, reference.text))

    def _open(self, resource: Resource, path: Path) -> bool:
        """Whether what the path names is unknown; a path that cannot be followed is."""
        node: Any = resource.after_unknown
        for step in path:
            if not isinstance(node, dict):
                break
            node = node.get(step)
        if not path:
            return node is True or bool(node)
        return node is True or _holds_true(node)

    def _may_be_missing(self, reference: Reference, scope: Scope) -> bool:
        """Whether a resource without instances here may have some all the same, rather than a count of zero."""
        if reference.kind == "data":
            return scope.known or (scope.module, reference.type, reference.name) not in self.plan.prior_blocks
        return self.plan.partial or scope.known

    def _variable(self, reference: Reference, scope: Scope) -> Iterator[Source]:
        if not scope.module:
            return
        steps = parse_module(scope.module)
        call = self.plan.configuration.call(tuple(step.name for step in steps))
        if call is None:
            yield Source(_in(scope.module, reference.text))
            return
        parent = ".".join(map(str, steps[:-1]))
        key, for_each = steps[-1].key, call.for_each_expression
        outer = Scope(parent, key, for_each, by_key=False, known=scope.known, depth=scope.depth)
        yield from self._expression((call.expressions or {}).get(reference.name), outer)

    def _output(self, reference: Reference, scope: Scope) -> Iterator[Source]:
        name = str(reference.path[0]) if reference.path else ""
        path = (*self.plan.configuration.path(scope.module), reference.name)
        module = self.plan.configuration.module(path)
        if module is None or name not in module.outputs:
            yield Source(_in(scope.module, reference.text))
            return
        found: list[Source] = []
        for instance, key in self._module_instances(scope.module, reference, scope):
            inner = Scope(instance, key, None, by_key=False, known=scope.known, depth=scope.depth)
            found += self._expression(module.outputs[name].expression, inner)
        yield from _element(found, reference.path[1:])

    def _each(self, reference: Reference, scope: Scope) -> Iterator[Source]:
        """``each.value`` is one element of what for_each goes over: the one under the block's own key."""
        for outer in self._mentioned(scope.for_each):
            if outer.kind in {"managed", "data", "module"} and outer.key is None:
                outer = outer.with_path((*outer.path, *reference.path))  # noqa: PLW2901 - the same thing, further in
            inner = Scope(scope.module, scope.key, None, by_key=True, known=scope.known, depth=scope.depth + 1)
            yield from self._reference(outer, inner)

    def _module_instances(self, module: str, reference: Reference, scope: Scope) -> list[tuple[str, Key]]:
        found = self._calls.get((module, reference.name), {})
        if reference.key is not None:
            return [(address, key) for address, key in found.items() if key == reference.key]
        own = [(address, key) for address, key in found.items() if key == scope.key and scope.by_key]
        return own or list(found.items())

    @cached_property
    def _calls(self) -> dict[tuple[str, str], dict[str, Key]]:
        """The instances of each module call that hold resources: (parent address, name) to address and key."""
        found: dict[tuple[str, str], dict[str, Key]] = defaultdict(dict)
        for module in {resource.module for resource in self.plan.resources} - {""}:
            parent = ""
            for step in parse_module(module):
                address = _in(parent, str(step))
                found[parent, step.name][address] = step.key
                parent = address
        return found


def _longest(texts: list[str]) -> list[str]:
    """Without the prefixes that Terraform lists after each reference."""
    unique = dict.fromkeys(texts)
    if len(unique) == 1:
        return texts[:1]
    return [text for text in unique if not any(other.startswith((f"{text}.", f"{text}[")) for other in unique)]


def _element(found: list[Source], path: Path) -> list[Source]:
    """One element of an output that is a map over instances: the instance under that key."""
    own = [source for source in found if path and source.resource is not None and source.resource.key == path[0]]
    return own if len(own) == 1 else found


def _by_key(instances: list[Resource], key: Key, scope: Scope) -> list[Resource]:
    if key is not None:
        return [resource for resource in instances if resource.key == key]
    own = [resource for resource in instances if scope.by_key and resource.key == scope.key]
    return own if len(own) == 1 else instances


def _holds_true(node: Any) -> bool:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return any(child is True or _holds_true(child) for child in children)


def _in(module: str, text: str) -> str:
    return f"{module}.{text}" if module else text
