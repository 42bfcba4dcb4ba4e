"""How much work one question may cost. Over it the question stays undecided, whoever wrote the documents."""

from __future__ import annotations

import threading

_STEPS = 3_000_000
"""Steps of one question. One is a step of an automaton, a third of a microsecond."""


class ExhaustedError(Exception):
    """The budget of a question is spent."""


class _Meter(threading.local):
    left = _STEPS


_meter = _Meter()


def start(steps: int = _STEPS) -> None:
    """Begin a question, which may cost so many steps."""
    _meter.left = steps


def spend(steps: int) -> None:
    """Take steps away. Raises ExhaustedError where none are left."""
    _meter.left -= steps
    if _meter.left < 0:
        raise ExhaustedError
