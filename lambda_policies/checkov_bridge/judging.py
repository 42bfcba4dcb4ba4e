"""The way through the house as Checkov takes it: one plan file, and what the environment and ``lp.toml`` say.

Checkov leaves no room for options of ours, so the variables of the command line and its configuration file are what
configures its checks.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from lambda_policies import pipeline, resolved
from lambda_policies.errors import ConfigError
from lambda_policies.packs.pack import Pack
from lambda_policies.resolved import Resolved
from lambda_policies.settings import environment, read
from lambda_policies.settings.words import quoted
from lambda_policies.verdicts import Report

UNDECIDED = "LP_CHECKOV_UNKNOWN"
"""The variable that makes undecided verdicts fail in Checkov, under an id of their own."""


def pack() -> Pack:
    """The guardrails that Checkov runs: those that hold where it was started. Raises PackError and ConfigError."""
    return settled(_file(Path())).chosen


def judge(plan: str) -> Report:
    """Judge one plan file, passes included, as the configuration nearest to it says. Raises LpError and OSError."""
    path = Path(plan)
    today = datetime.now(tz=UTC).date()  # noqa: TID251 - Checkov is the command line here
    options = replace(settled(_file(path.parent)).options(today), keep_passes=True)
    return pipeline.check([(plan, path.read_bytes())], options)


def undecided_fails() -> bool:
    """Whether undecided verdicts are to fail. Raises ConfigError."""
    said = os.environ.get(UNDECIDED, "")  # noqa: TID251 - as above
    if said not in {"", "fail"}:
        raise ConfigError(f"{UNDECIDED} is {quoted(said)}.", "It is fail, or not set.")
    return bool(said)


@cache
def settled(file: Path | None) -> Resolved:
    """What holds with this configuration file. Raises PackError and ConfigError."""
    layers = [environment.layer(os.environ), *([read.layer(file)] if file else [])]  # noqa: TID251 - as above
    return resolved.resolve(layers, file)


def _file(folder: Path) -> Path | None:
    """The configuration nearest to *folder*, or else to where Checkov was started. Raises ConfigError."""
    return read.find(folder) or read.find(Path())
