"""Templates of an example: texts that hold ``${…}`` as in HCL, and the references in them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lambda_policies.errors import PackError

_NAME = r"[A-Za-z_][\w-]*"
_STEP = rf"\.{_NAME}|\.\d+|\[(?:\"(?:[^\"\\]|\\.)*\"|\d+|\*|each\.key|each\.value|count\.index)\]"
_TRAVERSAL = re.compile(rf"(?<![\w.\]])({_NAME})((?:{_STEP})+)(?!\s*\()")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"(?!\])')
_STEPS = re.compile(_STEP)
_ATTRIBUTES_FROM = {"data": 3, "var": 2, "local": 2, "each": 2, "count": 2, "path": 2, "terraform": 2, "module": 2}


@dataclass(frozen=True, slots=True)
class Traversal:
    """A reference such as ``aws_iam_role.fn["a"].arn``: its words, and the steps after them.

    ``words`` name the object (``aws_iam_role``, ``fn``); a step is an attribute name, an index, or ``*``.
    An index that is itself a reference stays a Traversal.
    """

    words: tuple[str, ...]
    steps: tuple[Any, ...]

    @property
    def subject(self) -> str:
        """The name of the object without index and attributes."""
        return ".".join(self.words)


@dataclass(frozen=True, slots=True)
class Expression:
    """What stands between ``${`` and ``}``: its text and the references in it."""

    text: str
    traversals: tuple[Traversal, ...]

    @property
    def simple(self) -> bool:
        """Whether the whole expression is one reference."""
        match = _TRAVERSAL.fullmatch(self.text)
        return match is not None and len(self.traversals) == 1


def _step(text: str) -> Any:
    if text.startswith("."):
        return int(text[1:]) if text[1:].isdigit() else text[1:]
    inner = text[1:-1]
    if inner.startswith('"'):
        return [json.loads(inner)]
    if inner.isdigit():
        return [int(inner)]
    return "*" if inner == "*" else [_traversal(inner)]


def _traversal(text: str) -> Traversal:
    head, _, _ = text.partition(".")
    head = re.split(r"[.\[]", text, maxsplit=1)[0]
    steps = _STEPS.findall(text[len(head) :])
    names = _ATTRIBUTES_FROM.get(head, 2) - 1
    words = (head, *(step[1:] for step in steps[:names]))
    return Traversal(words, tuple(_step(step) for step in steps[names:]))


def _expression(text: str) -> Expression:
    visible = _STRING.sub(lambda match: " " * len(match.group()), text)
    found = (text[match.start() : match.end()] for match in _TRAVERSAL.finditer(visible))
    return Expression(text.strip(), tuple(_traversal(one) for one in found))


def _end(text: str, start: int) -> int:
    depth, quoted, at = 1, False, start
    while at < len(text):
        if text[at] == "\\" and quoted:
            at += 1
        elif text[at] == '"':
            quoted = not quoted
        elif not quoted and text[at] in "{}":
            depth += 1 if text[at] == "{" else -1
            if depth == 0:
                return at
        at += 1
    raise PackError(f"An example holds an unfinished template: {text!r}.")


@lru_cache(maxsize=4096)
def template(text: str) -> tuple[str | Expression, ...]:
    """Split a text into literal parts and expressions; ``$${`` is a literal ``${``. Raises PackError."""
    parts: list[str | Expression] = []
    literal, at = "", 0
    while (found := text.find("${", at)) >= 0:
        if found > 0 and text[found - 1] == "$":
            literal += text[at : found - 1] + "${"
            at = found + 2
            continue
        end = _end(text, found + 2)
        parts += [literal + text[at:found], _expression(text[found + 2 : end])]
        literal, at = "", end + 1
    parts.append(literal + text[at:])
    return tuple(part for part in parts if part != "") or ("",)


def traversals_of(raw: Any) -> list[Traversal]:
    """Give all references in a value of an example, in the order in which they are written."""
    if isinstance(raw, dict):
        return [found for member in raw.values() for found in traversals_of(member)]
    if isinstance(raw, list | tuple):
        return [found for member in raw for found in traversals_of(member)]
    if not isinstance(raw, str) or "${" not in raw:
        return []
    return [found for part in template(raw) if isinstance(part, Expression) for found in part.traversals]


def names_of(traversal: Traversal) -> list[str]:
    """Give a reference as Terraform's ``references`` list it: the longest form first, then its prefixes."""
    names = [traversal.subject]
    extra: list[str] = []
    for step in traversal.steps:
        if step == "*":
            break
        if isinstance(step, list) and isinstance(step[0], Traversal):
            extra = names_of(step[0])
            break
        written = f"[{json.dumps(step[0], ensure_ascii=False)}]" if isinstance(step, list) else f".{step}"
        names.insert(0, names[0] + written)
    return names + extra
