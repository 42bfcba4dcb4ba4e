"""Text of a plan, of source and of packs does nothing in any target: what is written is read by the target's parser."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import html5lib
import pytest
from markdown_it import MarkdownIt

from lambda_policies import report
from lambda_policies.report import FORMATS, Style
from lambda_policies.values import Reason, Unknown
from lambda_policies.verdicts import (
    Effect,
    Finding,
    Outcome,
    Place,
    PlanSummary,
    Report,
    Requirement,
    Severity,
    Verdict,
    Waiver,
)

HOSTILE = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "</article></main>"),
    *("</title><base href=//e.com>", "</style><style>*{}", "<!--", "-->", "]]>", "<![CDATA[x", "&lt;b&gt;", "&#60;i>"),
    *("<?xml version='1.0'?>", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "&x;", "'\" onclick='x", "`", "``", "```"),
    *("~~~", "[x](https://e.com)", "![x](https://e.com/p.png)", "<https://e.com>", "https://e.com/x", "www.e.com"),
    *("[x]: https://e.com", "**b** _i_ ~~s~~", "# h", "- item", "1. item", "> quote", "| a | b |", "---", "==="),
    *("@everyone", "#12", "GH-12", "owner/repo#1", "</details><details open>", "<details>", "$x$", "1) x", "[^1]"),
    *("::error::x", "::set-output name=a::b", "::stop-commands::t", "##vso[task.complete result=Succeeded;]x"),
    *("##[error]x", "=1+1", "+cmd|' /C calc'!A0", "-1", "@SUM(A1)", "\x1b[2J", "\x1b]0;t\x07", "\u202eabc", "\u2066x"),
    *(
        "\x00\x08",
        "%0A::error::x",
        "a%2Cb",
        "a;b]c",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//e.com/x",
        "{0} {1}",
    ),
    *("${{ secrets.X }}", "../../x", "\ud800", "PASSED: 473.", "FAIL - x", 'failures": [', "x\u2028y", "\ufeff"),
)
WAYS = ("{}", "a\n{}", "{}\r\n{}", " {} b")
STRINGS = [way.replace("{}", text) for text, way in itertools.product(HOSTILE, WAYS)]
ASSETS = [path.read_text(encoding="utf-8") for path in Path(report.__file__).parent.joinpath("assets").iterdir()]
PROSE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def report_of(text: str) -> Report:
    """A report that holds *text* wherever text of others can be."""
    waiver = Waiver(text, text, text, text, date(2027, 1, 1))
    unknown = Unknown(text, Reason.AFTER_APPLY, (text,))
    failing = Verdict(Outcome.FAIL, text, text, text, (text,))
    undecided = Verdict(Outcome.UNKNOWN, text, text, text, (text,), unknown)
    outside = Verdict(Outcome.UNKNOWN, text, text, text, (), Unknown(text, Reason.OUTSIDE, (text,)))
    base = Finding("plan", text, text, Severity.HIGH, Effect.DENY, failing, text, (text,))
    shown = Finding(
        text,
        text,
        text,
        Severity.CRITICAL,
        Effect.DENY,
        undecided,
        text,
        ("f", text),
        place=Place(text, 3, text),
        call=Place(text, 1),
        new=True,
        was=text,
        nearby=((text, Place(text, 9)),),
    )
    findings = (
        base,
        shown,
        Finding(text, text, text, Severity.LOW, Effect.WARN, failing, text, (), waiver),
        Finding(text, text, text, Severity.HIGH, Effect.WARN, outside, text, (text,), new=False),
        Finding(text, text, text, Severity.HIGH, Effect.WARN, failing, text, (text,), folded_under=text),
        Finding(text, text, text, Severity.HIGH, Effect.DENY, Verdict(Outcome.PASS, text, text), text, (text,)),
    )
    told = Requirement(text, text, text, text, Severity.HIGH, text, text, "iam", (text,))
    plan = PlanSummary(text, 1, notices=(text,), source=text, folder=text)
    return Report((plan,), findings, 1, 1, 1, {text: text}, (text,), (told,), date(2026, 11, 21))


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes, but for code spans, in which nothing happens."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [
        (one.tag, tuple(sorted(one.attrib))) for one in tree.iter() if one.tag != "code" and isinstance(one.tag, str)
    ]


def words(html: str) -> Iterator[str]:
    """The text outside of code."""
    for one in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if one.tag not in {"code", "style", "script"} and isinstance(one.tag, str):
            yield one.text or ""
        yield one.tail or ""


def skeleton(node: Any) -> Any:
    """JSON without its texts."""
    if isinstance(node, dict):
        return {key: skeleton(child) for key, child in node.items()}
    return sorted(map(skeleton, node), key=repr) if isinstance(node, list) else type(node).__name__


def read_html(text: str) -> Any:
    for asset in ASSETS:
        text = text.replace(asset, "", 1)
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    assert all(one.get("href", "#").startswith(("#", "data:,")) for one in tree.iter())
    return shape(text)


def read_markdown(text: str) -> Any:
    html = PROSE.render(text)
    assert not [word for word in words(html) if re.search(r"@\w|#\w|\bGH-\d", word)]
    return shape(html)


def read_lines(text: str) -> Any:
    assert all(line.isprintable() for line in text.split("\n"))
    commands = [line for line in text.split("\n") if re.match(r"\s*::|.*##\[|.*##vso\[", line)]
    assert all(re.match(r"::(error|warning|notice) |##vso\[task\.logissue type=\w+;", line) for line in commands)
    assert not re.search(r"##(\[|vso\[)", re.sub(r"^##vso\[[^\]]*\]", "", text, flags=re.MULTILINE))
    return len(commands)


def read_atlantis(text: str) -> Any:
    assert "```" not in text
    return read_lines(text), [line[:4] for line in text.split("\n")]


def read_junit(text: str) -> Any:
    return [(one.tag, sorted(one.attrib)) for one in ET.fromstring(text).iter()]  # noqa: S314 - our own text


def read_csv(text: str) -> Any:
    rows = list(csv.reader(io.StringIO(text)))
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@"))]
    return [len(row) for row in rows]


def read_sarif(text: str) -> Any:
    log = json.loads(text)
    for result in log["runs"][0]["results"]:
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert urlsplit(uri).scheme in {"", "file"}
            assert not urlsplit(uri).netloc
            assert re.fullmatch(r"[A-Za-z0-9/._~%:-]*", uri)
        assert "](" not in result["message"]["text"]
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        read_markdown(rule["help"]["markdown"])
    return None


READERS = {
    "html": read_html,
    "markdown": read_markdown,
    "github-summary": read_markdown,
    "junit": read_junit,
    **dict.fromkeys(("github", "azure", "atlantis", "text"), read_lines),
    "csv": read_csv,
    "sarif": read_sarif,
}


def read(name: str, text: str) -> Any:
    """What is left of a report when its texts are taken out."""
    return READERS[name](text) if name in READERS else skeleton(json.loads(text))


def test_there_are_enough_of_them() -> None:
    assert len(set(STRINGS)) >= 200


@pytest.mark.parametrize("name", FORMATS)
def test_it_does_nothing(name: str) -> None:
    harmless = [way.replace("{}", "x") for way in WAYS]
    expected = {
        way: read(name, FORMATS[name].render(report_of(text), Style()))
        for way, text in zip(WAYS, harmless, strict=True)
    }
    for text, way in itertools.product(HOSTILE, WAYS):
        found = read(name, FORMATS[name].render(report_of(way.replace("{}", text)), Style()))
        assert found == expected[way], (text, way)


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].complaint])
def test_nor_in_a_complaint(name: str) -> None:
    complaint = FORMATS[name].complaint
    assert complaint
    for text in STRINGS:
        assert read(name, complaint(text, text)) == read(name, complaint("x", "x")), text
