"""JSON as Go writes it, which is how every policy document of a plan is written."""

from __future__ import annotations

import json
from typing import Any

_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def escaped(text: str) -> str:
    """Escape in JSON text what Go escapes and Python does not: ``<``, ``>``, ``&`` and two line separators."""
    return text.translate(_ESCAPED)


def go_json(value: Any) -> str:
    """Give compact JSON with sorted keys, as Terraform's ``jsonencode`` does."""
    return escaped(json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False))
