"""Which guardrail a name means: a whole id or a slug, never a prefix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from lambda_policies.errors import ConfigError
from lambda_policies.settings.words import quoted
from lambda_policies.suggest import did_you_mean


class Named(Protocol):
    """What a name can mean: a guardrail, seen from this room."""

    @property
    def id(self) -> str:
        """Such as LP203."""

    @property
    def slug(self) -> str:
        """Such as invoke-service-needs-source."""


Name = TypeVar("Name", bound=Named)


def one(word: str, known: Sequence[Name], origin: str) -> Name:
    """The guardrail with this id or slug. Raises ConfigError, with the nearest name."""
    for each in known:
        if word.casefold() in {each.id.casefold(), each.slug}:
            return each
    candidates = [*(each.id for each in known), *(each.slug for each in known)]
    sentence = f"There is no guardrail {quoted(word)} ({origin})."
    raise ConfigError(sentence, did_you_mean(word, candidates) or "`lp list` shows all of them.")
