"""One self-contained page: a picture for each role and its functions, filters, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterator

import lambda_policies
from lambda_policies.report.cards import ADDRESS, text
from lambda_policies.report.graph.layout import WIDTH, layout
from lambda_policies.report.graph.model import MEANINGS, Arrow, Band, Column, Graph, Tone
from lambda_policies.report.graph.svg import drawing
from lambda_policies.report.page import page
from lambda_policies.report.requirements import NAME

EDGE = 16
"""Room around a picture, in pixels."""
_SAMPLE = '<svg class="graph" width="34" height="10" aria-hidden="true"><path class="arrow is-{}" d="M0 5H34"/></svg>'


def render(graph: Graph) -> str:
    """The graph as a page."""
    title = text(f"Access in {graph.name} · {NAME}", ADDRESS)
    return page(title, ("page.css", "graph.css", "graphs.css"), "graphs.js", _parts(graph))


def _parts(graph: Graph) -> Iterator[str]:
    yield f'<p class="eyebrow">{NAME} {lambda_policies.__version__} · {text(graph.name, ADDRESS)}</p>'
    yield '<h1 class="calm">Who can invoke what, and what it can do</h1>'
    yield f'<p class="lead">{text(graph.summary)}.</p>'
    notes = "".join(f"<li>{text(note)}</li>" for note in graph.notes)
    yield f'<ul class="notes">{notes}</ul>' if notes else ""
    if graph.bands:
        yield from _filters(graph)
    for number, band in enumerate(graph.bands):
        yield from _band(band, f"at-{number}")


def _filters(graph: Graph) -> Iterator[str]:
    """Check boxes, which the style sheet obeys, and a search field for those who have JavaScript."""
    tones = {band.tone for band in graph.bands}
    yield '<form class="filters tones" aria-label="Filters">'
    yield '<label class="search scripted" hidden>Function, address, service<input type="search" id="search"></label>'
    yield "<fieldset><legend>Functions by what stands out most</legend>"
    for tone in Tone:
        if tone in tones:
            box = f'<input type="checkbox" id="t-{tone}" checked autocomplete="off">'
            yield f"<label>{box} {_SAMPLE.format(tone)} <span>{tone}: {MEANINGS[tone]}</span></label>"
    yield '</fieldset><p id="count" class="legend scripted" role="status" hidden></p></form>'


def _band(band: Band, identity: str) -> Iterator[str]:
    place = layout(band)
    box = f"{-EDGE} {-EDGE} {WIDTH + 2 * EDGE} {place.height + 2 * EDGE}"
    size = f'viewBox="{box}" width="{WIDTH + 2 * EDGE}" height="{place.height + 2 * EDGE}"'
    functions = len(band.of(Column.FUNCTION))
    yield f'<section class="band of-{band.tone}" data-n="{functions}">'
    yield f'<h2 id="{identity}">{text(band.title)}</h2>'
    yield f'<div class="scroll" role="region" aria-labelledby="{identity}" tabindex="0">'
    yield f'<svg class="graph" {size} role="img" aria-labelledby="{identity}">'
    yield from drawing(band, place)
    yield "</svg></div><details><summary>As a list</summary><ul>"
    names = {each.number: ", ".join(each.lines) for each in band.boxes}
    yield from (f"<li>{_sentence(arrow, names)}</li>" for arrow in band.arrows)
    yield "</ul></details></section>"


def _sentence(arrow: Arrow, names: dict[int, str]) -> str:
    """An arrow in words."""
    grants = ", ".join(f"<code>{text(grant)}</code>" for grant in arrow.grants)
    tone = "" if arrow.tone is Tone.PLAIN else f" <strong>{arrow.tone}</strong>"
    return f"{text(names[arrow.source])} → {text(names[arrow.target])}{tone}{f' ({grants})' if grants else ''}"
