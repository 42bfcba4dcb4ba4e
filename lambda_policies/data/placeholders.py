"""Texts that stand where a secret will be put later, by hand or by something outside Terraform."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lambda_policies.data.secret_names import Meaning, meaning
from lambda_policies.data.secret_shapes import is_harmless

_DEPTH = 8
_SPOKEN = frozenset({Meaning.PASSWORD, Meaning.SECRET, Meaning.REFERABLE})
_PLACEHOLDER = re.compile(
    r"(?i)[\W_]*(?:(?:to|please|will|must|should|be)[\W_]+){0,3}"
    r"(?:changed?[\W_]?(?:me|this|it)?|replaced?[\W_]?(?:me|this|it)?|updated?[\W_]?(?:me|this|it)?|"
    r"overrid(?:e|den)|overwrit(?:e|ten)|fill(?:ed)?[\W_]?(?:me|in)?|set[\W_]?(?:me|in|by|later|manually|outside)|"
    r"place[\W_]?holder|dummy|todo|tbd|fixme|initial|example|temp(?:orary)?|bootstrap|managed|unset|empty|x{3,}|none|null)"
    r"(?:[\W_]+[a-z]{1,20}){0,8}[\W_]*"
)


def is_placeholder(text: str) -> bool:
    """Whether *text*, or every part of its JSON that can be a secret, only keeps a place."""
    return all(_keeps_a_place(part) for part in _parts(text))


def _keeps_a_place(text: str) -> bool:
    return not text.strip() or _PLACEHOLDER.fullmatch(text[:200]) is not None


def _parts(text: str) -> list[str]:
    """The parts that can be the secret: in JSON those under a name that says so, or else all that can be one."""
    try:
        tree = json.loads(text) if text.lstrip().startswith(("{", "[")) else text
    except (ValueError, RecursionError):
        return [text]
    if isinstance(tree, str):
        return [text]
    leaves = list(_leaves("", tree, _DEPTH))
    spoken = [leaf for name, leaf in leaves if meaning(name) in _SPOKEN]
    return spoken or [leaf for _, leaf in leaves if not is_harmless(leaf)]


def _leaves(name: str, node: Any, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(node, str) or not depth:
        yield name, str(node)
    elif isinstance(node, dict):
        for key, child in node.items():
            yield from _leaves(key, child, depth - 1)
    elif isinstance(node, list):
        for child in node:
            yield from _leaves(name, child, depth - 1)
