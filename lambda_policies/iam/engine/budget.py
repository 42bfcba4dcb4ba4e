"""How much work one question may cost. Over it the question stays undecided."""

from __future__ import annotations

DEFAULT = 50_000


class ExhaustedError(Exception):
    """The budget of a question is spent."""


class Budget:
    """Steps that are left. One step is one split of a region or one state of an automaton."""

    __slots__ = ("left",)

    def __init__(self, steps: int = DEFAULT) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps away. Raises ExhaustedError where none are left."""
        self.left -= steps
        if self.left < 0:
            raise ExhaustedError
