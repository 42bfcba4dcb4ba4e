"""How long to wait before something is tried again: twice as long each time, bounded, and not all at once."""

from __future__ import annotations

import random
from collections.abc import Iterator

LONGEST = 30.0


def pauses(first: float) -> Iterator[float]:
    """Seconds to wait, without end. The half of each is chance, so that tasks that failed together do not return so."""
    pause = first
    while True:
        yield pause * random.uniform(0.5, 1)  # noqa: S311 - nobody gains by guessing it
        pause = min(2 * pause, LONGEST)


def asked_for(header: str | None) -> float:
    """The seconds of a ``Retry-After`` in seconds, bounded; 0 for anything else."""
    digits = (header or "").strip()
    return min(float(digits), LONGEST) if digits.isascii() and digits.isdigit() else 0.0
