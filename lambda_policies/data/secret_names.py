"""What the name of an environment variable says about its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from string import digits

from lambda_policies.data import load

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_A_WORD = re.compile(r"[^A-Za-z0-9]+")
_PASSWORDS = ("password", "passwd", "passphrase", "passcode")
_SHORT_PASSWORDS = frozenset({"pass", "pwd", "pw", "dbpass", "dbpwd"})
_SECRETS = ("secret", "token", "apikey", "secretkey", "privatekey", "accesskey")
_REFERABLE = frozenset({"secret", "credential", "cred"})
_LITERAL = frozenset(load("secret_words")["literal"])
_KEYS = frozenset(load("secret_words")["keys"])
_NOT_SECRET = frozenset(load("secret_words")["not_secret"])
_NOISE = re.compile(r"v?\d+|prod|production|dev|development|staging|stage|test|qa|live|value|string|text|plain|default")


class Meaning(Enum):
    """What a name promises about its value.

    PASSWORD: a secret that may be a plain word. SECRET: a secret. REFERABLE: a secret or the name of one. MENTION: a
    secret is spoken of, though the last word is another. SAFE: something else. NEUTRAL: nothing.
    """

    PASSWORD = "password"  # noqa: S105 - the word itself
    SECRET = "secret"  # noqa: S105 - the word itself
    REFERABLE = "referable"
    MENTION = "mention"
    SAFE = "safe"
    NEUTRAL = "neutral"


def words(name: str) -> list[str]:
    """The words of a name, in lower case: ``dbPassword``, ``DB_PASSWORD`` and ``db.password`` have the same two."""
    return [word.lower() for word in _NOT_A_WORD.split(_CAMEL.sub("_", name)) if word]


@lru_cache(maxsize=4096)
def meaning(name: str) -> Meaning:
    """What a name says about its value. The last word decides, once stages and numbers after it are taken away."""
    found = words(name)
    while len(found) > 1 and _NOISE.fullmatch(found[-1]):
        found.pop()
    ending = _ending("".join(found[-2:] if found[-1:] in (["key"], ["keys"]) else found[-1:]), found[:-1])
    if ending is Meaning.NEUTRAL and any(_ending(word, ()) in _SPOKEN for word in (*found, *_pairs(found))):
        return Meaning.MENTION
    return ending


def _ending(last: str, before: Sequence[str]) -> Meaning:
    last = last if last.endswith("ss") else last.removesuffix("s")
    if last in _NOT_SECRET:
        return Meaning.SAFE
    last = last.rstrip(digits)
    if last.endswith(_PASSWORDS) or last in _SHORT_PASSWORDS:
        return Meaning.PASSWORD
    if last in _REFERABLE:
        return Meaning.SECRET if _LITERAL.intersection(before) else Meaning.REFERABLE
    return Meaning.SECRET if last in _KEYS or last.endswith(_SECRETS) else Meaning.NEUTRAL


def _pairs(found: list[str]) -> list[str]:
    return [one + other for one, other in pairwise(found)]


_SPOKEN = frozenset({Meaning.PASSWORD, Meaning.SECRET, Meaning.REFERABLE})
