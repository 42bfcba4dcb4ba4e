"""The bar: for a person at a terminal whose plans take long, and for nobody else."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from lambda_policies.cli import progress


class Terminal(io.StringIO):
    """A standard error that somebody watches, or that nobody does."""

    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Terminal]:
    """No CI, a bar that waits for nothing, and a terminal; pytest itself sets standard error when a test begins."""
    for name in progress.CI:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0.0)

    def begin() -> Terminal:
        terminal = Terminal(tty=True)
        monkeypatch.setattr(sys, "stderr", terminal)
        return terminal

    return begin


def until_it_shows(terminal: Terminal) -> Iterator[str]:
    """One plan that takes as long as the bar needs, and one more."""
    for _ in range(1_000):
        if "Judging" in terminal.getvalue():
            break
        time.sleep(0.01)
    yield "a"
    yield "b"


def test_a_long_run_shows_a_bar_and_takes_it_away(watch: Callable[[], Terminal]) -> None:
    terminal = watch()
    with progress.Bar(2) as bar:
        assert list(bar.each(until_it_shows(terminal))) == ["a", "b"]
    shown = terminal.getvalue()
    assert "0/2" in shown
    assert shown.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_a_short_run_shows_none(watch: Callable[[], Terminal], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watch()
    monkeypatch.setattr(progress, "PATIENCE", 1_000.0)
    with progress.Bar(2) as bar:
        assert list(bar.each(["a", "b"])) == ["a", "b"]
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("name", [*progress.CI, "TERM"])
def test_nobody_watches_in_ci(name: str, watch: Callable[[], Terminal], monkeypatch: pytest.MonkeyPatch) -> None:
    watch()
    assert progress.watched()
    monkeypatch.setenv(name, "dumb")
    assert not progress.watched()


@pytest.mark.usefixtures("watch")
def test_nobody_watches_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal(tty=False))
    assert not progress.watched()
