"""Where a report goes: standard output and files, each in its format."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

from lambda_policies.cli import console
from lambda_policies.cli.console import FILE_WIDTH
from lambda_policies.cli.inputs import Source
from lambda_policies.errors import ConfigError, LpError, bug
from lambda_policies.report import FORMATS, Style
from lambda_policies.settings.layers import Layer
from lambda_policies.settings.words import quoted
from lambda_policies.suggest import did_you_mean
from lambda_policies.verdicts import Report

TEXT = "text"


def known(form: str, origin: str) -> str:
    """A format that exists. Raises ConfigError."""
    if form not in FORMATS:
        sentence = f"There is no format {quoted(form)} ({origin})."
        raise ConfigError(sentence, did_you_mean(form, FORMATS) or f"Formats are {', '.join(FORMATS)}.")
    return form


class Delivery:
    """Where one report goes: one format on standard output, others to files.

    Inside its ``with`` whoever reads a format is told in it what kept lp from judging, where the format can say so; on
    standard output that takes the place of the error.
    """

    def __init__(self, form: str | None, output: Sequence[str]) -> None:
        self._named, self._output = form, output
        self._printed = form if form and not output else TEXT
        self._files: tuple[tuple[str, Path], ...] = ()

    def __enter__(self) -> Self:
        return self

    def aim(self, held: Layer, plans: Sequence[Source]) -> None:
        """Settle the files with their formats: those of the flags, or else those of the configuration.

        Raises ConfigError for a format that does not exist and for a file that would replace a plan.
        """
        form = known(self._named or TEXT, "--format")
        wanted = tuple(_parse(each, form) for each in self._output)
        if not self._output:
            wanted = tuple((known(name, held.origins["outputs"]), path) for name, path in held.outputs or ())
        taken = {os.path.realpath(plan.path) for plan in plans if plan.path}
        for _, path in wanted:
            if os.path.realpath(path) in taken:
                raise ConfigError(f"The output {quoted(str(path))} would replace a plan or another output.")
            taken.add(os.path.realpath(path))
        self._files = wanted

    @property
    def passes(self) -> bool:
        """Whether any of the formats shows passes."""
        return any(FORMATS[name].passes for name in {self._printed, *(name for name, _ in self._files)})

    def deliver(self, report: Report, style: Style) -> None:
        """Write every file, without colours, and print. Raises ConfigError where a file cannot be written."""
        plain = replace(style, width=FILE_WIDTH, colour=False)
        for form, path in self._files:
            try:
                _write(path, FORMATS[form].render(report, plain))
            except OSError as error:
                raise ConfigError(f"{quoted(str(path))} cannot be written: {error.strerror}.") from None
        console.emit(FORMATS[self._printed].render(report, style))

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        here = FORMATS[self._printed].complaint if self._printed in FORMATS else None
        there = [(complaint, path) for form, path in self._files if (complaint := FORMATS[form].complaint)]
        if not isinstance(error, Exception) or not (here or there):
            return
        said = (error.sentence, error.hint) if isinstance(error, LpError) else (bug(error), "")
        for complaint, path in there:
            with suppress(OSError):
                _write(path, complaint(*said))
        if here:
            console.emit(here(*said))
            raise SystemExit(LpError.exit_code)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")


def _parse(text: str, form: str) -> tuple[str, Path]:
    """``[FORMAT=]FILE``; without a format it takes ``form``. Raises ConfigError."""
    before, equals, after = text.partition("=")
    named = bool(equals) and not set(before) & {".", "/", "\\"}
    file = after if named else text
    if file in {"", "-"}:
        raise ConfigError(f"--output {quoted(text)} names no file.", "--format prints a format to standard output.")
    return known(before, "--output") if named else form, Path(file)
