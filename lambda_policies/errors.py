"""The tree of errors: each carries a sentence, the way out, and the exit code 2 ("cannot judge").

LpError
├── PlanError      what was given is not a plan that can be judged
├── PackError      a pack, a guardrail or a parameter is wrong
├── ConfigError    lp.toml, an environment variable or an option is wrong
└── WaiverError    waivers.yaml is wrong
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

_PACKAGE = Path(__file__).parent


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


def bug(error: Exception) -> str:
    """The sentence for an error that nobody expected; its own message may hold values of the plan and is left out."""
    import traceback

    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if _PACKAGE in Path(frame.filename).parents]
    place = f" in {Path(ours[-1].filename).relative_to(_PACKAGE)}, line {ours[-1].lineno}" if ours else ""
    return f"This is a bug of lp: {type(error).__name__}{place}. Nothing was judged."
