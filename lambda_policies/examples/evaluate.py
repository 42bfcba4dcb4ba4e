"""Evaluation of an example: what every value, resource, data source and module of it would be when planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from lambda_policies.errors import PackError
from lambda_policies.examples.conversion import converted
from lambda_policies.examples.expressions import Expression, Traversal, template
from lambda_policies.examples.holes import HOLE, Secret, bare, has_hole, has_secret
from lambda_policies.examples.provider import Provider
from lambda_policies.examples.reading import read
from lambda_policies.examples.settling import REPLACED, applied, kept
from lambda_policies.examples.shapes import marked
from lambda_policies.examples.sketch import Entry, Module, Sketch
from lambda_policies.source.evaluation.gojson import go_json


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an expression stands: its module, and the key of the instance."""

    module: Module = ()
    key: str | int | None = None
    value: Any = None


@dataclass(frozen=True, slots=True)
class Instance:
    """One object of a resource or data source; ``read`` says that a data source is known at plan time."""

    key: str | int | None
    planned: dict[str, Any]
    read: bool = False


Place: TypeAlias = tuple[Module, str, str | int | None]


class Evaluation:
    """Evaluates what a sketch holds, each thing once.

    ``before`` holds the objects that exist already, by module, address and key. ``exists`` says that what the sketch
    holds was applied, so that nothing is open, ``keeps`` that a collection with an open member keeps the others.
    """

    def __init__(
        self,
        sketch: Sketch,
        before: Mapping[Place, Instance] | None = None,
        *,
        exists: bool = False,
        keeps: bool = False,
    ) -> None:
        self.sketch = sketch
        self.keeps = keeps
        self.before = before or {}
        self.exists = exists
        self._instances: dict[tuple[Module, str], tuple[Instance, ...]] = {}
        self._busy: set[tuple[Module, str]] = set()

    def value(self, raw: Any, frame: Frame) -> Any:
        """Give the value of what an example holds: JSON with holes and sensitive marks."""
        if isinstance(raw, str):
            return self._text(raw, frame) if "${" in raw else raw
        if isinstance(raw, dict):
            if raw.keys() == {"jsonencode"}:
                return self._encoded(raw["jsonencode"], frame)
            return {name: self.value(member, frame) for name, member in raw.items()}
        if isinstance(raw, list | tuple):
            return [self.value(member, frame) for member in raw]
        return raw

    def _encoded(self, raw: Any, frame: Frame) -> Any:
        value = self.value(raw, frame)
        if has_hole(value):
            return HOLE
        text = go_json(bare(value))
        return Secret(text) if has_secret(value) else text

    def _text(self, raw: str, frame: Frame) -> Any:
        parts = [self._part(part, frame) for part in template(raw)]
        if len(parts) == 1:
            return parts[0]
        if has_hole(parts):
            return Secret(HOLE) if has_secret(parts) else HOLE
        text = "".join(str(converted(bare(part), "string")) for part in parts)
        return Secret(text) if has_secret(parts) else text

    def _part(self, part: str | Expression, frame: Frame) -> Any:
        if isinstance(part, str):
            return part
        values = [self._resolve(traversal, frame) for traversal in part.traversals]
        if part.simple:
            return values[0]
        if any(has_hole(value) for value in values):
            return HOLE
        raise PackError(f"An example cannot evaluate {part.text!r}: write references, or give the value.")

    def _resolve(self, traversal: Traversal, frame: Frame) -> Any:
        kind, *names = traversal.words
        if kind in {"each", "count"}:
            found = frame.value if names == ["value"] else frame.key
        elif kind == "var":
            found = self.variable(frame.module, names[0])
        elif kind == "local":
            found = self.value(self._one(self.sketch.locals, (frame.module, names[0])), frame)
        elif kind == "module":
            inner = (*frame.module, names[0])
            output = self._one(self.sketch.outputs, (inner, str(traversal.steps[0])))
            return self._steps(self.value(output["value"], Frame(inner)), traversal.steps[1:], frame)
        else:
            return self._resource(traversal, frame)
        return self._steps(found, traversal.steps, frame)

    def _one(self, things: Any, key: tuple[Module, str]) -> Any:
        if key not in things:
            raise PackError(f"An example refers to {key[1]!r}, which it does not declare.")
        return things[key]

    def variable(self, module: Module, name: str) -> Any:
        """Give the value of a variable, from the module's call or from its own value or default."""
        body = self.sketch.variables.get((module, name), {})
        inputs = self.sketch.calls.get(module, {})
        if name in inputs:
            value = self.value(inputs[name], Frame(module[:-1]))
        else:
            value = self.value(body.get("value", body.get("default")), Frame(module))
        return Secret(value) if body.get("sensitive") and not isinstance(value, Secret) else value

    def _resource(self, traversal: Traversal, frame: Frame) -> Any:
        entry = self._one(self.sketch.entries, (frame.module, traversal.subject))
        instances = self.instances(entry)
        objects = {one.key: marked(one.planned, entry.schema) for one in instances}
        if "for_each" in entry.body:
            return self._steps(objects, traversal.steps, frame)
        if "count" in entry.body:
            return self._steps([*objects.values()], traversal.steps, frame)
        return self._steps(objects[None], traversal.steps, frame)

    def _steps(self, value: Any, steps: tuple[Any, ...], frame: Frame) -> Any:
        for number, step in enumerate(steps):
            if isinstance(value, Secret):
                return Secret(self._steps(value.value, steps[number:], frame))
            if value is HOLE:
                return HOLE
            if step == "*":
                members = value if isinstance(value, list) else list(value.values())
                return [self._steps(member, steps[number + 1 :], frame) for member in members]
            value = self._step(value, step, frame)
        return value

    def _step(self, value: Any, step: Any, frame: Frame) -> Any:
        index = step[0] if isinstance(step, list) else step
        if isinstance(index, Traversal):
            index = bare(self._resolve(index, frame))
        try:
            return value[index]
        except (KeyError, IndexError, TypeError):
            raise PackError(f"An example refers to {index!r}, which is not there.") from None

    def instances(self, entry: Entry) -> tuple[Instance, ...]:
        """Give the objects of a resource or data source, one for each key of for_each or count."""
        key = (entry.module, entry.address)
        if key not in self._instances:
            if key in self._busy:
                raise PackError(f"{entry.address} of an example refers to itself.")
            self._busy.add(key)
            self._instances[key] = tuple(self._instance(entry, frame) for frame in self._frames(entry))
            self._busy.discard(key)
        return self._instances[key]

    def _frames(self, entry: Entry) -> Iterator[Frame]:
        if "count" in entry.body:
            number = bare(self.value(entry.body["count"], Frame(entry.module)))
            yield from (Frame(entry.module, index) for index in range(_countable(number)))
        elif "for_each" in entry.body:
            members = bare(self.value(entry.body["for_each"], Frame(entry.module)))
            if not isinstance(members, list | dict) or any(key is HOLE for key in members):
                raise PackError(f"for_each of {entry.address} must be known.")
            pairs = members.items() if isinstance(members, dict) else zip(members, members, strict=True)
            yield from (Frame(entry.module, key, value) for key, value in sorted(pairs, key=lambda pair: str(pair[0])))
        else:
            yield Frame(entry.module)

    def _instance(self, entry: Entry, frame: Frame) -> Instance:
        config = self.value(entry.arguments, frame)
        if entry.mode == "data":
            return self._data(entry, config, frame)
        planned = Provider(entry.type, entry.schema, keeps=self.keeps).planned(config)
        was = self.before.get((entry.module, entry.address, frame.key))
        if self.exists:
            planned = applied(planned, entry.schema, entry.type, entry.name)
        elif was is not None:
            updated = kept(planned, config, was.planned)
            planned = planned if entry.type in REPLACED and updated != was.planned else updated
        return Instance(frame.key, planned)

    def _data(self, entry: Entry, config: dict[str, Any], frame: Frame) -> Instance:
        waiting = Provider(entry.type, entry.schema, plain=True).planned(config)
        results = self.value(entry.results, frame)
        if has_hole(config) or has_hole(results) or entry.body.get("depends_on"):
            return Instance(frame.key, waiting)
        return Instance(frame.key, read(entry.type, waiting, results), read=True)


def _countable(number: Any) -> int:
    if not isinstance(number, int):
        raise PackError("count of an example must be known.")
    return number
