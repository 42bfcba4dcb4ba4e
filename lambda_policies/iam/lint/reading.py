"""A policy document as written, however malformed: what can be read of it, and where its holes are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from msgspec import Struct

from lambda_policies.iam.lint.base import Subject
from lambda_policies.values import Unknown

QUALIFIERS = ("", "forallvalues", "foranyvalue")
IF_EXISTS = "ifexists"
DEPTH = 32
"""More levels of lists and objects than any policy document has."""
OLD = "2008-10-17"
"""The version of a document that names none."""


class NotJsonError(ValueError):
    """A text that is not JSON, or says one thing twice. The message says which and quotes nothing."""


class Test(Struct, frozen=True, gc=False):
    """One operator on one key.

    ``base`` is the operator in lower case, without its ``qualifier`` (forallvalues, foranyvalue or nothing) and
    IfExists; ``name`` the key in lower case. ``open`` says that it may have more values than are known.
    """

    operator: str
    key: str
    values: tuple[str, ...]
    open: bool
    qualifier: str
    base: str
    name: str

    @property
    def if_exists(self) -> bool:
        """Whether it holds where the key is missing."""
        return self.operator.lower().endswith(IF_EXISTS)

    @property
    def negated(self) -> bool:
        """Whether it holds for all values but those."""
        return "not" in self.base


class Clause(Struct, frozen=True, gc=False):
    """One statement as written, and what of it is known. ``index`` counts from 0.

    ``effect`` is Allow, Deny, or None where it is neither or not known; ``principals`` stand with their keys.
    """

    index: int
    node: Mapping[str, Any]
    effect: str | None
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    principals: tuple[tuple[str, str], ...]
    tests: tuple[Test, ...]

    @property
    def allows(self) -> bool:
        """Whether it certainly allows."""
        return self.effect == "Allow"

    def texts(self, element: str) -> tuple[str, ...]:
        """The texts of an element that are known."""
        return _texts(self.node.get(element))

    def is_open(self, element: str) -> bool:
        """Whether a part of an element is unknown."""
        return next(holes(self.node.get(element)), None) is not None

    def asks(self, *keys: str) -> bool | None:
        """Whether a condition is about one of the keys, in lower case; None where its conditions are not all known."""
        if any(test.name in keys for test in self.tests):
            return True
        return None if self.is_open("Condition") else False


class Paper(Struct, frozen=True):
    """One document as written: its tree, its statements, and how many characters its text has without white space.

    ``version`` is the one that holds, where it is known.
    """

    tree: Any
    subject: Subject
    size: int | None
    version: str | None
    clauses: tuple[Clause, ...]


def paper(tree: Any, subject: Subject, size: int | None = None) -> Paper:
    """Read a decoded tree whose leaves, or whole branches, may be Unknown."""
    if not isinstance(tree, Mapping):
        return Paper(tree, subject, size, None, ())
    version, nodes = tree.get("Version", OLD), tree.get("Statement")
    listed = nodes if isinstance(nodes, list | tuple) else (nodes,)
    clauses = tuple([_clause(index, node) for index, node in enumerate(listed) if isinstance(node, Mapping)])
    return Paper(tree, subject, size, version if isinstance(version, str) else None, clauses)


def _clause(index: int, node: Mapping[str, Any]) -> Clause:
    effect = node.get("Effect")
    return Clause(
        index,
        node,
        effect if effect in ("Allow", "Deny") else None,
        _texts(node.get("Action")),
        _texts(node.get("Resource")),
        tuple(_principals(node["Principal"])) if "Principal" in node else (),
        tuple(_tests(node["Condition"])) if "Condition" in node else (),
    )


def _texts(node: Any) -> tuple[str, ...]:
    if isinstance(node, str):
        return (node,)
    return tuple([text for text in node if isinstance(text, str)]) if isinstance(node, list | tuple) else ()


def decoded(text: str) -> Any:
    """The tree in a JSON text. Raises ``NotJsonError``."""
    try:
        tree = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except NotJsonError:
        raise
    except (ValueError, RecursionError):
        raise NotJsonError("is not JSON") from None
    if text.count("[") + text.count("{") > DEPTH and _is_deep(tree):
        raise NotJsonError("is nested more deeply than any policy document")
    return tree


def _is_deep(tree: Any) -> bool:
    level = [tree]
    for _ in range(DEPTH):
        level = [child for node in level for child in _children(node)]
    return bool(level)


def _children(node: Any) -> Iterable[Any]:
    if isinstance(node, Mapping):
        return node.values()
    return node if isinstance(node, list | tuple) else ()


def holes(node: Any) -> Iterator[Unknown]:
    """The holes in a tree."""
    if isinstance(node, Unknown):
        yield node
    for child in _children(node):
        yield from holes(child)


def spelled(value: Any) -> str:
    """A value of a condition as IAM reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _principals(node: Any) -> Iterator[tuple[str, str]]:
    if node == "*":
        yield "*", "*"
    elif isinstance(node, Mapping):
        for key, value in node.items():
            members = value if isinstance(value, list | tuple) else (value,)
            yield from ((str(key), text) for text in members if isinstance(text, str))


def _tests(node: Any) -> Iterator[Test]:
    if not isinstance(node, Mapping):
        return
    for operator, keys in node.items():
        if isinstance(operator, str) and isinstance(keys, Mapping):
            for key, value in keys.items():
                members = tuple(value) if isinstance(value, list | tuple) else (value,)
                values = tuple([spelled(member) for member in members if isinstance(member, str | int | float)])
                hidden = any(isinstance(member, Unknown) for member in members)
                qualifier, _, base = operator.lower().rpartition(":")
                yield Test(
                    operator, str(key), values, hidden, qualifier, base.removesuffix(IF_EXISTS), str(key).lower()
                )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJsonError("has the same key twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise NotJsonError(f"holds {name}, which is not JSON")
