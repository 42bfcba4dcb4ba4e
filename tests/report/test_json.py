from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from lambda_policies.report import schema
from lambda_policies.report.formats.json import TEXT, render
from lambda_policies.report.tally import Place
from lambda_policies.verdicts import Outcome, Report, Severity
from lambda_policies.verdicts import Place as Line

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "report.schema.json"
DOCS = Path(__file__).parents[2] / "docs" / "report.md"


def read(report: Report, *, verbose: bool = False) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(report, verbose=verbose))
    return document


def test_the_committed_schema_is_the_one_of_the_code() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema.render()


@pytest.mark.parametrize("verbose", [False, True])
def test_a_report_holds_the_schema(full: Report, *, verbose: bool) -> None:
    validator = Draft202012Validator(json.loads(schema.render()))
    document = read(full, verbose=verbose)
    validator.validate(document)
    document["verdicts"][0]["outcome"] = "maybe"
    assert not validator.is_valid(document)


def test_the_summary(full: Report) -> None:
    summary = read(full)["summary"]
    assert {key: value for key, value in summary.items() if key != "by_severity"} == {
        "denied": 3,
        "undecided": 1,
        "warned": 11,
        "warned_undecided": 1,
        "outside": 22,
        "waived": 1,
        "folded": 1,
        "off": 1,
        "exit_code": 1,
        "passed": 473,
        "new": 0,
        "old": 0,
        "guardrails": 41,
        "plans": [
            {
                "name": "plan.json",
                "functions": 13,
                "incomplete": False,
                "source": "",
                "notices": ["the own account was inferred"],
            }
        ],
        "warnings": ["a waiver matches no finding; remove it."],
    }
    assert list(summary["by_severity"]) == list(Severity)
    for place in set(Place) - {Place.PASSED}:
        assert sum(counts[place] for counts in summary["by_severity"].values()) == summary[place]


def test_a_failing_verdict(full: Report) -> None:
    verdicts = {(each["guardrail"], each["subject"]): each for each in read(full)["verdicts"]}
    worker = 'module.orders.aws_lambda_function.this["worker"]'
    assert verdicts["LP501", worker] == {
        "guardrail": "LP501",
        "slug": "runtime-supported",
        "plan": "plan.json",
        "address": worker,
        "subject": worker,
        "subjects": [worker],
        "related": [],
        "outcome": "fail",
        "reason_unknown": None,
        "severity": "high",
        "effect": "deny",
        "counts": True,
        "at": "runtime",
        "file": None,
        "line": None,
        "frame": None,
        "call": None,
        "because": "python3.8 has ended",
        "fix": "do what LP501 asks for.",
        "waiver": None,
        "folded_under": None,
        "feeds": [],
        "new": None,
        "fingerprint": "ee2cb83c19a9022f64aa3b2b88c048606db2579bb8d5b55123146280cbc7fcd0",
    }


def test_what_else_a_verdict_says(full: Report) -> None:
    verdicts = {(each["guardrail"], each["subject"]): each for each in read(full)["verdicts"]}
    api, worker = (f'module.orders.aws_lambda_function.this["{name}"]' for name in ("api", "worker"))
    undecided = verdicts["LP104", api]
    assert undecided["subjects"] == [api, worker]
    assert undecided["related"] == ["module.orders.aws_lambda_permission.public"]
    assert (undecided["outcome"], undecided["reason_unknown"]) == ("unknown", "after apply")
    assert undecided["feeds"] == ["aws_sqs_queue.q.arn"]
    assert verdicts["LP204", None]["subjects"] == []
    assert (verdicts["LP204", api]["folded_under"], verdicts["LP204", api]["counts"]) == ("LP201", False)
    assert verdicts["LP601", worker]["waiver"] == {
        "address": "*",
        "owner": "jane@example.com",
        "reason": "vendor key, rotated weekly",
        "expires": "2027-01-31",
    }
    assert verdicts["LP999", api]["effect"] == "off"


def test_lines_of_the_source(full: Report) -> None:
    placed = replace(full.findings[0], place=Line("modules/a\nb/main.tf", 41), call=Line("main.tf", 12))
    plans = (replace(full.plans[0], source=". (matches)"),)
    document = read(replace(full, plans=plans, findings=(placed,)))
    Draft202012Validator(json.loads(schema.render())).validate(document)
    (written,) = document["verdicts"]
    assert (written["file"], written["line"]) == ("modules/a b/main.tf", 41)
    assert written["call"] == {"file": "main.tf", "line": 12}
    assert document["summary"]["plans"][0]["source"] == ". (matches)"


def test_passes_are_listed_when_verbose(full: Report) -> None:
    assert Outcome.PASS not in Counter(each["outcome"] for each in read(full)["verdicts"])
    passes = [each for each in read(full, verbose=True)["verdicts"] if each["outcome"] == "pass"]
    assert [(each["guardrail"], each["effect"], each["fix"], each["counts"]) for each in passes] == [
        ("LP501", None, None, False)
    ]


def test_the_order_of_findings_changes_nothing(full: Report) -> None:
    backwards = replace(full, findings=full.findings[::-1])
    assert render(backwards, verbose=True) == render(full, verbose=True)
    ids = [each["guardrail"] for each in read(full)["verdicts"]]
    assert [name for name, again in zip(ids, ["", *ids], strict=False) if name != again][:3] == [
        "LP104",
        "LP201",
        "LP104",
    ]


def test_every_field_is_documented() -> None:
    told = DOCS.read_text(encoding="utf-8")
    definitions = json.loads(schema.render())["$defs"]
    for name in ("Summary", "VerdictRecord", "PlanRecord", "PlaceRecord", "WaiverRecord"):
        assert [field for field in definitions[name]["properties"] if f"`{field}`" not in told] == []


def test_hostile_text_is_one_bounded_line(full: Report) -> None:
    evil = "\x1b[31m\u202ex\n" + "y" * 20_000
    finding = full.findings[0]
    verdict = replace(finding.verdict, because=evil, at=evil, address=evil, related=(evil,))
    report = replace(full, findings=(replace(finding, verdict=verdict, subjects=(evil,)),), warnings=(evil,))
    shown = read(report)
    (written,) = shown["verdicts"]
    for text in (
        *shown["summary"]["warnings"],
        *written["related"],
        *(written[key] for key in ("because", "at", "address")),
    ):
        assert text == "x " + "y" * (TEXT - 3) + "…"
