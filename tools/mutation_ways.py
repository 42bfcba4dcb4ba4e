"""What may be done to one node of a module's syntax so that it decides something else."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COMPUTED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
}
NAMED: Mapping[str, tuple[str, ...]] = {
    "any": ("all",),
    "all": ("any",),
    "min": ("max",),
    "max": ("min",),
    "any_of": ("all_of",),
    "all_of": ("any_of",),
    "FAIL": ("PASS", "UNKNOWN"),
    "PASS": ("FAIL", "UNKNOWN"),
    "UNKNOWN": ("PASS", "FAIL"),
}
"""What stands for the opposite: names of functions, attributes of ``Outcome``."""
Way: TypeAlias = tuple[str, ast.AST]


def ways_of(node: ast.AST) -> Iterator[Way]:
    """What may be done to a node: in words, and what stands there instead."""
    for kind, ways in WAYS.items():
        if isinstance(node, kind):
            yield from ways(node)


def _like(node: ast.AST, **changes: Any) -> Any:
    new = copy.copy(node)
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def _compare(node: Any) -> Iterator[Way]:
    for index, operator in enumerate(node.ops):
        other = COMPARED[type(operator)]
        changed = [*node.ops[:index], other(), *node.ops[index + 1 :]]
        yield f"{type(operator).__name__} to {other.__name__}", _like(node, ops=changed)


def _logical(node: Any) -> Iterator[Way]:
    yield (
        "and to or" if isinstance(node.op, ast.And) else "or to and",
        _like(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And()),
    )


def _unary(node: Any) -> Iterator[Way]:
    if isinstance(node.op, ast.Not):
        yield "without not", node.operand


def _binary(node: Any) -> Iterator[Way]:
    if isinstance(node.op, ast.BitOr):
        yield "left of | alone", node.left
        yield "right of | alone", node.right
    elif type(node.op) in COMPUTED:
        other = COMPUTED[type(node.op)]
        yield f"{type(node.op).__name__} to {other.__name__}", _like(node, op=other())


def _constant(node: Any) -> Iterator[Way]:
    match node.value:
        case bool(held):
            yield f"{held} to {not held}", _like(node, value=not held)
        case int(held) | float(held):
            yield f"{held} to {held + 1}", _like(node, value=held + 1)
        case None:
            yield "None to True", _like(node, value=True)
        case str(held):
            yield f"{held!r} to another word", _like(node, value=f"XX{held}XX")


def _choice(node: Any) -> Iterator[Way]:
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield "condition turned", _like(node, test=ast.UnaryOp(ast.Not(), node.test))


def _singleton(node: Any) -> Iterator[Way]:
    if isinstance(node.value, bool):
        yield f"{node.value} to {not node.value}", _like(node, value=not node.value)


def _filtered(node: Any) -> Iterator[Way]:
    if node.ifs:
        yield "without its if", _like(node, ifs=[])


def _returned(node: Any) -> Iterator[Way]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield "returns None", _like(node, value=ast.Constant(None))


def _yielded(node: Any) -> Iterator[Way]:
    yield f"without {ast.unparse(node)}", ast.YieldFrom(ast.Tuple([], ast.Load()))


def _named(node: Any) -> Iterator[Way]:
    for other in NAMED.get(node.id, ()) if isinstance(node.ctx, ast.Load) and node.id.islower() else ():
        yield f"{node.id} to {other}", _from("builtins" if "_" not in other else "lambda_policies.values", other)


def _from(module: str, name: str) -> ast.expr:
    """A name of another module, whether or not this one imports it."""
    return ast.parse(f"__import__({module!r}, None, None, ['']).{name}", mode="eval").body


def _attribute(node: Any) -> Iterator[Way]:
    if isinstance(node.value, ast.Name) and node.value.id == "Outcome":
        for other in NAMED.get(node.attr, ()):
            yield f"Outcome.{node.attr} to Outcome.{other}", _like(node, attr=other)


def _called(node: Any) -> Iterator[Way]:
    """One verdict for another at the same place, and a verdict that speaks for nobody else."""
    if not isinstance(node.func, ast.Name):
        return
    match node.func.id, node.args:
        case "passed" | "failed" as name, [address, at, *_]:
            other = "failed" if name == "passed" else "passed"
            yield f"{name} to {other}", _verdict(other, address, at)
        case "undecided", [address, hole, *at]:
            place = at[0] if at else ast.Attribute(hole, "at", ast.Load())
            for other in ("passed", "failed"):
                yield f"undecided to {other}", _verdict(other, address, place)


def _verdict(name: str, address: ast.expr, at: ast.expr) -> ast.expr:
    return ast.Call(_from("lambda_policies.guardrails.saying", name), [address, at, ast.Constant("It is changed.")], [])


def _matched(node: Any) -> Iterator[Way]:
    for index, case in enumerate(node.cases):
        others = [*node.cases[:index], *node.cases[index + 1 :]]
        if others and not _ends_silently(case, last=index == len(others)):
            yield f"without case {ast.unparse(case.pattern)}", _like(node, cases=others)
        # A pattern that matches everything may only stand last.
        plain = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
        if case.guard is not None and (not plain or index == len(node.cases) - 1):
            changed = _like(case, guard=None)
            yield (
                f"without guard {ast.unparse(case.guard)}",
                _like(node, cases=[*node.cases[:index], changed, *node.cases[index + 1 :]]),
            )


def _ends_silently(case: ast.match_case, *, last: bool) -> bool:
    """Whether a last case only says that there is nothing to say, which its absence says too."""
    return last and isinstance(case.body[0], ast.Return) and case.body[0].value is None


def _alternatives(node: Any) -> Iterator[Way]:
    bound = [one for one in ast.walk(node) if isinstance(one, ast.MatchAs | ast.MatchStar) and one.name]
    for index, pattern in enumerate(node.patterns if not bound else ()):
        rest = [*node.patterns[:index], *node.patterns[index + 1 :]]
        new = rest[0] if len(rest) == 1 else _like(node, patterns=rest)
        yield f"without alternative {ast.unparse(pattern)}", new


WAYS: Mapping[Any, Callable[[Any], Iterator[Way]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _logical,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Constant: _constant,
    ast.If | ast.IfExp | ast.While: _choice,
    ast.comprehension: _filtered,
    ast.Return: _returned,
    ast.Yield | ast.YieldFrom: _yielded,
    ast.Name: _named,
    ast.Attribute: _attribute,
    ast.Call: _called,
    ast.Match: _matched,
    ast.MatchSingleton: _singleton,
    ast.MatchOr: _alternatives,
}
