"""What names mean in one instance of a module: its variables, locals, outputs, resources and calls."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from lambda_policies.source.evaluation.access import member, members
from lambda_policies.source.evaluation.conversion import converted
from lambda_policies.source.evaluation.frame import Frame, Members
from lambda_policies.source.evaluation.holes import FailedError, Lazy, Marked, OpenError, SetOf, Text, bare, top
from lambda_policies.source.evaluation.types import constraint
from lambda_policies.source.masking import UnscannableError
from lambda_policies.source.recovery.instances import instances
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.plan.addresses import Key, Step
    from lambda_policies.source.folder import Folder
    from lambda_policies.source.hcl.body import Body, Written
    from lambda_policies.source.recovery.world import World

BUSY = object()
REPEATS = ("for_each", "count")


class Scope:
    """One instance of a module. Everything in it is evaluated when it is asked for, and once."""

    def __init__(self, world: World, steps: tuple[Step, ...]) -> None:
        self.world = world
        self.steps = steps
        self.names = tuple(step.name for step in steps)
        self.address = ".".join(map(str, steps))
        self._found: dict[tuple[str, str], Any] = {}

    @cached_property
    def folder(self) -> Folder:
        """Its declarations. Raises ``OpenError`` where they are not at hand."""
        found = self.world.modules.folder(self.names)
        if found is None:
            raise OpenError
        return found

    def body(self, *key: str) -> Body:
        """The block *key*. Raises ``OpenError`` where there is none that can be read."""
        try:
            found = self.folder.body(key)
        except UnscannableError:
            raise OpenError from None
        if found is None:
            raise OpenError
        return found

    def frame(self, body: Body | None = None, key: Key = None) -> Frame:
        """Where expressions of *body*, the instance under *key* of it, stand."""
        return Frame(partial(self._first, body=body, key=key), self.read)

    def value(self, written: Written, frame: Frame) -> Any:
        """The value of an expression. Raises ``FailedError`` and ``OpenError``."""
        try:
            node = written.node
        except UnscannableError:
            raise OpenError from None
        return self.world.evaluator.value(node, frame)

    def read(self, path: Any) -> str:
        """A file of the source. Raises ``OpenError`` where there is none."""
        base, name = self.world.modules.root, bare(path)
        if isinstance(name, Text) and isinstance(name.parts[0], Unknown):
            inside, *rest = name.parts
            base = self.folder.name if inside.feeds == ("path.module",) else base
            name = "".join(rest).lstrip("/") if inside.feeds[0].startswith("path.") else None
        text = self.world.modules.text(base, name) if isinstance(name, str) else None
        if text is None:
            raise OpenError
        return text

    def _first(self, name: str, *, body: Body | None, key: Key) -> Any:
        if name == "each":
            return Members(partial(self._each, body=body, key=key))
        if name == "count":
            return {"index": key}
        if name in {"path", "terraform", "tofu"}:
            return Members(lambda what: Unknown(feeds=(f"{name}.{what}",), present=True))
        if name == "data":
            return Members(lambda kind: Members(lambda each: instances(self, "data", kind, each)))
        own: dict[str, Callable[[str], Any]] = {"var": self.variable, "local": self.local, "module": self.module}
        return Members(own.get(name) or (lambda each: instances(self, "managed", name, each)))

    def _each(self, name: str, *, body: Body | None, key: Key) -> Any:
        if name == "key":
            return key
        if body is None or "for_each" not in body.attributes or not isinstance(key, str):
            raise OpenError
        written = body.attributes["for_each"]
        over = self._once(("each", str(written.start) + written.text), lambda: self.value(written, self.frame()))
        return key if isinstance(top(over), SetOf) else member(over, key)

    def _once(self, key: tuple[str, str], compute: Callable[[], Any]) -> Any:
        """What *compute* gives, kept; what depends on itself is open."""
        if key not in self._found:
            self._found[key] = BUSY
            try:
                self._found[key] = compute()
            except (FailedError, OpenError) as error:
                self._found[key] = error
            except BaseException:
                del self._found[key]
                raise
        found = self._found[key]
        if found is BUSY:
            raise OpenError
        if isinstance(found, FailedError | OpenError):
            raise type(found)
        return found

    def local(self, name: str) -> Any:
        """A local."""
        return self._once(("local", name), lambda: self._local(name))

    def _local(self, name: str) -> Any:
        try:
            written = self.folder.locals[name]
        except (KeyError, UnscannableError):
            raise OpenError from None
        return self.value(written, self.frame())

    def variable(self, name: str) -> Any:
        """A variable: what the plan says of it in the root module, else what the call passes, or its default."""
        return self._once(("variable", name), lambda: self._variable(name))

    def _variable(self, name: str) -> Any:
        body = self.body("variable", name)
        value = self._given(name)
        if value is None and "default" in body.attributes:
            value = self.world.default(self.names, name)
        if "type" in body.attributes:
            try:
                kind = constraint(body.attributes["type"].node)
            except UnscannableError:
                raise OpenError from None
            value = converted(value, kind)
        secret = "sensitive" in body.attributes or self.world.is_sensitive(self.names, name)
        return Marked(value) if secret and not isinstance(value, Marked) else value

    def _given(self, name: str) -> Any:
        if not self.steps:
            return self.world.input(name)
        written = self.call.attributes.get(name)
        return self.outer.value(written, self.outer.frame(self.call, self.steps[-1].key)) if written else None

    @cached_property
    def outer(self) -> Scope:
        """The instance of the module that calls it."""
        return self.world.scope(self.steps[:-1])

    @cached_property
    def call(self) -> Body:
        """The block that calls it."""
        return self.outer.body("module", self.names[-1])

    def output(self, name: str) -> Any:
        """An output."""
        return self._once(("output", name), lambda: self._output(name))

    def _output(self, name: str) -> Any:
        body = self.body("output", name)
        if "value" not in body.attributes:
            raise OpenError
        value = self.value(body.attributes["value"], self.frame())
        return Marked(value) if "sensitive" in body.attributes and not isinstance(value, Marked) else value

    def module(self, name: str) -> Any:
        """A module call: an object of outputs, or several in a map or list."""
        body = self.body("module", name)
        for word in REPEATS:
            if word in body.attributes:
                keys = self._once((word, f"module.{name}"), partial(self._keys, body.attributes[word], word))
                found = {key: self._instance(name, key) for key in keys}
                return found if word == "for_each" else list(found.values())
        return self._instance(name, None)

    def _keys(self, written: Written, word: str) -> list[Any]:
        value = bare(self.value(written, self.frame()))
        if word == "count":
            if not isinstance(value, int):
                raise OpenError
            return list(range(min(value, 1000)))
        keys = [key for key, _ in members(value)]
        if not all(isinstance(key, str) for key in keys):
            raise OpenError
        return keys

    def _instance(self, name: str, key: Key) -> Lazy:
        from lambda_policies.plan.addresses import Step

        inner = self.world.scope((*self.steps, Step(name, key)))
        return Members(inner.output, inner.address)
