"""A graph of Graphviz's language, for whoever lays it out with tools of their own."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.report.escape import plain
from lambda_policies.report.graph.model import Arrow, Box, Column, Graph, Tone

TEXT = 160
_SHAPES = {Column.CALLER: "box", Column.FUNCTION: "component", Column.ROLE: "hexagon", Column.REACH: "box"}
_LOOKS = {
    Tone.PUBLIC: 'color="#a8123a" fontcolor="#a8123a" penwidth=3',
    Tone.EVERYTHING: 'color="#a8123a" fontcolor="#a8123a" penwidth=3',
    Tone.FOREIGN: 'color="#b3400b" fontcolor="#b3400b" penwidth=2',
    Tone.UNDECIDED: 'color="#5f3dbb" fontcolor="#5f3dbb" style="dashed"',
}


def render(graph: Graph) -> str:
    """The graph as text that ends with a newline."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    yield "digraph access {"
    yield f"  label={_text(graph.name, graph.summary, *graph.notes)};"
    yield '  rankdir=LR; fontname="Helvetica"; labelloc=t; newrank=true;'
    yield '  node [fontname="Helvetica" fontsize=11 shape=box]; edge [fontname="Helvetica" fontsize=9];'
    for number, band in enumerate(graph.bands):
        yield f"  subgraph cluster_{number} {{"
        yield f'    label={_text(band.title)}; color="#c8c8c4";'
        yield from (f"    {_box(box)}" for box in band.boxes)
        yield from (f"    {_arrow(arrow)}" for arrow in band.arrows)
        yield "  }"
    yield "}"


def _box(box: Box) -> str:
    marked = (*box.lines, f"({box.tone})") if box.tone is not Tone.PLAIN else box.lines
    return f"n{box.number} [label={_text(*marked)} shape={_SHAPES[box.column]}{_look(box.tone)}];"


def _arrow(arrow: Arrow) -> str:
    label = f" label={_text(*arrow.grants)}" if arrow.grants else ""
    return f"n{arrow.source} -> n{arrow.target} [{(label + _look(arrow.tone)).strip()}];"


def _look(tone: Tone) -> str:
    return f" {_LOOKS[tone]}" if tone in _LOOKS else ""


def _text(*lines: str) -> str:
    r"""Lines as one quoted text: Graphviz reads ``\N``, ``\"`` and entities of HTML in it."""
    told = (plain(line, TEXT).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + r"\n".join(told) + '"'
