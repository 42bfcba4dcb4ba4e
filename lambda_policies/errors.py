"""The tree of errors: each carries a sentence, the way out, and the exit code 2 ("cannot judge").

LpError
├── PlanError      what was given is not a plan that can be judged
├── PackError      a pack, a guardrail or a parameter is wrong
├── ConfigError    lp.toml, an environment variable or an option is wrong
└── WaiverError    waivers.yaml is wrong
"""

from __future__ import annotations

from typing import ClassVar


class LpError(Exception):
    """Something that keeps `lp` from judging. ``hint`` is what to type or change, or empty."""

    exit_code: ClassVar[int] = 2

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class PlanError(LpError):
    """What was given is not a plan that can be judged."""


class PackError(LpError):
    """A pack, a guardrail or a parameter is wrong."""


class ConfigError(LpError):
    """``lp.toml``, an environment variable or an option is wrong."""


class WaiverError(LpError):
    """``waivers.yaml`` is wrong."""
