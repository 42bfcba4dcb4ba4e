"""Reports: one file per format, each a pure function of the report. A format is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lambda_policies.verdicts import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a report is shown. ``width`` is in columns; ``quiet``, ``width`` and ``colour`` are for text only."""

    verbose: bool = False
    quiet: bool = False
    width: int = 80
    colour: bool = False


def _text(report: Report, style: Style) -> str:
    from lambda_policies.report import text

    return text.render(report, verbose=style.verbose, quiet=style.quiet, width=style.width, colour=style.colour)


def _json(report: Report, style: Style) -> str:
    from lambda_policies.report import json

    return json.render(report, verbose=style.verbose)


FORMATS: Mapping[str, Callable[[Report, Style], str]] = MappingProxyType({"text": _text, "json": _json})
"""What ``--format`` accepts, and the renderer behind each name. What a renderer returns ends with a newline."""
