"""What a replica must not miss: which triggers were taken, and the pages of results. In memory by default."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

CLAIMED_SECONDS = 86_400
MOST_CLAIMS = 100_000
MOST_PAGES = 64 * 1024 * 1024


class StoreError(Exception):
    """The store did not answer."""


class Store(Protocol):
    """Everything that is kept. Each method raises StoreError where the store cannot be reached."""

    async def claim(self, task: str) -> bool:
        """Take a task; False where it was taken before, here or by another replica."""

    async def keep(self, key: str, page: str, seconds: int) -> None:
        """Keep a page for so long."""

    async def page(self, key: str) -> str | None:
        """A page that is kept, or None."""

    async def ready(self) -> None:
        """Return where it can be reached."""

    async def close(self) -> None:
        """Let go of it."""


class Memory:
    """A store for one process. The oldest entries go when there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._claims: OrderedDict[str, float] = OrderedDict()
        self._pages: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._size = 0

    async def claim(self, task: str) -> bool:
        """See `Store`."""
        now = self._clock()
        while self._claims and (next(iter(self._claims.values())) <= now or len(self._claims) > MOST_CLAIMS):
            self._claims.popitem(last=False)
        if task in self._claims:
            return False
        self._claims[task] = now + CLAIMED_SECONDS
        return True

    async def keep(self, key: str, page: str, seconds: int) -> None:
        """See `Store`."""
        self._pages[key] = self._clock() + seconds, page
        self._size += len(page)
        while self._size > MOST_PAGES:
            self._forget(next(iter(self._pages)))

    async def page(self, key: str) -> str | None:
        """See `Store`."""
        found = self._pages.get(key)
        if found and found[0] <= self._clock():
            self._forget(key)
            return None
        return found[1] if found else None

    async def ready(self) -> None:
        """Memory always is."""

    async def close(self) -> None:
        """Nothing is held beside memory."""

    def _forget(self, key: str) -> None:
        _, page = self._pages.pop(key)
        self._size -= len(page)
