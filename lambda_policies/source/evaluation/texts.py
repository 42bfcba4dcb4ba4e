"""Texts with holes: put together from parts, and read as JSON although parts are missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from lambda_policies.source.evaluation.conversion import to_text
from lambda_policies.source.evaluation.holes import (
    Encoded,
    FailedError,
    Marked,
    OpenError,
    Text,
    bare,
    is_marked,
)
from lambda_policies.values import Unknown

_PLACE = re.compile("\ue000([0-9]+)\ue001")
_VERB = re.compile(r"%(?:%|[sdvq]|[^%a-zA-Z]*[a-zA-Z])")


def joined(parts: Iterable[Any]) -> Any:
    """The text that *parts* make, one behind the other; sensitive where one is."""
    found: list[Any] = []
    marked = False
    for part in parts:
        marked = marked or is_marked(part)
        _append(found, bare(part))
    value: Any = Text(tuple(found))
    if len(found) <= 1 and not any(isinstance(one, Unknown) for one in found):
        value = found[0] if found else ""
    return Marked(value) if marked else value


def _append(found: list[Any], part: Any) -> None:
    if isinstance(part, Text):
        for piece in part.parts:
            _append(found, piece)
    elif isinstance(part, Unknown | Encoded):
        found.append(part)
    elif found and isinstance(found[-1], str):
        found[-1] += to_text(part)
    elif text := to_text(part):
        found.append(text)


def formatted(form: str, arguments: list[Any]) -> Any:
    """``format``, with the verbs that take a value as it is."""
    parts: list[Any] = []
    at, left = 0, list(arguments)
    for verb in _VERB.finditer(form):
        parts.append(form[at : verb.start()])
        at = verb.end()
        if verb[0] == "%%":
            parts.append("%")
        elif verb[0] in {"%s", "%d", "%v"}:
            if not left:
                raise FailedError
            parts.append(left.pop(0))
        else:
            raise OpenError
    if left:
        raise FailedError
    return joined([*parts, form[at:]])


def tree_of(value: Any) -> Any:
    """The JSON that a text holds, with holes where parts of it are missing. Raises ``OpenError``, ``FailedError``."""
    if isinstance(value, Encoded):
        return value.tree
    if isinstance(value, str):
        return _loads(value)
    if not isinstance(value, Text):
        raise OpenError
    return _filled(_loads(_placed(value)), value.parts)


def _placed(text: Text) -> str:
    """*text* with a sign for each part that is missing: within a JSON string where it is plain, else JSON itself."""
    pieces: list[str] = []
    quoted = False
    for number, part in enumerate(text.parts):
        if isinstance(part, str):
            if "\ue000" in part:
                raise OpenError
            quoted = _in_string(part, quoted=quoted)
            pieces.append(part)
        elif quoted is isinstance(part, Encoded) or (isinstance(part, Unknown) and not part.present):
            # What is not known to be a plain name or ARN might end the string around it, or be several members.
            raise OpenError
        else:
            sign = f"\ue000{number}\ue001"
            pieces.append(sign if quoted else f'"{sign}"')
    return "".join(pieces)


def _in_string(part: str, *, quoted: bool) -> bool:
    """Whether what comes behind *part* is in a string, where its beginning is *quoted*."""
    for mark in re.finditer(r'\\.|"', part):
        quoted = quoted is not (mark[0] == '"')
    return quoted


def _filled(node: Any, parts: tuple[Any, ...]) -> Any:
    if isinstance(node, dict):
        return {_key(key): _filled(item, parts) for key, item in node.items()}
    if isinstance(node, list):
        return [_filled(item, parts) for item in node]
    if not isinstance(node, str) or "\ue000" not in node:
        return node
    pieces = [piece if n % 2 == 0 else parts[int(piece)] for n, piece in enumerate(_PLACE.split(node))]
    pieces = [piece for piece in pieces if piece != ""]
    only = pieces[0] if len(pieces) == 1 else None
    return _filled(only.tree, ()) if isinstance(only, Encoded) else only or Text(tuple(pieces))


def _key(key: str) -> str:
    if "\ue000" in key:
        raise OpenError
    return key


def _loads(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        raise FailedError from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise OpenError
    return found
