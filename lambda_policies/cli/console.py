"""What reaches the terminal: colours, width, and pipes that somebody closed."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO

from lambda_policies.report.escape import shown

FILE_WIDTH = 100
"""Columns where nobody's terminal says otherwise: files and pipes."""

_LONGEST = 1_000


def width() -> int:
    """The columns of the terminal, or of ``COLUMNS``."""
    return shutil.get_terminal_size((FILE_WIDTH, 24)).columns


def colour() -> bool:
    """Whether to print colours: only on a terminal that has them, and not where ``NO_COLOR`` is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def emit(text: str) -> None:
    """Print to standard output. A reader that went away (``| head``) changes no exit code."""
    _write(sys.stdout, text)


def complain(sentence: str, hint: str = "") -> None:
    """Print a sentence and the way out to standard error; text of a plan in them becomes harmless."""
    lines = [f"lp: {sentence}", *(f"    {line}" for line in hint.splitlines())]
    _write(sys.stderr, "".join(f"{shown(line, _LONGEST)}\n" for line in lines))


def _write(stream: TextIO, text: str) -> None:
    """Write all of it, or nothing where nobody listens; what the stream's encoding cannot say is escaped."""
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        # Python flushes again at exit and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
