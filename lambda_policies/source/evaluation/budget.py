"""How much may be evaluated: steps and sizes, for one plan and for one attribute of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lambda_policies.source.evaluation.holes import SpentError, children

EACH = 200_000
"""Steps for one attribute."""
ALL = 5_000_000
"""Steps for all attributes of a plan."""
DEPTH = 120
"""How deep evaluation goes: expressions in locals in module inputs and so on."""
LARGEST = 50_000
"""Parts of one value."""
LONGEST = 1 << 20
"""Characters of one text."""


class Budget:
    """What is left."""

    def __init__(self, each: int = EACH, total: int = ALL) -> None:
        self._each = each
        self._total = total
        self._left = 0
        self._deep = 0

    def renew(self) -> None:
        """Begin with another attribute."""
        self._left = min(self._each, self._total)
        self._total -= self._left
        self._deep = 0

    def close(self) -> None:
        """End with it: what it did not need stays for others."""
        self._total += max(self._left, 0)
        self._left = 0

    def spend(self, steps: int = 1) -> None:
        """Take steps. Raises ``SpentError`` where there are none left."""
        self._left -= steps
        if self._left < 0:
            raise SpentError

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level further in."""
        self._deep += 1
        if self._deep > DEPTH:
            raise SpentError
        try:
            yield
        finally:
            self._deep -= 1

    def weighed(self, value: Any) -> Any:
        """*value*, of which every part takes a step; a big one made of itself many times over is too big."""
        waiting, parts = [value], 0
        while waiting:
            node = waiting.pop()
            parts += 1
            if isinstance(node, str):
                parts += len(node) >> 6
                if len(node) > LONGEST:
                    raise SpentError
            else:
                waiting += children(node)
            if parts > LARGEST:
                raise SpentError
        self.spend(parts)
        return value
