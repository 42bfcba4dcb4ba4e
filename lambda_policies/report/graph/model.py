"""What is drawn: boxes and arrows, in a band for each role and the functions that run as it. Knows no format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What stands out, the worst first."""

    PUBLIC = "public"
    EVERYTHING = "everything"
    FOREIGN = "foreign"
    UNDECIDED = "undecided"
    PLAIN = "plain"


MEANINGS = {
    Tone.PUBLIC: "anyone can invoke it",
    Tone.EVERYTHING: "it can do everything to everything",
    Tone.FOREIGN: "another account or organisation, or a service for anyone's resources",
    Tone.UNDECIDED: "what decides is not known",
    Tone.PLAIN: "named, and of this plan or account",
}


class Column(StrEnum):
    """Where a box stands, from left to right."""

    CALLER = "who can invoke it"
    FUNCTION = "function"
    ROLE = "runs as"
    REACH = "what it can do"


@dataclass(frozen=True, slots=True)
class Box:
    """A caller, a function, a role, or what it can do. The first of ``lines`` is its name."""

    number: int
    column: Column
    lines: tuple[str, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Arrow:
    """One box leads to another by what ``grants`` it: addresses of permissions, or statements in words."""

    source: int
    target: int
    grants: tuple[str, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Band:
    """The functions of one role. Boxes are numbered through the whole graph."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def tone(self) -> Tone:
        """The worst in it."""
        return worst(box.tone for box in self.boxes)

    def of(self, column: Column) -> tuple[Box, ...]:
        """The boxes of one column."""
        return tuple(box for box in self.boxes if box.column is column)


@dataclass(frozen=True, slots=True)
class Graph:
    """All of it for one plan, the bands that stand out most first; ``hidden`` functions were filtered away."""

    name: str
    bands: tuple[Band, ...]
    notes: tuple[str, ...] = ()
    hidden: int = 0

    @property
    def summary(self) -> str:
        """Figures in a sentence."""
        functions = sum(len(band.of(Column.FUNCTION)) for band in self.bands)
        said = f"{functions} {'function' if functions == 1 else 'functions'}"
        counts = Counter(arrow.tone for band in self.bands for arrow in band.arrows)
        told = [f"{counts[tone]} {tone}" for tone in Tone if counts[tone] and tone is not Tone.PLAIN]
        arrows = f"; of {counts.total()} arrows {', '.join(told)}" if told else ""
        hidden = f"; {self.hidden} functions more are not shown" if self.hidden else ""
        return f"{said}{arrows}{hidden}"


def worst(tones: Iterator[Tone]) -> Tone:
    """The one of *tones* that stands out most."""
    order = list(Tone)
    return min(tones, key=order.index, default=Tone.PLAIN)
