"""YAML that people write, read strictly: bounded, no duplicate keys, no tags, no aliases, keys are text.

Plain scalars follow YAML 1.2's core schema, so ``off``, ``no`` and ``on`` stay words, dates stay text, and digits
with a leading zero (account ids) stay text too.
"""

from __future__ import annotations

import re
from typing import ClassVar

import yaml
from yaml import MappingNode, MarkedYAMLError, Node, SafeLoader, ScalarNode, YAMLError

from lambda_policies.errors import LpError

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 32
MAX_NODES = 100_000

_TEXT = "tag:yaml.org,2002:str"
_SCALARS = (
    ("null", r"(?:null|Null|NULL|~|)", ["n", "N", "~", ""]),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", list("-+0123456789")),
    ("float", r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}(?:[eE][-+]?[0-9]{1,3})?", list("-+0123456789")),
)


class _RefusedError(MarkedYAMLError):
    """Something that YAML allows and this reader does not."""


class _Loader(SafeLoader):
    """PyYAML's safe loader with the bounds of this module."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}  # type: ignore[misc]

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0
        self._nodes = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """One node, refused where it is an alias, tagged, too deep or one too many."""
        self._nodes += 1
        self._depth += 1
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if problem := self._problem(event):
            raise _RefusedError(problem=problem, problem_mark=event.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def _problem(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.AliasEvent):
            return "an alias (*name) is not allowed; write the value out"
        if getattr(event, "tag", None) is not None:
            return "a tag (!name) is not allowed"
        if self._depth > MAX_DEPTH:
            return f"nested deeper than {MAX_DEPTH} levels"
        return f"more than {MAX_NODES} values" if self._nodes > MAX_NODES else ""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """A mapping whose keys are text and different from each other."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, ScalarNode) or key.tag != _TEXT:
                raise _RefusedError(problem="a key must be text; put it in quotes", problem_mark=key.start_mark)
            if key.value in seen:
                raise _RefusedError(problem=f"the key {key.value[:60]!r} is there twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


for _name, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(rf"^{_pattern}$(?!\n)"), _first)


def _said(trouble: MarkedYAMLError) -> str:
    """What is wrong in PyYAML's words, one half of which may only make sense after the other."""
    problem = trouble.problem or ""
    return f"{trouble.context} {problem}" if trouble.context and problem.startswith("but ") else problem


def load(text: str, name: str, error: type[LpError]) -> object:
    """What ``text`` says, as dict, list, str, int, float, bool or None. ``name`` is the file's, for messages.

    Raises ``error`` where the text is not YAML, holds more than one document, or breaks a bound of this module.
    """
    if len(text) > MAX_CHARACTERS:
        sentence = f"{name} is longer than {MAX_CHARACTERS} characters."
        raise error(sentence)
    try:
        loader = _Loader(text)
        return loader.get_single_data()
    except MarkedYAMLError as trouble:
        line = trouble.problem_mark.line + 1 if trouble.problem_mark else 1
        sentence = f"{name}, line {line}: {_said(trouble)}."
        raise error(sentence) from None
    except YAMLError:
        sentence = f"{name} holds a character that YAML does not allow."
        raise error(sentence, "Save the file as plain UTF-8 text.") from None
