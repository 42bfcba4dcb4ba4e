"""Dated facts, each with its source and the day it was retrieved."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The facts in ``<name>.json`` beside this file, read once. Callers do not change what they get."""
    # Not importlib.resources: importing it costs more than everything else here, and the wheel is never a zip.
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8"))
    return loaded
