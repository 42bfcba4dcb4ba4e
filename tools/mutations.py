"""Changes a module in one place at a time: what a test that means what it says has to notice.

Texts, docstrings, annotations and what only describes a guardrail or sketches its examples stay as they are.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any, TypeAlias

DESCRIBES = "GUARDRAIL"
TEXTS = frozenset({"because", "follows", "lost", "refused", "through", "what", "which", "who"})
"""Names that hold sentences, or parts of them."""
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


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module that is changed in one place: its line, what was done there and the compiled whole."""

    line: int
    what: str
    code: CodeType


def mutants(source: str, filename: str) -> Iterator[Mutant]:
    """Every mutant of a module. Of a guardrail, only what its ``check`` reaches is changed."""
    tree = ast.parse(source)
    for statement in _logic(tree):
        for node, change, undo in _places(statement):
            for what, new in _ways(node):
                change(new)
                code = _compiled(tree, filename)
                undo()
                if code is not None:
                    yield Mutant(getattr(node, "lineno", statement.lineno), what, code)


def _compiled(tree: ast.Module, filename: str) -> CodeType | None:
    """The module, None where the change made a pattern that may not stand where it does."""
    try:
        return compile(ast.fix_missing_locations(tree), filename, "exec")
    except SyntaxError:
        return None


def _logic(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements of a module that decide: all but imports, or those that the ``check`` of a guardrail needs."""
    named = {name: statement for statement in tree.body for name in _names(statement)}
    roots = [value for name, value in named.items() if name == DESCRIBES]
    words = [word for root in roots for word in ast.walk(root) if isinstance(word, ast.keyword)]
    wanted = [word.value for word in words if word.arg == "check"]
    found = dict.fromkeys(named) if not roots else _reached(named, wanted)
    yield from dict.fromkeys(named[name] for name in found if name != DESCRIBES and not _is_text(named[name]))


def _names(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(value=ast.Subscript()) | ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return []
        case ast.Assign(targets=targets):
            return [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _reached(named: Mapping[str, ast.stmt], start: list[ast.expr]) -> dict[str, None]:
    found: dict[str, None] = {}
    open_: list[ast.AST] = [*start]
    while open_:
        for node in ast.walk(open_.pop()):
            if isinstance(node, ast.Name) and node.id in named and node.id not in found:
                found[node.id] = None
                open_.append(named[node.id])
    return found


Place: TypeAlias = tuple[ast.AST, Callable[[Any], None], Callable[[], None]]


def _places(parent: ast.AST) -> Iterator[Place]:
    """Every node below *parent* that decides, how to replace it, and how to put it back."""
    for field, held in ast.iter_fields(parent):
        if field in {"annotation", "returns", "decorator_list", "format_spec"}:
            continue
        if isinstance(held, list):
            for index, child in enumerate(held):
                if isinstance(child, ast.AST) and not _is_text(child) and not _is_plain_none(parent, child):
                    put = _putting(held, index)
                    yield child, put, lambda put=put, child=child: put(child)  # type: ignore[misc]
                    yield from _places(child)
        elif isinstance(held, ast.AST) and not _is_text(held):
            set_ = _setting(parent, field)
            yield held, set_, lambda set_=set_, held=held: set_(held)  # type: ignore[misc]
            yield from _places(held)


def _putting(items: list[Any], index: int) -> Callable[[Any], None]:
    def put(new: Any) -> None:
        items[index] = new

    return put


def _setting(parent: ast.AST, field: str) -> Callable[[Any], None]:
    return lambda new: setattr(parent, field, new)


def _is_plain_none(parent: ast.AST, child: ast.AST) -> bool:
    """Whether it is the None of ``is None``, which is changed by its operator, or of a default."""
    return isinstance(parent, ast.Compare | ast.arguments) and isinstance(child, ast.Constant) and child.value is None


def _is_text(node: ast.AST) -> bool:
    match node:
        case ast.FunctionDef(returns=ast.Name(id="str"), body=body):
            return any(_is_sentence(part) for line in body[1:] for part in ast.walk(line))
        case ast.IfExp(body=body, orelse=other):
            return _is_text(body) and _is_text(other)
        case ast.JoinedStr(values=parts):
            return any(map(_is_sentence, parts))
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)) | ast.keyword(arg=name):
            return name in TEXTS
    return (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or _is_sentence(node)


def _is_sentence(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()


def _ways(node: ast.AST) -> Iterator[Way]:
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
