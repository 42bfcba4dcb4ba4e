"""Reports: one file per format in ``formats``, each a pure function of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from lambda_policies.report import formats
from lambda_policies.verdicts import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a report is shown. ``width`` is in columns; ``quiet``, ``width`` and ``colour`` are for text only."""

    verbose: bool = False
    quiet: bool = False
    width: int = 80
    colour: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: what renders a report, as text that ends with a newline.

    ``passes``: it shows every pass. ``complaint`` renders what kept a run from judging, a sentence and the way out,
    for readers who would not look at standard error.
    """

    render: Callable[[Report, Style], str]
    passes: bool = False
    complaint: Callable[[str, str], str] | None = None


class _Formats(Mapping[str, Format]):
    """Every format by name. A format is imported when it is asked for."""

    def __init__(self) -> None:
        self._names = tuple(module.name.replace("_", "-") for module in iter_modules(formats.__path__))

    def __getitem__(self, name: str) -> Format:
        if name not in self._names:
            raise KeyError(name)
        found: Format = import_module(f"{formats.__name__}.{name.replace('-', '_')}").FORMAT
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


FORMATS: Mapping[str, Format] = _Formats()
"""What ``--format`` accepts: each file of ``formats`` holds one ``FORMAT``."""
