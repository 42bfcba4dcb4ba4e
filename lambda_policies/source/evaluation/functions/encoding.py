"""Functions between texts and values."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from lambda_policies.source.evaluation.conversion import to_text
from lambda_policies.source.evaluation.gojson import go_json
from lambda_policies.source.evaluation.holes import (
    Encoded,
    Lazy,
    Marked,
    bare,
    children,
    is_marked,
)
from lambda_policies.source.evaluation.texts import tree_of
from lambda_policies.values import Unknown


def jsonencode(value: Any) -> Any:
    """A value as JSON; where there are holes in it, the text is known as far as they let it."""
    plain = bare(value)
    text: Any = Encoded(plain) if _is_open(plain) else go_json(plain)
    return Marked(text) if is_marked(value) else text


def _is_open(value: Any) -> bool:
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Unknown | Lazy):
            return True
        waiting += children(node)
    return False


def jsondecode(text: Any) -> Any:
    """What a JSON text holds."""
    return tree_of(text)


def _hashed(name: str) -> Callable[[Any], str]:
    return lambda text: hashlib.new(name, to_text(text).encode(), usedforsecurity=False).hexdigest()


OPEN: Mapping[str, Callable[..., Any]] = {"jsondecode": jsondecode, "jsonencode": jsonencode}
STRICT: Mapping[str, Callable[..., Any]] = {
    "base64decode": lambda text: base64.b64decode(to_text(text), validate=True).decode(),
    "base64encode": lambda text: base64.b64encode(to_text(text).encode()).decode(),
    "md5": _hashed("md5"),
    "sha1": _hashed("sha1"),
    "sha256": _hashed("sha256"),
    "sha512": _hashed("sha512"),
}
