"""Reading the words, days and lists that flags, the environment and ``lp.toml`` share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from lambda_policies.errors import ConfigError
from lambda_policies.suggest import did_you_mean

Word = TypeVar("Word", bound=StrEnum)


def word(kind: type[Word], text: str, origin: str) -> Word:
    """One of the words of an enumeration. Raises ConfigError, with the nearest word."""
    known = [member.value for member in kind]
    if text not in known:
        sentence = f"{origin} is {quoted(text)}, which is none of {', '.join(known)}."
        raise ConfigError(sentence, did_you_mean(text, known))
    return kind(text)


def day(text: str, origin: str) -> date:
    """A calendar day. Raises ConfigError."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise ConfigError(f"{origin} is {quoted(text)}, which is not a day.", "Write it as 2026-03-31.") from None


def count(text: str, origin: str) -> int:
    """A whole number above zero. Raises ConfigError."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ConfigError(f"{origin} is {quoted(text)}, which is not a whole number above zero.")
    return int(text)


def listed(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of comma-separated or repeated lists, each once, in order."""
    words = (each.strip() for text in texts for each in text.split(","))
    return tuple(dict.fromkeys(each for each in words if each))


def quoted(text: str) -> str:
    """Foreign text for a message: in quotes, escaped and short."""
    limit = 80
    return json.dumps(text if len(text) <= limit else text[: limit - 1] + "…", ensure_ascii=False)
