"""What auditors and lakes are given. What their readers require is restated here."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from jsonschema import Draft202012Validator
from msgspec.structs import replace

from lambda_policies.report import FORMATS, Style
from lambda_policies.report.tally import told
from lambda_policies.verdicts import PlanSummary, Report

UUID = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}
TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T00:00:00Z$"}
LINE = {"type": "string", "pattern": r"^\S(.*\S)?$"}
TOKEN = {"type": "string", "pattern": r"^[A-Za-z_][A-Za-z0-9._-]*$"}
PROPS = {
    "items": {
        "required": ["name", "ns", "value"],
        "properties": {"name": TOKEN, "ns": LINE, "value": LINE},
        "additionalProperties": False,
    }
}
OBSERVATION = {
    "required": ["uuid", "description", "methods", "collected"],
    "properties": {
        "uuid": UUID,
        "collected": TIME,
        "methods": {"items": {"enum": ["EXAMINE", "INTERVIEW", "TEST", "UNKNOWN"]}, "minItems": 1},
        "types": {"items": TOKEN, "minItems": 1},
        "props": PROPS,
        "subjects": {"items": {"required": ["subject-uuid", "type"], "properties": {"subject-uuid": UUID}}},
    },
}
FINDING = {
    "required": ["uuid", "title", "description", "target"],
    "properties": {
        "uuid": UUID,
        "target": {
            "required": ["type", "target-id", "status"],
            "properties": {
                "type": {"enum": ["statement-id", "objective-id"]},
                "target-id": TOKEN,
                "status": {
                    "properties": {
                        "state": {"enum": ["satisfied", "not-satisfied"]},
                        "reason": {"enum": ["pass", "fail", "other"]},
                    },
                    "required": ["state"],
                },
            },
        },
        "related-observations": {"minItems": 1, "items": {"required": ["observation-uuid"]}},
    },
}
RESULT = {
    "required": ["uuid", "title", "description", "start", "reviewed-controls"],
    "properties": {
        "uuid": UUID,
        "start": TIME,
        "end": TIME,
        "props": PROPS,
        "reviewed-controls": {"required": ["control-selections"]},
        "observations": {"minItems": 1, "items": OBSERVATION},
        "findings": {"minItems": 1, "items": FINDING},
    },
}
OSCAL = {
    "required": ["uuid", "metadata", "import-ap", "results"],
    "properties": {
        "uuid": UUID,
        "metadata": {"required": ["title", "last-modified", "version", "oscal-version"]},
        "import-ap": {"required": ["href"]},
        "results": {"minItems": 1, "items": RESULT},
    },
}


def oscal(report: Report) -> Any:
    document = json.loads(FORMATS["oscal"].render(report, Style()))["assessment-results"]
    Draft202012Validator(OSCAL).validate(document)
    return document


def events(report: Report) -> Any:
    return json.loads(FORMATS["ocsf"].render(report, Style()))


def test_every_guardrail_is_satisfied_or_not(full: Report) -> None:
    document = oscal(full)
    (result,) = document["results"]
    states = {each["target"]["target-id"]: tuple(each["target"]["status"].values()) for each in result["findings"]}
    assert states == {
        "LP102": ("not-satisfied", "other"),
        "LP104": ("not-satisfied", "other"),
        "LP201": ("not-satisfied", "fail"),
        "LP204": ("not-satisfied", "fail"),
        "LP406": ("not-satisfied", "other"),
        "LP501": ("not-satisfied", "fail"),
        "LP601": ("not-satisfied", "other"),
        "LP999": ("not-satisfied", "fail"),
        "LP1203": ("not-satisfied", "fail"),
    }
    assert len(result["observations"]) == len(told(full))
    made = {each["uuid"] for each in result["observations"]}
    assert {
        each["observation-uuid"] for one in result["findings"] for each in one.get("related-observations", ())
    } == made
    waived = [each for each in result["observations"] if any(prop["name"] == "waived-by" for prop in each["props"])]
    assert len(waived) == 1
    assert document["import-ap"]["href"][1:] == document["back-matter"]["resources"][0]["uuid"]


def test_the_same_report_has_the_same_identifiers(full: Report, real: Any) -> None:
    assert oscal(full) == oscal(replace(full, findings=tuple(reversed(full.findings))))
    assert oscal(full)["uuid"] != oscal(real("bad", keep_passes=True))["uuid"]


def test_nothing_found_is_a_document_too() -> None:
    (result,) = oscal(Report((PlanSummary("plan.json", 1),), (), 0, 0, 0))["results"]
    assert result["reviewed-controls"] == {"control-selections": [{"include-all": {}}]}
    assert not {"findings", "observations"} & set(result)


def test_each_finding_is_an_event(full: Report) -> None:
    found = events(full)
    assert [one["compliance"]["control"].split()[0] for one in found] == [one.guardrail for one in told(full)]
    assert {(one["class_uid"], one["category_uid"], one["activity_id"], one["type_uid"]) for one in found} == {
        (2003, 2, 1, 200_301)
    }
    assert Counter((one["compliance"]["status"], one["status"]) for one in found) == {
        ("Fail", "New"): 3,
        ("Unknown", "New"): 24,
        ("Warning", "New"): 11,
        ("Fail", "Suppressed"): 1,
    }
    assert {one["severity"]: one["severity_id"] for one in found} == {"Critical": 5, "High": 4, "Medium": 3}
    assert len({one["finding_info"]["uid"] for one in found}) == len(found)
    assert [one["comment"] for one in found if "comment" in one] == ["jane@example.com: vendor key, rotated weekly"]


def test_times_are_the_day_of_the_check(real: Any) -> None:
    report = real("bad", keep_passes=True)
    assert {one["time"] for one in events(report)} == {1_795_219_200_000}
    assert re.findall(r'"start": "(.*?)"', FORMATS["oscal"].render(report, Style())) == ["2026-11-21T00:00:00Z"]
