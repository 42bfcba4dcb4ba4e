"""The way through the house as Checkov takes it: one plan file, and the pack and the day that the environment names.

Checkov leaves no room for options of ours, so the variables of the command line are what configures its checks.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from lambda_policies import packs, pipeline
from lambda_policies.packs.pack import Pack
from lambda_policies.settings import environment
from lambda_policies.settings.layers import Layer
from lambda_policies.verdicts import Report


@cache
def pack() -> Pack:
    """The guardrails that Checkov runs. Raises PackError and ConfigError."""
    held = _held()
    return packs.load(held.profile, held.pack).select(held.select or (), held.ignore or ())


def judge(plan: str) -> Report:
    """Judge one plan file, passes included. Raises LpError and OSError."""
    as_of = _held().as_of or datetime.now(tz=UTC).date()  # noqa: TID251 - Checkov is the command line here
    options = pipeline.Options(pack=pack(), as_of=as_of, keep_passes=True)
    return pipeline.check([(plan, Path(plan).read_bytes())], options)


def _held() -> Layer:
    """What the environment says."""
    return environment.layer(os.environ)  # noqa: TID251 - as above
