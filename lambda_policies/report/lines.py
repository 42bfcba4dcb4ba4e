"""Laying out lines for a terminal: wrapping, right-aligned marks, counted nouns, colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

NARROWEST = 40
WIDEST = 120


class Ink(StrEnum):
    """The few ways to stress a word, as ANSI attributes."""

    LOUD = "1;31"
    RED = "31"
    YELLOW = "33"
    GREEN = "32"
    BOLD = "1"
    FAINT = "2"


@dataclass(frozen=True, slots=True)
class Paper:
    """What lines are written on: ``width`` in columns, and whether there is colour."""

    width: int = 80
    colour: bool = False

    def paint(self, text: str, ink: Ink | None) -> str:
        """``text`` in colour, where there is colour."""
        return f"\x1b[{ink}m{text}\x1b[0m" if self.colour and ink and text else text

    def wrap(self, text: str, indent: int, hanging: int = 0) -> list[str]:
        """``text`` broken between words; a word that is wider than the paper stays whole on its own line."""
        return self.flow(text.split(), indent, gap=" ", hanging=hanging)

    def flow(self, pieces: Iterable[str], indent: int, *, gap: str, hanging: int = 0) -> list[str]:
        """Pieces joined with ``gap``, never broken themselves; ``hanging`` indents all lines but the first."""
        lines: list[str] = []
        margin, line = " " * indent, ""
        for piece in pieces:
            if line and len(margin) + len(line) + len(gap) + len(piece) > self.width:
                lines.append(margin + line.rstrip())
                margin, line = " " * (indent + hanging), piece
            else:
                line = f"{line}{gap}{piece}" if line else piece
        return [*lines, margin + line] if line else lines

    def right(self, line: str, mark: str, ink: Ink | None = None) -> list[str]:
        """``line`` with a mark at the right edge, or the mark on the next line where it does not fit."""
        if not mark:
            return [line]
        room = self.width - len(line) - len(mark)
        painted = self.paint(mark, ink)
        if room >= 2:  # noqa: PLR2004 - two blanks part the mark from the text
            return [line + " " * room + painted]
        return [line, " " * max(self.width - len(mark), 0) + painted]


def paper(width: int, *, colour: bool) -> Paper:
    """Paper of a width at which sentences can be read."""
    return Paper(min(max(width, NARROWEST), WIDEST), colour)


def counted(number: int, noun: str) -> str:
    """``1 function``, ``12 functions``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def some(items: list[str], most: int) -> list[str]:
    """At most ``most`` items, separated by commas, the last saying how many more there are."""
    shown = items if len(items) <= most + 1 else items[:most]
    listed = [f"{item}," for item in shown[:-1]] + shown[-1:]
    return listed if len(shown) == len(items) else [*listed, f"and {len(items) - len(shown)} more"]
