"""Reading an expression: recursive descent with the precedence of HCL's operators."""

from __future__ import annotations

import math
from functools import lru_cache

from lambda_policies.source.hcl.cursor import Cursor
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
)
from lambda_policies.source.hcl.templates import heredoc, quoted, template
from lambda_policies.source.masking import UnscannableError

LONGEST = 1 << 20
"""The longest expression that is read, in characters."""
_DIGITS = 100
_WORDS = {"true": True, "false": False, "null": None}
_BINDS = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}


@lru_cache(maxsize=4096)
def read(text: str) -> Node:
    """The syntax tree of an expression. Raises ``UnscannableError``."""
    if len(text) > LONGEST:
        raise UnscannableError("too long")
    cursor = Cursor(text)
    found = expression(cursor)
    if cursor.peek():
        raise UnscannableError("more than one expression")
    return found


@lru_cache(maxsize=256)
def read_template(text: str) -> Node:
    """The syntax tree of a text with templates, such as a template file or a string of JSON syntax."""
    if len(text) > LONGEST:
        raise UnscannableError("too long")
    return template(Cursor(text), expression)


def expression(cursor: Cursor) -> Node:
    """Take an expression."""
    with cursor.deeper():
        found = _operation(cursor, 1)
        if not cursor.took("?"):
            return found
        yes = expression(cursor)
        cursor.need(":")
        return Choice(found, yes, expression(cursor))


def _operation(cursor: Cursor, least: int) -> Node:
    """Operands with operators that bind at least so tight."""
    left = _operand(cursor)
    while (strength := _BINDS.get(cursor.peek(), 0)) >= least:
        operator = cursor.take()
        left = Operation(operator, (left, _operation(cursor, strength + 1)))
    return left


def _operand(cursor: Cursor) -> Node:
    operators = []
    while cursor.peek() in {"!", "-"}:
        operators.append(cursor.take())
    found = _followed(cursor, _primary(cursor))
    for operator in reversed(operators):
        found = Operation(operator, (found,))
    return found


def _followed(cursor: Cursor, found: Node) -> Node:
    """*found* with the names, keys and splats behind it."""
    while True:
        if cursor.took("."):
            if cursor.took("*"):
                return _followed(cursor, Splat(found, _names(cursor)))
            found = _numbered(found, cursor.take())
        elif cursor.took("["):
            if _star(cursor):
                return Splat(found, _steps(cursor))
            with cursor.inside(lines=False):
                key = expression(cursor)
                cursor.need("]")
            found = Index(found, key)
        else:
            return found


def _numbered(found: Node, mark: str) -> Node:
    """A name behind a point, or numbers, as in ``list.0.1``."""
    for step in mark.split("."):
        found = Index(found, _step(step))
    return found


def _step(mark: str) -> Literal:
    if not mark or not (mark[0].isalnum() or mark[0] == "_"):
        raise UnscannableError("no name")
    return Literal(int(mark) if mark.isdecimal() else mark)


def _star(cursor: Cursor) -> bool:
    start = cursor.at
    if cursor.took("*") and cursor.took("]"):
        return True
    cursor.at = start
    return False


def _names(cursor: Cursor) -> tuple[Node, ...]:
    """The names that an attribute splat reaches through; a key behind them is one of the whole."""
    found = []
    while cursor.took("."):
        found.append(_step(cursor.take()))
    return tuple(found)


def _steps(cursor: Cursor) -> tuple[Node, ...]:
    """The names, keys and further splats that a full splat reaches through; None in a literal stands for a splat."""
    found: list[Node] = []
    while True:
        if cursor.took("."):
            found.append(_step(cursor.take()))
        elif cursor.took("["):
            if _star(cursor):
                return (*found, Splat(Name(""), _steps(cursor)))
            with cursor.inside(lines=False):
                found.append(expression(cursor))
                cursor.need("]")
        else:
            return tuple(found)


def _primary(cursor: Cursor) -> Node:
    mark = cursor.take()
    if mark == '"':
        return quoted(cursor, expression)
    if mark.startswith("<<"):
        return heredoc(cursor, mark, expression)
    if mark == "(":
        with cursor.inside(lines=False):
            found = expression(cursor)
            cursor.need(")")
        return found
    if mark in {"[", "{"}:
        return _collection(cursor, mark)
    if mark[:1].isdigit():
        return Literal(_number(mark))
    return _word(cursor, mark)


def _number(mark: str) -> int | float:
    found = float(mark)
    if not math.isfinite(found) or len(mark) > _DIGITS:
        raise UnscannableError("no number")
    return int(mark) if mark.isdecimal() else found


def _word(cursor: Cursor, mark: str) -> Node:
    if not (mark[:1].isalpha() or mark[:1] == "_"):
        raise UnscannableError("no expression")
    while cursor.took("::"):
        mark = f"{mark}::{cursor.name()}"
    if cursor.took("("):
        with cursor.inside(lines=False):
            return _call(cursor, mark)
    return Literal(_WORDS[mark]) if mark in _WORDS else Name(mark)


def _call(cursor: Cursor, name: str) -> Node:
    arguments: list[Node] = []
    spread = False
    while not cursor.took(")"):
        arguments.append(expression(cursor))
        spread = cursor.took("...")
        if not cursor.took(","):
            cursor.need(")")
            break
    return Call(name, tuple(arguments), spread)


def _collection(cursor: Cursor, mark: str) -> Node:
    start = cursor.at
    with cursor.inside(lines=False):
        if cursor.took("for") and cursor.peek() not in {"=", ":", ",", ".", "]", "["}:
            return _for(cursor, mark)
    cursor.at = start
    return _items(cursor) if mark == "[" else _pairs(cursor)


def _items(cursor: Cursor) -> Items:
    found: list[Node] = []
    with cursor.inside(lines=False):
        while not cursor.took("]"):
            found.append(expression(cursor))
            if not cursor.took(","):
                cursor.need("]")
                break
    return Items(tuple(found))


def _pairs(cursor: Cursor) -> Pairs:
    found: list[tuple[Node, Node]] = []
    with cursor.inside(lines=True):
        while True:
            while cursor.peek() in {"\n", ","}:
                cursor.take()
            if cursor.took("}"):
                return Pairs(tuple(found))
            bare = cursor.peek() != "("
            key = expression(cursor)
            if not cursor.took("="):
                cursor.need(":")
            found.append((Literal(key.name) if bare and isinstance(key, Name) else key, expression(cursor)))
            if cursor.peek() not in {"\n", ",", "}"}:
                raise UnscannableError("no object")


def _for(cursor: Cursor, mark: str) -> For:
    names = [cursor.name()]
    if cursor.took(","):
        names.append(cursor.name())
    cursor.need("in")
    collection = expression(cursor)
    cursor.need(":")
    key, value = None, expression(cursor)
    if mark == "{":
        cursor.need("=>")
        key, value = value, expression(cursor)
    grouped = cursor.took("...")
    condition = expression(cursor) if cursor.took("if") else None
    cursor.need("}" if mark == "{" else "]")
    return For(tuple(names), collection, key, value, condition, grouped)
