"""Where a report goes: standard output and files, each in its format."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lambda_policies.cli.console import FILE_WIDTH
from lambda_policies.cli.inputs import Source
from lambda_policies.errors import ConfigError
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


def files(
    form: str | None, output: Sequence[str], held: Layer, plans: Sequence[Source]
) -> tuple[tuple[str, Path], ...]:
    """The files to write, with their formats: those of the flags, or else those of the configuration.

    Raises ConfigError for a format that does not exist and for a file that would replace a plan.
    """
    form = known(form or TEXT, "--format")
    wanted = tuple(_parse(each, form) for each in output)
    if not output:
        wanted = tuple((known(name, held.origins["outputs"]), path) for name, path in held.outputs or ())
    taken = {os.path.realpath(plan.path) for plan in plans if plan.path}
    for _, path in wanted:
        if os.path.realpath(path) in taken:
            raise ConfigError(f"The output {quoted(str(path))} would replace a plan or another output.")
        taken.add(os.path.realpath(path))
    return wanted


def show_passes(form: str | None, wanted: Sequence[tuple[str, Path]]) -> bool:
    """Whether any format that is asked for shows passes."""
    return any(FORMATS[name].passes for name in {form or TEXT, *(name for name, _ in wanted)})


def deliver(report: Report, style: Style, wanted: Sequence[tuple[str, Path]]) -> None:
    """Write every file in its format, without colours. Raises ConfigError where one cannot be written."""
    plain = replace(style, width=FILE_WIDTH, colour=False)
    for form, path in wanted:
        try:
            path.write_text(FORMATS[form].render(report, plain), encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise ConfigError(f"{quoted(str(path))} cannot be written: {error.strerror}.") from None


def _parse(text: str, form: str) -> tuple[str, Path]:
    """``[FORMAT=]FILE``; without a format it takes ``form``. Raises ConfigError."""
    before, equals, after = text.partition("=")
    named = bool(equals) and not set(before) & {".", "/", "\\"}
    file = after if named else text
    if file in {"", "-"}:
        raise ConfigError(f"--output {quoted(text)} names no file.", "--format prints a format to standard output.")
    return known(before, "--output") if named else form, Path(file)
