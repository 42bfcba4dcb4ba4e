"""Text of a plan does nothing in a graph: the target's parser reads the same shape, whatever the text."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pydot
import pytest

from lambda_policies.report.graph import dot, html, mermaid, svg
from lambda_policies.report.graph.model import Arrow, Band, Box, Column, Graph, Tone

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot calls its parser by old names

HOSTILE = (
    *("<script>alert(1)</script>", '"><svg onload=alert(1)>', "</svg></main>", "</style><style>*{}", "</title>", "]]>"),
    *("<!--", "-->", "&lt;b&gt;", "&x;", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<?xml?>", "'\" onclick='x"),
    *(
        '"]',
        '"|',
        "end",
        "subgraph x",
        "click n0 href",
        "%%{init: {}}%%",
        "`**b**`",
        "#quot;",
        "#35;",
        "$$x$$",
        "]:::x",
    ),
    *('"];', "\\", '\\"', "\\N\\G\\l", "a\\", "}", "{|}", "<b>x</b>", "n0 -> n1", "//", "/* x", "javascript:alert(1)"),
    *("\x1b[2J", "\u202eabc", "\x00\x08", "\ud800", "x\u2028y", "a\nb", "é 日本", "https://e.com", "x" * 5_000),
)


def graph_of(text: str) -> Graph:
    """A graph that has *text* wherever text of a plan can be."""
    boxes = tuple(
        Box(number, column, (text, text), tone) for number, (column, tone) in enumerate(zip(Column, Tone, strict=False))
    )
    arrows = (Arrow(0, 1, (text, text), Tone.PUBLIC), Arrow(1, 2, (text,)), Arrow(2, 3, (text,), Tone.UNDECIDED))
    return Graph(text, (Band(text, boxes, arrows),), (text,), 1)


def read_svg(said: str) -> Any:
    return [(one.tag, sorted(one.attrib)) for one in ET.fromstring(said).iter() if not one.tag.endswith("}text")]  # noqa: S314 - our own text


def read_html(said: str) -> Any:
    tree = html5lib.parse(said, namespaceHTMLElements=False)
    return [
        (one.tag, sorted(one.attrib))
        for one in tree.iter()
        if isinstance(one.tag, str) and not one.tag.endswith("}text")
    ]


def read_dot(said: str) -> Any:
    (found,) = pydot.graph_from_dot_data(said) or [pydot.Dot()]
    (cluster,) = found.get_subgraphs()
    edges = [(one.get_source(), one.get_destination(), sorted(one.get_attributes())) for one in cluster.get_edges()]
    return [one.get_name() for one in cluster.get_nodes()], edges


def read_mermaid(said: str) -> Any:
    """Every quoted text is of harmless characters and entity codes only; the rest is the shape."""
    shape = re.sub(r'"(?:[A-Za-z0-9 _.,()\[\]/-]|#[0-9]+;|<br/>)*"', '""', said)
    assert shape.count('"') == 2 * len(re.findall('""', shape))
    return shape


FORMATS = {
    "svg": (svg, read_svg),
    "html": (html, read_html),
    "dot": (dot, read_dot),
    "mermaid": (mermaid, read_mermaid),
}


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_changes_the_shape(name: str) -> None:
    module, read = FORMATS[name]
    expected = read(module.render(graph_of("calm")))
    for text in HOSTILE:
        said = module.render(graph_of(text))
        assert read(said) == expected, text
        assert all(line.isprintable() for line in said.split("\n")), text


def test_text_comes_back_as_it_was() -> None:
    said = 'a "b" <c> & \\N'
    nodes = ET.fromstring(svg.render(graph_of(said))).iter("{http://www.w3.org/2000/svg}title")  # noqa: S314 - our own text
    assert f"{said} {said}" in {node.text for node in nodes}
    (found,) = pydot.graph_from_dot_data(dot.render(graph_of(said))) or [pydot.Dot()]
    label = found.get_subgraphs()[0].get_nodes()[0].get_attributes()["label"]
    assert label == r'"a \"b\" <c> &amp; \\N\na \"b\" <c> &amp; \\N\n(public)"'


def test_pages_hold_themselves_to_a_strict_policy() -> None:
    page = html.render(graph_of("calm"))
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (policy,) = [one.get("content") for one in tree.iter("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; img-src data:;"
        r" base-uri 'none'; form-action 'none'",
        policy or "",
    )
    assert not [one for one in tree.iter() if "style" in one.attrib], "inline style would not be allowed"
