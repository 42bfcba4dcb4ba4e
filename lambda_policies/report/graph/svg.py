"""One SVG picture that stands alone: its own style, light and dark, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambda_policies.report.cards import text
from lambda_policies.report.graph.layout import BOX, COLUMNS, WIDTH, Layout, layout
from lambda_policies.report.graph.model import MEANINGS, Arrow, Band, Box, Column, Graph, Tone
from lambda_policies.report.lines import Paper
from lambda_policies.report.page import asset

MARGIN = 24
HEAD = 58
LINES = 3
TOP = 118
LEGEND = 22
_LETTERS = {
    Column.CALLER: (27, 32),
    Column.FUNCTION: (19, 23),
    Column.ROLE: (21, 25),
    Column.REACH: (32, 38),
}
"""How many letters a line of a box has room for: of its name, and below that."""
LABEL = 28
_BREAKS = re.compile(r"(?<=[\s./:,])")


def render(graph: Graph) -> str:
    """The graph as an SVG document."""
    drawn = [(band, layout(band)) for band in graph.bands]
    top = TOP + LEGEND * (len(_tones(graph)) + len(graph.notes))
    height = top + sum(HEAD + place.height + MARGIN for _, place in drawn) + MARGIN
    size = f'width="{WIDTH + 2 * MARGIN}" height="{height}" viewBox="{-MARGIN} 0 {WIDTH + 2 * MARGIN} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph alone" {size} role="img" aria-labelledby="title desc">',
        f'<title id="title">{text(f"Access in {graph.name}")}</title><desc id="desc">{text(graph.summary)}</desc>',
        f"<style>{asset('graph.css')}</style>",
        f'<rect class="page" x="{-MARGIN}" width="{WIDTH + 2 * MARGIN}" height="{height}"/>',
        *_head(graph),
    ]
    for band, place in drawn:
        parts += [
            f'<g transform="translate(0 {top})">',
            f'<text class="title" y="26">{text(band.title)}</text><path class="rule" d="M0 40H{WIDTH}"/>',
            f'<g transform="translate(0 {HEAD - 6})">',
            *drawing(band, place),
            "</g></g>",
        ]
        top += HEAD + place.height + MARGIN
    return "\n".join([*parts, "</svg>"]) + "\n"


def _tones(graph: Graph) -> list[Tone]:
    found = {arrow.tone for band in graph.bands for arrow in band.arrows}
    return [tone for tone in Tone if tone in found]


def _head(graph: Graph) -> Iterator[str]:
    yield f'<text class="name" y="48">{text(graph.name)}</text>'
    yield f'<text class="detail" y="72">{text(graph.summary)}.</text>'
    for number, note in enumerate(graph.notes):
        yield f'<text class="detail" y="{94 + LEGEND * number}">{text(note)}</text>'
    for number, tone in enumerate(_tones(graph), len(graph.notes)):
        y = 100 + LEGEND * number
        yield f'<g class="is-{tone}"><path class="arrow" d="M0 {y}H34"/>'
        yield f'<text class="detail" x="44" y="{y + 4}">{tone}: {MEANINGS[tone]}</text></g>'


def drawing(band: Band, place: Layout) -> Iterator[str]:
    """The boxes and arrows of a band. What stands out lies on top."""
    order = list(reversed(Tone))
    columns = {box.number: box.column for box in band.boxes}
    for arrow in sorted(band.arrows, key=lambda one: order.index(one.tone)):
        yield from _arrow(arrow, place, columns[arrow.source], columns[arrow.target])
    for box in band.boxes:
        yield from _box(box, place.boxes[box.number])


def _box(box: Box, middle: float) -> Iterator[str]:
    left, width = COLUMNS[box.column]
    top = middle - BOX / 2
    yield f'<g class="box in-{box.column.name.lower()} is-{box.tone}"><title>{text(chr(10).join(box.lines))}</title>'
    yield f'<rect x="{left}" y="{top:g}" width="{width}" height="{BOX}" rx="10"/>'
    lines = _fitted(box.lines, _LETTERS[box.column])
    first = middle + 4.5 - 8 * (len(lines) - 1)
    for number, (kind, line) in enumerate(lines):
        yield f'<text class="{kind}" x="{left + 14}" y="{first + 16 * number:g}">{text(line)}</text>'
    if box.tone is not Tone.PLAIN:
        yield f'<text class="mark" x="{left + width - 12}" y="{top - 4:g}">{box.tone}</text>'
    yield "</g>"


def _fitted(lines: tuple[str, ...], letters: tuple[int, int]) -> list[tuple[str, str]]:
    """The lines as far as a box has room for them; each but the last keeps room for one of the next."""
    found: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        room = LINES - len(found) - (len(lines) - 1 - number)
        kind = "first" if number == 0 else "more"
        found += [(kind, part) for part in wrapped(line, letters[number > 0], max(room, 1))]
    return found[:LINES]


def wrapped(said: str, letters: int, most: int) -> list[str]:
    """Text in at most so many lines of so many letters, broken after blanks and the signs of addresses."""
    pieces = [piece[at : at + letters] for piece in _BREAKS.split(said) for at in range(0, len(piece), letters)]
    lines = [line.rstrip() for line in Paper(letters).flow(pieces, 0, gap="")]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1][: letters - 1]}…"]


def _arrow(arrow: Arrow, place: Layout, source: Column, target: Column) -> Iterator[str]:
    (from_left, from_width), (left, _) = COLUMNS[source], COLUMNS[target]
    start, end = place.boxes[arrow.source], place.boxes[arrow.target]
    right = from_left + from_width
    yield f'<g class="is-{arrow.tone}"><title>{text(", ".join(arrow.grants))}</title>'
    label = place.labels.get((arrow.source, arrow.target))
    if label is None:
        yield f'<path class="arrow" d="M{right} {start:g}{_curve(right, start, left, end)}"/>{_head_at(left, end)}</g>'
        return
    near, far = right + 22, left - 28
    path = f"M{right} {start:g}{_curve(right, start, near, label)}H{far}{_curve(far, label, left, end)}"
    yield f'<path class="arrow" d="{path}"/>{_head_at(left, end)}'
    lines = [part for grant in arrow.grants[:2] for part in wrapped(grant, LABEL, 2)]
    more = len(arrow.grants) - 2
    lines += [f"and {more} more"] if more > 0 else []
    for number, line in enumerate(reversed(lines[:LINES])):
        yield f'<text class="grant" x="{near + 4}" y="{label - 6 - 13 * number:g}">{text(line)}</text>'
    yield "</g>"


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    """A smooth step to the right."""
    half = (x + to_x) / 2
    return f"H{to_x}" if y == to_y else f"C{half:g} {y:g} {half:g} {to_y:g} {to_x} {to_y:g}"


def _head_at(x: float, y: float) -> str:
    return f'<path class="tip" d="M{x} {y:g}l-9 -4.5v9z"/>'
