"""Find secrets written where a name and a text stand side by side, as in a function's environment.

No library does this light and offline: detect-secrets and Checkov's fork of it both own the package ``detect_secrets``,
so that either would keep the other out of an environment, and both bring an HTTP client.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from functools import cache
from typing import Any

from lambda_policies.data.secret_names import Meaning, meaning, words
from lambda_policies.data.secret_patterns import PATTERNS, REFERENCE
from lambda_policies.data.secret_shapes import is_harmless, is_key_material, is_label, is_number, looks_random

_LONGEST = 32_768
_DEEPEST = 4
_SHORTEST = {Meaning.PASSWORD: 4, Meaning.SECRET: 6, Meaning.REFERABLE: 6}
_LONG_NUMBER = 6
_AWS_SECRET = re.compile(r"[A-Za-z0-9/+]{40}")
_MARKED = [(marker, pattern) for pattern in PATTERNS for marker in pattern.markers]
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


def find_secret(name: str, value: str) -> str | None:
    """What kind of secret a value is, such as ``GitHub token``, or None. No part of the value is in the answer.

    Texts beyond 32 KiB, eight times what Lambda takes as a whole environment, are looked at that far.
    """
    return _find(name, value[:_LONGEST].strip(), _DEEPEST)


def _find(name: str, text: str, depth: int) -> str | None:
    found = _by_pattern(text) or _inside(name, text, depth)
    return found or _by_name(name, text)


def _by_pattern(text: str) -> str | None:
    for marker, pattern in _MARKED:
        if marker in text and _is_written(pattern.expression, text):
            return pattern.name
    return None


def _is_written(expression: str, text: str) -> bool:
    for found in _compiled(expression).finditer(text):
        secret = found.groupdict().get("secret")
        if secret is None or not REFERENCE.match(secret):
            return True
    return False


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    # Compiled when a marker is first met: most plans need two or three of forty.
    return re.compile(expression)


def _inside(name: str, text: str, depth: int) -> str | None:
    """Look into JSON and into base64 of a readable text: a secret stays one when it is wrapped."""
    if not depth:
        return None
    if text.startswith(("{", "[")):
        try:
            return _in_tree(name, json.loads(text), depth - 1)
        except (ValueError, RecursionError):
            return None
    if _BASE64.fullmatch(text):
        try:
            decoded = base64.b64decode(text, validate=True).decode("ascii")
        except (binascii.Error, ValueError):
            return None
        return _find(name, decoded, depth - 1)
    return None


def _in_tree(name: str, tree: Any, depth: int) -> str | None:
    if isinstance(tree, str):
        return _find(name, tree.strip(), depth)
    if not depth or not isinstance(tree, dict | list):
        return None
    pairs = tree.items() if isinstance(tree, dict) else ((name, member) for member in tree)
    return next((found for key, member in pairs if (found := _in_tree(key, member, depth - 1))), None)


def _by_name(name: str, text: str) -> str | None:
    said = meaning(name)
    if said is Meaning.SECRET and _AWS_SECRET.fullmatch(text) and {"aws", "access"}.intersection(words(name)):
        return "AWS secret access key"
    if said is Meaning.SAFE or (is_harmless(text) and not _is_pin(said, text)) or _is_kms_key_id(name, text):
        return None
    if said is Meaning.PASSWORD or said is Meaning.SECRET or said is Meaning.REFERABLE:
        return _under_a_secret_name(said, text)
    if said is Meaning.MENTION and looks_random(text):
        return "token under a secret's name"
    return "random key" if is_key_material(text) else None


def _is_kms_key_id(name: str, text: str) -> bool:
    return _UUID.fullmatch(text) is not None and bool({"kms", "encryption", "crypto"}.intersection(words(name)))


def _is_pin(said: Meaning, text: str) -> bool:
    return said is Meaning.PASSWORD and len(text) >= _LONG_NUMBER and is_number(text)


def _under_a_secret_name(said: Meaning, text: str) -> str | None:
    if len(text) < _SHORTEST[said]:
        return None
    if said is Meaning.PASSWORD:
        return "literal password"
    if said is Meaning.REFERABLE and (is_label(text) or any(character.isspace() for character in text)):
        return None
    return "literal under a secret's name"
