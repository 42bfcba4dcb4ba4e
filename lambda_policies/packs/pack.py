"""A pack as the pipeline takes it, and the selection of guardrails from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lambda_policies.errors import PackError
from lambda_policies.guardrails.base import Guardrail
from lambda_policies.suggest import did_you_mean
from lambda_policies.verdicts import Effect

FAMILIES = (
    "iam",
    "invoke",
    "url",
    "code",
    "runtime",
    "secrets",
    "limits",
    "events",
    "sources",
    "api",
    "network",
    "observe",
    "governance",
)
"""The groups of guardrails in order: LP1xx is ``iam``, LP13xx ``governance``."""


class CheckovChecks(Struct, frozen=True):
    """Checks of Checkov's that run beside the guardrails: ids, and folders with a team's own checks."""

    checks: tuple[str, ...] = ()
    external: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.checks or self.external)


class Pack(Struct, frozen=True):
    """Guardrails in order, the effects that the pack writes down and the parameters that it sets, both by id."""

    name: str
    guardrails: tuple[Guardrail[Any], ...]
    effects: Mapping[str, Effect | None] = msgspec.field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, Any]] = msgspec.field(default_factory=dict)
    checkov: CheckovChecks = CheckovChecks()

    def select(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Pack:
        """Keep the guardrails that *select* names (all where it is empty) and leave out those that *ignore* names.

        A word is a whole id, a slug or a family. ``PackError`` says which one names nothing.
        """
        chosen = self._named(select) if select else {guardrail.id for guardrail in self.guardrails}
        left_out = self._named(ignore)
        kept = tuple(one for one in self.guardrails if one.id in chosen and one.id not in left_out)
        return replace(self, guardrails=kept)

    def _named(self, words: Sequence[str]) -> set[str]:
        return {identity for word in words for identity in self._one(word)}

    def _one(self, word: str) -> set[str]:
        found = {one.id for one in self.guardrails if word in {one.id, one.slug} or word == family(one.id)}
        if found or word in FAMILIES:
            return found
        known = [*FAMILIES, *(one.id for one in self.guardrails), *(one.slug for one in self.guardrails)]
        msg = f"Pack {self.name} has no guardrail or family {word!r}. {did_you_mean(word, known)}".strip()
        raise PackError(msg)


def family(identity: str) -> str:
    """The family of a guardrail id: ``LP203`` is of ``invoke``; empty for ids of other packs."""
    match = re.fullmatch(r"LP(\d{1,2})\d\d", identity)
    number = int(match[1]) if match else 0
    return FAMILIES[number - 1] if 1 <= number <= len(FAMILIES) else ""


def by_number(identity: str) -> tuple[str, int]:
    """Sorts ids by prefix and number, so that LP201 comes before LP1202."""
    prefix = identity.rstrip("0123456789")
    return prefix, int(identity[len(prefix) :] or 0)
