"""How loud formats of CI are about a finding."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lambda_policies.verdicts import Effect, Finding, Severity


class Level(StrEnum):
    """The three levels that CI systems know, loudest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


LEVELS: Mapping[Severity, Level] = MappingProxyType(
    {
        Severity.CRITICAL: Level.ERROR,
        Severity.HIGH: Level.ERROR,
        Severity.MEDIUM: Level.WARNING,
        Severity.LOW: Level.NOTE,
        Severity.INFO: Level.NOTE,
    }
)
"""What a severity is where it denies."""


def level(finding: Finding) -> Level:
    """The level of a finding: what only warns is no error, and what denies is one whatever its severity."""
    if finding.effect is Effect.DENY:
        return Level.ERROR
    return max(LEVELS[finding.severity], Level.WARNING, key=list(Level).index)
