"""The value of an expression: what every kind of node means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lambda_policies.source.evaluation.access import member, members, spread
from lambda_policies.source.evaluation.budget import Budget
from lambda_policies.source.evaluation.conversion import to_bool, to_text
from lambda_policies.source.evaluation.frame import Frame, only_names
from lambda_policies.source.evaluation.functions import called
from lambda_policies.source.evaluation.holes import (
    FailedError,
    Marked,
    OpenError,
    bare,
    has_hole,
    hole,
    is_marked,
    marked_as,
    top,
)
from lambda_policies.source.evaluation.operators import equal, operated
from lambda_policies.source.evaluation.texts import joined
from lambda_policies.source.hcl.expressions import read_template
from lambda_policies.source.hcl.nodes import (
    Call,
    Choice,
    For,
    Index,
    Items,
    Literal,
    Name,
    Node,
    Operation,
    Pairs,
    Splat,
    Template,
    TextFor,
    TextIf,
)
from lambda_policies.values import Unknown


class Evaluator:
    """Evaluates expressions within a budget."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def value(self, node: Node, frame: Frame) -> Any:
        """The value of *node*: a hole where it cannot be told. Raises ``FailedError`` and ``SpentError``."""
        if type(node) is Literal:
            return node.value
        self.budget.spend()
        with self.budget.deeper():
            try:
                return _KINDS[type(node)](self, node, frame)
            except OpenError:
                return Unknown()

    def items(self, node: Items, frame: Frame) -> Any:
        """``[a, b]``."""
        return self.budget.weighed([self.value(one, frame) for one in node.members])

    def pairs(self, node: Pairs, frame: Frame) -> Any:
        """``{ a = b }``."""
        found = {}
        for key, value in node.members:
            name = self._key(key, frame)
            found[name] = self.value(value, frame)
        return self.budget.weighed(found)

    def _key(self, node: Node, frame: Frame) -> str:
        """A key; a hole in it leaves open which members there are."""
        key = to_text(bare(self.value(node, frame)))
        if not isinstance(key, str):
            raise OpenError
        return key

    def name(self, node: Name, frame: Frame) -> Any:
        """The first word of a reference."""
        return frame.first(node.name)

    def index(self, node: Index, frame: Frame) -> Any:
        """``a.b`` and ``a[b]``."""
        return member(self.value(node.of, frame), self.value(node.key, frame))

    def splat(self, node: Splat, frame: Frame) -> Any:
        """``a[*].b``."""
        value = self.value(node.of, frame)
        found = spread(value)
        if isinstance(found, Unknown):
            return hole(found)
        taken = [self._taken(one, node.rest, frame) for one in found]
        return marked_as(self.budget.weighed(taken), value)

    def _taken(self, value: Any, steps: tuple[Node, ...], frame: Frame) -> Any:
        for step in steps:
            if isinstance(step, Splat):
                found = spread(value)
                return found if isinstance(found, Unknown) else [self._taken(one, step.rest, frame) for one in found]
            value = member(value, self.value(step, frame))
        return value

    def choice(self, node: Choice, frame: Frame) -> Any:
        """``a ? b : c``: both arms where the condition is a hole; else the chosen one, of the type of both."""
        condition = self.value(node.condition, frame)
        decided = bare(condition)
        if isinstance(decided, Unknown):
            return self._either(node, frame, decided)
        chosen, other = (node.yes, node.no) if to_bool(decided) else (node.no, node.yes)
        value = self.value(chosen, frame)
        if isinstance(value, int | float) and isinstance(self._tried(other, frame), str):
            value = to_text(value)
        return marked_as(value, condition)

    def _either(self, node: Choice, frame: Frame, decided: Unknown) -> Any:
        arms = [self._tried(arm, frame) for arm in (node.yes, node.no)]
        if equal(*map(bare, arms)):
            return arms[0]
        present = all(isinstance(arm, Unknown) and arm.present for arm in map(bare, arms))
        found = hole(*arms, decided, present=present)
        return Marked(found) if any(map(is_marked, arms)) else found

    def _tried(self, node: Node, frame: Frame) -> Any:
        try:
            return self.value(node, frame)
        except FailedError:
            return Unknown()

    def operation(self, node: Operation, frame: Frame) -> Any:
        """``a + b``."""
        return operated(node.operator, [self.value(one, frame) for one in node.operands])

    def loop(self, node: For, frame: Frame) -> Any:
        """``[for …]`` and ``{for …}``."""
        collection = self.value(node.collection, frame)
        taken = self._rounds(node, collection, frame)
        if node.key is None:
            items = [self.value(node.value, inner) for inner in taken]
            return marked_as(self.budget.weighed(items), collection)
        found: dict[str, Any] = {}
        for inner in taken:
            key, value = self._key(node.key, inner), self.value(node.value, inner)
            if node.grouped:
                found.setdefault(key, []).append(value)
            elif key in found:
                raise FailedError
            else:
                found[key] = value
        return marked_as(self.budget.weighed(found), collection)

    def _rounds(self, node: For | TextFor, collection: Any, frame: Frame) -> Iterator[Frame]:
        """A frame for each member that the condition lets through. Raises ``OpenError`` where that is not known."""
        condition = node.condition if isinstance(node, For) else None
        for key, value in members(collection):
            inner = frame.named(dict(zip(node.names[::-1], (value, key), strict=False)))
            if condition is not None:
                wanted = bare(self.value(condition, inner))
                if isinstance(wanted, Unknown):
                    raise OpenError
                if not to_bool(wanted):
                    continue
            yield inner

    def call(self, node: Call, frame: Frame) -> Any:
        """A function call."""
        if node.name in {"try", "can"}:
            return self._try(node, frame)
        arguments = [self.value(one, frame) for one in node.arguments]
        if node.spread:
            *arguments, last = arguments
            if not isinstance(top(last), list):
                raise OpenError
            arguments += top(last)
        return self.budget.weighed(called(node.name, arguments, self._files(frame)))

    def _files(self, frame: Frame) -> Mapping[str, Callable[..., Any]]:
        """The functions that read files of the source."""

        def templated(path: Any, variables: Any) -> Any:
            inner = Frame(only_names, frame.read, dict(members(variables)))
            return self.value(read_template(frame.read(path)), inner)

        return {"file": frame.read, "templatefile": templated}

    def _try(self, node: Call, frame: Frame) -> Any:
        for argument in node.arguments:
            try:
                value = self.value(argument, frame)
            except FailedError:
                continue
            if node.name == "try":
                return value
            return Unknown(feeds=hole(value).feeds) if has_hole(value) else True
        if node.name == "can":
            return False
        raise FailedError

    def template(self, node: Template, frame: Frame) -> Any:
        """A text with templates."""
        if len(node.parts) == 1 and not isinstance(node.parts[0], TextIf | TextFor):
            return self.value(node.parts[0], frame)
        return self.budget.weighed(joined(self.value(part, frame) for part in node.parts))

    def text_if(self, node: TextIf, frame: Frame) -> Any:
        """``%{ if }``."""
        condition = self.value(node.condition, frame)
        decided = bare(condition)
        if isinstance(decided, Unknown):
            return hole(decided)
        return marked_as(self._block(node.yes if to_bool(decided) else node.no, frame), condition)

    def text_for(self, node: TextFor, frame: Frame) -> Any:
        """``%{ for }``."""
        collection = self.value(node.collection, frame)
        texts = [self._block(node.body, inner) for inner in self._rounds(node, collection, frame)]
        return marked_as(self.budget.weighed(joined(texts)), collection)

    def _block(self, node: Template, frame: Frame) -> Any:
        return joined(self.value(part, frame) for part in node.parts)


_KINDS: Mapping[type, Callable[[Evaluator, Any, Frame], Any]] = {
    Call: Evaluator.call,
    Choice: Evaluator.choice,
    For: Evaluator.loop,
    Index: Evaluator.index,
    Items: Evaluator.items,
    Name: Evaluator.name,
    Operation: Evaluator.operation,
    Pairs: Evaluator.pairs,
    Splat: Evaluator.splat,
    Template: Evaluator.template,
    TextFor: Evaluator.text_for,
    TextIf: Evaluator.text_if,
}
