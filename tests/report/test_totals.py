"""The figures of a report are the same in every format that states them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest

from lambda_policies.report import FORMATS, Style
from lambda_policies.report.tally import Place, Tally, totals
from lambda_policies.verdicts import Report

OPEN = (Place.DENIED, Place.UNDECIDED, Place.WARNED, Place.WARNED_UNDECIDED, Place.OUTSIDE)
FORMS = tuple(FORMATS)


def rendered(report: Report, form: str) -> str:
    return FORMATS[form].render(report, Style())


def figures(line: str) -> dict[str, int]:
    """The verdict line's figures; severities are added up."""
    found = {}
    for piece in filter(None, re.split(r"\.\s+|\.$", line)):
        word, _, said = piece.partition(": ")
        found[word.strip(" #").lower()] = sum(map(int, re.findall(r"(\d+)(?! undecided\))", said)))
    return found


def stated(report: Report) -> dict[str, int]:
    """What the verdict line has to say."""
    sums = totals(report)
    lines = {
        "denied": sums["denied"],
        "undecided": sums["undecided"],
        "warned": sums["warned"] + sums["warned_undecided"],
        "outside the plan": sums["outside"],
        "waived": sums["waived"],
        "off": sums["off"],
        "passed": sums["passed"],
    }
    return {name: number for name, number in lines.items() if number}


@pytest.fixture(params=["bad", "full"])
def report(request: pytest.FixtureRequest) -> Report:
    if request.param == "full":
        found: Report = request.getfixturevalue("full")
        return found
    judged: Report = request.getfixturevalue("real")(request.param, keep_passes=True)
    return judged


@pytest.mark.parametrize("form", ["text", "markdown", "github-summary", "github", "azure"])
def test_the_verdict_line_says_them(form: str, report: Report) -> None:
    text = " ".join(rendered(report, form).split("\n"))
    line = re.search(r"DENIED: .*?Passed: \d+\.", text)
    assert line
    assert figures(line[0]) == stated(report)


def test_documents_say_them(report: Report) -> None:
    sums = totals(report)
    summary = json.loads(rendered(report, "json"))["summary"]
    assert {name: summary[name] for name in sums} == sums
    (run,) = json.loads(rendered(report, "sarif"))["runs"]
    assert run["properties"] == {"totals": sums, "cut": 0}
    (result,) = json.loads(rendered(report, "oscal"))["assessment-results"]["results"]
    assert {prop["name"].replace("-", "_"): int(prop["value"]) for prop in result["props"]} == sums


def test_lists_are_as_long_as_they_should_be(report: Report) -> None:
    sums = totals(report)
    advised = sum(sums[place] for place in OPEN)
    lengths = {
        "gitlab": len(json.loads(rendered(report, "gitlab"))),
        "gitlab-sast": len(json.loads(rendered(report, "gitlab-sast"))["vulnerabilities"]),
        "rdjson": len(json.loads(rendered(report, "rdjson"))["diagnostics"]),
    }
    assert set(lengths.values()) == {advised}
    assert len(json.loads(rendered(report, "ocsf"))) == advised + sums["waived"]
    rows = Counter(row["counted"] for row in csv.DictReader(io.StringIO(rendered(report, "csv"))))
    assert rows == {place.value: sums[place] for place in (*OPEN, Place.WAIVED) if sums[place]}


def test_counts_in_lines_agree(report: Report) -> None:
    sums = totals(report)
    counts = re.search(
        r"(\d+) tests?, (\d+) passed, (\d+) warnings?, (\d+) failures?, 0 exceptions", rendered(report, "atlantis")
    )
    assert counts
    warnings = sums["warned"] + sums["warned_undecided"] + sums["outside"]
    assert tuple(map(int, counts.groups()))[1:] == (sums["passed"], warnings, sums["denied"] + sums["undecided"])
    cases = ET.fromstring(rendered(report, "junit"))  # noqa: S314 - our own text
    keys = {(one.guardrail, one.verdict.address) for one in report.findings}
    assert int(cases.get("tests", "")) == len(keys)


def test_the_page_says_them(report: Report) -> None:
    page: Any = html5lib.parse(rendered(report, "html"), namespaceHTMLElements=False)
    boxes = [each for each in page.iter("div") if each.find("dt") is not None]
    shown = {"".join(each.find("dt").itertext()): int(each.find("dd").text) for each in boxes}
    shown.pop("folded", None)
    shown.pop("new", None)
    assert shown == stated(report)


def test_no_format_is_forgotten() -> None:
    assert set(FORMS) == {
        *("atlantis", "azure", "csv", "github", "github-summary", "gitlab", "gitlab-sast", "gitlab-terraform", "html"),
        *("json", "junit", "markdown", "ocsf", "oscal", "rdjson", "sarif", "text"),
    }


def test_old_and_new_are_counted_alike(real: Any) -> None:
    report = real("noop")
    tally = Tally(report.findings)
    assert (tally.new, bool(tally.old)) == (0, True)
    assert f"New in this plan: {tally.new}." in rendered(report, "markdown")
    summary = json.loads(rendered(report, "json"))["summary"]
    assert (summary["new"], summary["old"]) == (tally.new, tally.old)
