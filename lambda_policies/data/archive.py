"""What is known of IAM, in one compressed file: ``iam.dat``, an index in one line and a chunk for each service.

``tools/iam_data.py`` writes it; README.md beside it says from what. Only what is asked for is decoded: the index takes
a quarter of a millisecond, most services less.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

_FILE = Path(__file__).with_name("iam.dat")


@cache
def index() -> dict[str, Any]:
    """Where each chunk lies, and where its facts come from. Callers do not change what they get."""
    with _FILE.open("rb") as file:
        line = file.readline()
    return {**json.loads(line), "body": len(line)}


def retrieved(part: Literal["actions", "policies"]) -> date:
    """The day of the data about actions, or about managed policies."""
    return date.fromisoformat(index()[part]["retrieved"])


def service_lines(service: str) -> list[str] | None:
    """The lines about a service, or None where it is not in the data."""
    place = index()["services"].get(service)
    return None if place is None else _lines(*place)


def policy_line(name: str) -> str | None:
    """The document of the managed policy with this path and name, as JSON, or None where it is not in the data."""
    chunks = index()["chunks"]
    number = bisect_right(list(chunks), name) - 1
    found = _policies(*chunks[list(chunks)[number]]) if number >= 0 else {}
    return found.get(name)


@lru_cache(maxsize=16)
def _policies(start: int, length: int) -> dict[str, str]:
    parted = (line.partition(" ") for line in _lines(start, length))
    return {name: text for name, _, text in parted}


def _lines(start: int, length: int) -> list[str]:
    with _FILE.open("rb") as file:
        file.seek(index()["body"] + start)
        return zlib.decompress(file.read(length)).decode().split("\n")
