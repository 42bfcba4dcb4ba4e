"""What GitLab, Azure, reviewdog, JUnit readers and spreadsheets are given."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from msgspec.structs import replace

from lambda_policies.report import FORMATS, Style
from lambda_policies.report.tally import Place as Where
from lambda_policies.report.tally import Tally, advised, told
from lambda_policies.verdicts import Changes, Effect, Outcome, Place, PlanSummary, Report, Severity

RDJSON = json.loads((Path(__file__).parent / "schemas" / "rdjson.json").read_text(encoding="utf-8"))
QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}
NAMED = {"type": "string", "minLength": 1}
TOOL = {
    "required": ["id", "name", "version", "vendor"],
    "properties": dict.fromkeys(("id", "name", "version"), NAMED)
    | {"vendor": {"required": ["name"], "properties": {"name": NAMED}}},
}
TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"}
SAST = {
    "required": ["version", "scan", "vulnerabilities"],
    "properties": {
        "version": {"pattern": r"^\d+\.\d+\.\d+$"},
        "scan": {
            "required": ["type", "status", "start_time", "end_time", "analyzer", "scanner"],
            "properties": {
                "type": {"const": "sast"},
                "status": {"enum": ["success", "failure"]},
                "start_time": TIME,
                "end_time": TIME,
                "analyzer": TOOL,
                "scanner": TOOL,
                "messages": {
                    "items": {
                        "required": ["level", "value"],
                        "properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": NAMED},
                    }
                },
            },
        },
        "vulnerabilities": {
            "items": {
                "required": ["id", "identifiers", "location"],
                "properties": {
                    "id": {"pattern": "^[0-9a-f-]{36}$"},
                    "name": {"maxLength": 255},
                    "description": {"maxLength": 1_048_576},
                    "solution": {"maxLength": 7_000},
                    "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
                    "identifiers": {
                        "minItems": 1,
                        "items": {
                            "required": ["type", "name", "value"],
                            "properties": dict.fromkeys(("type", "name", "value"), NAMED),
                        },
                    },
                    "location": {"required": ["file"], "properties": {"start_line": {"type": "integer"}}},
                },
            }
        },
    },
}


def rendered(report: Report, form: str) -> str:
    return FORMATS[form].render(report, Style())


def cases_of(report: Report) -> list[ET.Element]:
    return list(ET.fromstring(rendered(report, "junit")).iter("testcase"))  # noqa: S314 - our own text


@pytest.mark.parametrize("folder", ["bad", "good-api", "noop"])
def test_real_plans_keep_to_the_schemas(folder: str, real: Any) -> None:
    report = real(folder)
    findings = advised(report)
    quality, sast, diagnostics = (json.loads(rendered(report, name)) for name in ("gitlab", "gitlab-sast", "rdjson"))
    Draft202012Validator(QUALITY).validate(quality)
    Draft202012Validator(SAST).validate(sast)
    Draft4Validator(RDJSON).validate(diagnostics)
    ids = [finding.guardrail for finding in findings]
    assert [entry["check_name"] for entry in quality] == ids
    assert [entry["identifiers"][0]["value"] for entry in sast["vulnerabilities"]] == ids
    assert [entry["code"]["value"] for entry in diagnostics["diagnostics"]] == ids
    assert len({entry["fingerprint"] for entry in quality}) == len({one["id"] for one in sast["vulnerabilities"]})
    assert len({entry["fingerprint"] for entry in quality}) == len(ids)


def test_a_clean_plan_is_empty_and_not_nothing() -> None:
    clean = Report((PlanSummary("plan.json", 1, changes=Changes(3, 1, 2)),), (), 4, 5, 0)
    assert rendered(clean, "gitlab") == "[]\n"
    assert json.loads(rendered(clean, "gitlab-sast"))["vulnerabilities"] == []
    assert rendered(clean, "gitlab-terraform") == '{"create":3,"update":1,"delete":2}\n'
    assert json.loads(rendered(clean, "rdjson"))["diagnostics"] == []
    assert rendered(clean, "csv").count("\n") == 1
    assert cases_of(clean) == []


def test_counts_are_capped_as_gitlab_reads_them() -> None:
    plans = tuple(PlanSummary(name, 1, changes=Changes(600_000, 0, 1)) for name in ("a", "b"))
    assert json.loads(rendered(Report(plans, (), 0, 0, 0), "gitlab-terraform")) == {
        "create": 999_999,
        "update": 0,
        "delete": 2,
    }


def test_a_plan_that_cannot_be_judged_is_a_scan_that_failed(full: Report) -> None:
    scan = json.loads(rendered(replace(full, exit_code=2), "gitlab-sast"))["scan"]
    assert scan["status"] == "failure"
    assert scan["messages"] == [
        {"level": "info", "value": "the own account was inferred"},
        {"level": "warn", "value": "a waiver matches no finding; remove it."},
    ]
    assert scan["start_time"] == "1970-01-01T00:00:00"


def test_junit_has_one_case_for_each_guardrail_and_address(full: Report) -> None:
    cases = cases_of(full)
    tally = Tally(full.findings)
    keys = {(one.guardrail, one.verdict.address) for one in full.findings}
    assert len(cases) == len({(one.get("classname"), one.get("name")) for one in cases}) == len(keys)
    kinds = Counter(child.tag for case in cases for child in case)
    assert kinds == {
        "failure": tally.of(Where.DENIED) + tally.of(Where.UNDECIDED),
        "skipped": tally.of(Where.OUTSIDE) + tally.of(Where.WAIVED) + tally.of(Where.FOLDED) + tally.of(Where.OFF),
        "system-out": tally.of(Where.WARNED) + tally.of(Where.WARNED_UNDECIDED),
    }
    told = {child.get("message") for case in cases for child in case if child.tag == "skipped"}
    accepted = "waived until 2027-01-31 by jane@example.com: vendor key, rotated weekly."
    assert {
        f"{accepted} API_KEY looks like a secret. Fix: do what LP601 asks for.",
        "same cause as LP201. No source account. Fix: do what LP204 asks for.",
        "off. Nobody reads this. Fix: do what LP999 asks for.",
    } <= told
    root = ET.fromstring(rendered(full, "junit"))  # noqa: S314 - our own text
    assert {name: root.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": str(len(cases)),
        "failures": str(kinds["failure"]),
        "skipped": str(kinds["skipped"]),
        "errors": "0",
    }


def test_junit_joins_what_one_guardrail_says_of_one_address(full: Report) -> None:
    base = next(each for each in full.findings if each.guardrail == "LP501" and each.counts)
    second = replace(base, effect=Effect.WARN, verdict=replace(base.verdict, at="other", because="And so"))
    (case,) = cases_of(replace(full, findings=(second, replace(base, place=Place("a.tf", 3)))))
    assert (case.get("file"), case.get("line")) == ("a.tf", "3")
    assert [(child.tag, child.get("message"), (child.text or "").split("\n")) for child in case] == [
        (
            "failure",
            "python3.8 has ended.",
            [
                "runtime: python3.8 has ended. Fix: do what LP501 asks for.",
                "warned. other: And so. Fix: do what LP501 asks for.",
            ],
        )
    ]


def test_junit_tells_plans_apart(full: Report) -> None:
    base = next(each for each in full.findings if each.guardrail == "LP501" and each.counts)
    names = ("a/plan.json", "b/plan.json")
    plans = tuple(PlanSummary(name, 1) for name in names)
    report = replace(full, plans=plans, findings=tuple(replace(base, plan=name) for name in (*names, "")))
    root = ET.fromstring(rendered(report, "junit"))  # noqa: S314 - our own text
    assert [suite.get("name") for suite in root] == [*names, "lambda-policies"]
    assert len({(one.get("classname"), one.get("name")) for one in root.iter("testcase")}) == 3


def test_a_junit_file_keeps_its_limit_and_says_so(thirty_thousand: Report) -> None:
    long = tuple(replace(each, verdict=replace(each.verdict, because="x" * 900)) for each in thirty_thousand.findings)
    text = rendered(replace(thirty_thousand, findings=long), "junit")
    assert len(text.encode()) < 30_000_000
    root = ET.fromstring(text)  # noqa: S314 - our own text
    (cut,) = (int(one.get("value", "0")) for one in root.iter("property"))
    assert cut > 0
    assert int(root.get("tests", "0")) + cut == 30_000
    assert root.get("failures") == "12000"


def test_an_error_is_a_case_that_errored() -> None:
    complaint = FORMATS["junit"].complaint
    assert complaint
    root = ET.fromstring(complaint('No <plan> "x".', "Make one."))  # noqa: S314 - our own text
    assert [one.get("message") for one in root.iter("error")] == ['No <plan> "x". Make one.']


def test_azure_is_told_in_commands(full: Report, thirty_thousand: Report) -> None:
    finding = next(each for each in full.findings if each.guardrail == "LP104")
    finding = replace(finding, place=Place("a;b]/50%.tf", 41))
    assert rendered(replace(full, findings=(finding,)), "azure") == (
        "##vso[task.logissue type=error;sourcepath=a%3Bb%5D/50%AZP25.tf;linenumber=41;columnnumber=1;code=LP104;]"
        "LP104 critical, module.orders.aws_iam_role_policy.fn: undecided: The policy names a queue that this plan "
        "creates Fix: do what LP104 asks for.\n"
        "plan.json  13 functions, 41 guardrails\n"
        "DENIED: 1 critical undecided.  Passed: 473.\n"
        "1 undecided. Exit 1.  With --unknown warn it would pass.\n"
    )
    text = rendered(thirty_thousand, "azure")
    assert Counter(re.findall(r"^##vso\[task\.logissue type=(\w+);", text, re.MULTILINE)) == {
        "error": 100,
        "warning": 100,
    }
    assert "Not listed, after 100 of a kind: 11900 errors, 17900 warnings.\n" in text


def test_warnings_alone_leave_an_azure_task_with_issues(full: Report) -> None:
    warned = tuple(each for each in full.findings if each.guardrail == "LP1203")
    done = "##vso[task.complete result=SucceededWithIssues;]\n"
    assert done in rendered(replace(full, findings=warned, exit_code=0), "azure")
    assert done not in rendered(replace(full, findings=(), exit_code=0), "azure")
    assert done not in rendered(full, "azure")
    complaint = FORMATS["azure"].complaint
    assert complaint
    assert complaint("No plan.", "x") == "##vso[task.logissue type=error;]lp cannot judge: No plan. x\n"


def test_a_table_tells_every_finding(full: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(rendered(full, "csv"))))
    assert [(row["guardrail"], row["address"], row["counted"]) for row in rows] == [
        (one.guardrail, one.verdict.address, row["counted"]) for one, row in zip(told(full), rows, strict=True)
    ]
    waived = next(row for row in rows if row["waived_by"])
    assert (waived["waived_by"], waived["waived_until"], waived["waiver"], waived["counted"]) == (
        "jane@example.com",
        "2027-01-31",
        "vendor key, rotated weekly",
        "waived",
    )
    assert len({row["fingerprint"] for row in rows}) == len(rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1"])  # noqa: RUF001 - a formula too
def test_no_cell_is_a_formula(text: str, full: Report) -> None:
    base = full.findings[0]
    finding = replace(base, fix=text, new=True, call=Place("a.tf", 3), verdict=replace(base.verdict, because=text))
    (row,) = csv.DictReader(io.StringIO(rendered(replace(full, findings=(finding,)), "csv")))
    assert row["fix"][0] == row["because"][0] == "'"
    assert (row["new"], row["called"]) == ("true", "a.tf:3")


def test_reviewdog_is_told_what_takes_part(full: Report) -> None:
    base = next(each for each in full.findings if each.guardrail == "LP104")
    finding = replace(base, call=Place("main.tf", 12), nearby=(("aws_iam_role.r", Place("iam.tf", 7)),))
    (told,) = json.loads(rendered(replace(full, findings=(finding,)), "rdjson"))["diagnostics"]
    assert told["location"] == {"path": "main.tf", "range": {"start": {"line": 12}}}
    assert [(one["message"], one["location"]["path"]) for one in told["relatedLocations"]] == [
        (r"aws_iam_role.r takes part.", "iam.tf"),
        ("The module is called here.", "main.tf"),
    ]


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_and_outcome_has_its_words(severity: Severity, full: Report) -> None:
    findings = tuple(replace(each, severity=severity, effect=effect) for each in full.findings for effect in Effect)
    for form in FORMATS:
        assert rendered(replace(full, findings=findings), form).endswith("\n")
    assert {each.verdict.outcome for each in findings} == set(Outcome)
