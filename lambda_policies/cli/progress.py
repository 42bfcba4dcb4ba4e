"""A bar on standard error while work takes long, for a person at a terminal and nobody else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from threading import Lock, Timer
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds after which a person wonders."""
CI = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "ATLANTIS_TERRAFORM_VERSION", "TFC_RUN_ID")
"""Variables that say that nobody watches."""


def watched() -> bool:
    """Whether somebody may be watching standard error."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not any(map(os.environ.get, CI))


class Bar:
    """Counts plans. It shows only when the work takes longer than ``PATIENCE``, and leaves no trace."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._bar: Progress | None = None
        self._lock = Lock()
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if watched():
            self._timer.start()
        return self

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """The same things; one is done when the next is asked for."""
        for thing in things:
            yield thing
            with self._lock:
                self._done += 1
                if self._bar:
                    self._bar.update(self._bar.task_ids[0], completed=self._done)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("Judging"), BarColumn(), MofNCompleteColumn(), TextColumn("plans"), TimeElapsedColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        with self._lock:
            if self._total < 0:
                return
            bar.add_task("", total=self._total if self._total > 1 else None, completed=self._done)
            bar.start()
            self._bar = bar

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._total = -1
            if self._bar:
                self._bar.stop()
