"""A flowchart of Mermaid, for Markdown of GitHub, GitLab and others. Text becomes entity codes, but for plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambda_policies.report.escape import plain
from lambda_policies.report.graph.model import Arrow, Box, Column, Graph, Tone

TEXT = 160
LETTERS, ARROWS = 50_000, 500
"""What Mermaid draws at most, unless whoever runs it says otherwise; GitHub does not."""
_OTHER = re.compile(r"[^A-Za-z0-9 _.,()\[\]/-]")
_APART = "#8203;"
_SHAPES = {Column.CALLER: "([{}])", Column.FUNCTION: "[[{}]]", Column.ROLE: "{{{{{}}}}}", Column.REACH: "[{}]"}
_CLASSES = {
    Tone.PUBLIC: "fill:#fde3e8,stroke:#a8123a,stroke-width:3px,color:#5c0a20",
    Tone.EVERYTHING: "fill:#fde3e8,stroke:#a8123a,stroke-width:3px,color:#5c0a20",
    Tone.FOREIGN: "fill:#fdeadd,stroke:#b3400b,stroke-width:2px,color:#5e2206",
    Tone.UNDECIDED: "fill:#ece6fb,stroke:#5f3dbb,stroke-dasharray:4 3,color:#2e1d5e",
}
_STROKES = {
    Tone.PUBLIC: "stroke:#a8123a,stroke-width:3px",
    Tone.EVERYTHING: "stroke:#a8123a,stroke-width:3px",
    Tone.FOREIGN: "stroke:#b3400b,stroke-width:2px",
    Tone.UNDECIDED: "stroke:#5f3dbb,stroke-dasharray:4 3",
}


def render(graph: Graph) -> str:
    """The graph as text that ends with a newline."""
    return "\n".join(_lines(graph)) + "\n"


def fits(graph: Graph, text: str) -> bool:
    """Whether Mermaid draws *text*, which is that of *graph*."""
    return len(text) <= LETTERS and sum(len(band.arrows) for band in graph.bands) <= ARROWS


def _lines(graph: Graph) -> Iterator[str]:
    yield "flowchart LR"
    yield from (f"  classDef {tone} {style}" for tone, style in _CLASSES.items())
    for number, band in enumerate(graph.bands):
        yield f"  subgraph b{number}[{_text(band.title)}]"
        yield "    direction LR"
        yield from (f"    {_box(box)}" for box in band.boxes)
        yield from (f"    {_arrow(arrow)}" for arrow in band.arrows)
        yield "  end"
    arrows = [arrow for band in graph.bands for arrow in band.arrows]
    for tone, style in _STROKES.items():
        numbers = [str(number) for number, arrow in enumerate(arrows) if arrow.tone is tone]
        if numbers:
            yield f"  linkStyle {','.join(numbers)} {style}"


def _box(box: Box) -> str:
    marked = (*box.lines, f"({box.tone})") if box.tone is not Tone.PLAIN else box.lines
    tone = "" if box.tone is Tone.PLAIN else f":::{box.tone}"
    return f"n{box.number}{_SHAPES[box.column].format(_text(*marked))}{tone}"


def _arrow(arrow: Arrow) -> str:
    label = f"|{_text(*arrow.grants)}|" if arrow.grants else ""
    return f"n{arrow.source} -->{label} n{arrow.target}"


def _text(*lines: str) -> str:
    """Lines as one quoted text, in which nothing but letters, digits and harmless signs stands for itself."""
    told = (_OTHER.sub(_code, plain(line, TEXT)) for line in lines)
    return f'"{"<br/>".join(told)}"'


def _code(found: re.Match[str]) -> str:
    """The entity code of a sign. Two dollars would begin a formula even so, so that something invisible parts them."""
    sign = found.group()
    return f"#{ord(sign)};{_APART if sign == '$' else ''}"
