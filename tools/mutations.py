"""Changes a module in one place at a time: what a test that means what it says has to notice.

Texts, docstrings, annotations and what only describes a guardrail or sketches its examples stay as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any, TypeAlias

from mutation_ways import ways_of

DESCRIBES = "GUARDRAIL"
TEXTS = frozenset({"because", "follows", "lost", "refused", "through", "what", "which", "who"})
"""Names that hold sentences, or parts of them."""


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
            for what, new in ways_of(node):
                change(new)
                code = _compiled(tree, filename)
                undo()
                if code is not None:
                    yield Mutant(getattr(node, "lineno", statement.lineno), what, code)


def unchanged_module(source: str, filename: str) -> Mutant:
    """The module as it is, put where its mutants go."""
    return Mutant(1, "nothing", compile(source, filename, "exec"))


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
        if field in {"annotation", "returns", "decorator_list", "format_spec"} or _is_how_a_class_is_made(
            parent, field
        ):
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


def _is_how_a_class_is_made(parent: ast.AST, field: str) -> bool:
    return isinstance(parent, ast.ClassDef) and field == "keywords"


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
