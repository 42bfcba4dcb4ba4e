"""Checkov's own results of a plan with the mistakes that it passes, held against what lp says."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lambda_policies import packs, pipeline
from lambda_policies.compare import answers, told
from lambda_policies.compare.answers import Answer, Comparison
from lambda_policies.compare.peers import read
from lambda_policies.errors import ConfigError
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.report.lines import paper

FOLDER = Path(__file__).parents[2] / "fixtures" / "compare"
PLAN = (FOLDER / "plan.json").read_bytes()

BAD = {
    ("LP105", "aws_iam_role_policy.globs", "value accepted"),
    ("LP113", "aws_iam_role_policy.globs", "value accepted"),
    ("LP203", "aws_lambda_permission.any_topic", "null read as set"),
    ("LP205", "aws_lambda_permission.any_bucket", "value accepted"),
    ("LP406", "aws_lambda_code_signing_config.ledger", "value accepted"),
    ("LP501", "aws_lambda_function.ledger", "value accepted"),
    ("LP601", "aws_lambda_function.ledger", "value accepted"),
    ("LP605", "aws_lambda_function.ledger", "null read as set"),
    ("LP605", "aws_lambda_function.report", "null read as set"),
    ("LP701", "aws_lambda_function.ledger", "-1 read as set"),
    ("LP701", "aws_lambda_function.mail", "-1 read as set"),
    ("LP701", "aws_lambda_function.report", "-1 read as set"),
    ("LP1201", "aws_lambda_function.ledger", "value accepted"),
    ("LP1203", "aws_cloudwatch_log_group.ledger", "0 read as set"),
}
UNDECIDED = {
    ("LP104", "aws_iam_role_policy.hidden_admin", "unknown value"),
    ("LP601", "aws_lambda_function.report", "unknown value"),
}


def compared(**files: Path) -> Comparison:
    options = pipeline.Options(pack=packs.load("baseline"), as_of=date(2026, 11, 21), keep_passes=True)
    report = pipeline.check([("plan.json", PLAN)], options)
    index = Plan(read_plan(PLAN, "plan.json").document)
    return answers.compare(report, index, read(files, index))


@cache
def with_checkov() -> Comparison:
    return compared(checkov=FOLDER / "checkov.json")


def written(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def heard(comparison: Comparison, answer: Answer, name: str = "Checkov") -> set[tuple[str, str, str]]:
    return {
        (row.finding.guardrail, row.finding.verdict.address, row.heard[name].reason)
        for row in comparison.rows
        if row.heard[name].answer is answer
    }


def test_it_tells_what_checkov_passes_although_it_is_bad_or_unknown_and_why() -> None:
    assert heard(with_checkov(), Answer.PASSED) == BAD | UNDECIDED


def test_a_check_that_drops_what_is_unknown_is_silent() -> None:
    silent = heard(with_checkov(), Answer.SILENT)
    assert ("LP113", "aws_iam_role_policy.hidden_passrole", "unknown value") in silent
    assert {reason for _, _, reason in silent} == {"unknown value"}


def test_found_and_not_covered_are_told_apart() -> None:
    assert ("LP1204", "aws_cloudwatch_log_group.ledger", "") in heard(with_checkov(), Answer.FOUND)
    assert ("LP118", "aws_iam_role.mail", "not covered") in heard(with_checkov(), Answer.NOT_COVERED)


def test_what_checkov_alone_finds_says_whether_a_guardrail_carries_it() -> None:
    alone = {(each.check, each.address): each for each in with_checkov().alone["Checkov"]}
    assert alone["CKV_AWS_117", "aws_lambda_function.mail"].guardrails == ()
    assert alone["CKV_AWS_116", "aws_lambda_function.mail"].guardrails == ("LP801",)
    assert ("CKV_AWS_158", "aws_cloudwatch_log_group.ledger") not in alone


def test_json_lists_the_guardrails_that_checkov_passes_although_they_are_bad() -> None:
    (peer,) = told.machine(with_checkov())["peers"]
    expected = sorted({guardrail for guardrail, _, _ in BAD}, key=lambda one: int(one[2:]))
    assert peer["passes_what_is_bad"] == expected
    assert peer["version"] == "3.3.30"


def test_text_counts_and_names() -> None:
    lines = told.text(with_checkov(), paper(100, colour=False)).splitlines()
    assert lines[0] == "plan.json  33 failing verdicts, 12 undecided, compared with Checkov 3.3.30"
    assert "Checkov 3.3.30 passes what is bad: 11 guardrails" in lines
    assert "Checkov 3.3.30 passes what nobody can know yet: 2 guardrails" in lines
    assert "Only Checkov 3.3.30 finds: 11 checks" in lines
    place = lines.index("      aws_lambda_permission.any_topic")
    assert lines[place - 1].split() == [
        *("LP203", "invoke-service-needs-source", "CKV_AWS_364", "null", "read", "as", "set"),
    ]


def test_no_value_of_the_plan_is_repeated() -> None:
    whole = told.text(with_checkov(), paper(100, colour=False)) + json.dumps(told.machine(with_checkov()))
    assert "AKIA" not in whole
    assert "c0rrect" not in whole


def misconfiguration(identity: str, resource: str, status: str = "FAIL") -> dict[str, Any]:
    return {"AVDID": identity, "Status": status, "CauseMetadata": {"Resource": resource} if resource else {}}


def trivy_of(*found: dict[str, Any]) -> dict[str, Any]:
    return {"SchemaVersion": 2, "Results": [{"Target": "main.tf", "Misconfigurations": list(found)}, {"Target": "."}]}


def test_trivy_finds_under_its_old_and_its_new_ids_and_behind_a_hash(tmp_path: Path) -> None:
    results = trivy_of(
        misconfiguration("AVD-AWS-0066", "aws_lambda_function.mail"),
        misconfiguration("AWS-0066", f"aws_lambda_function.report_{'0a' * 16}"),
        misconfiguration("AVD-AWS-0066", "", status="PASS"),
        misconfiguration("AVD-AWS-0089", "aws_s3_bucket.data"),
        misconfiguration("AVD-KSV-0001", "aws_s3_bucket.data"),
    )
    comparison = compared(trivy=written(tmp_path / "trivy.json", results))
    found = heard(comparison, Answer.FOUND, "Trivy")
    assert found == {("LP1201", "aws_lambda_function.mail", ""), ("LP1201", "aws_lambda_function.report", "")}
    silent = heard(comparison, Answer.SILENT, "Trivy")
    assert ("LP1201", "aws_lambda_function.ledger", "no answer there") in silent
    assert [each.check for each in comparison.alone["Trivy"]] == ["TRV:0089"]


def report_of(*records: tuple[str, str, str], file: str = "/plan.json") -> dict[str, Any]:
    results: dict[str, list[dict[str, str]]] = {"passed_checks": [], "failed_checks": [], "skipped_checks": []}
    for said, check, address in records:
        results[f"{said}_checks"].append({"check_id": check, "resource_address": address, "file_path": file})
    return {"check_type": "terraform_plan", "results": results}


def test_a_failure_comes_before_a_skip_and_a_skip_before_a_pass(tmp_path: Path) -> None:
    both = [("passed", "CKV_AWS_62", "aws_iam_role_policy.hidden_admin")]
    skipped = report_of(*both, ("skipped", "CKV_AWS_63", "aws_iam_role_policy.hidden_admin"))
    failed = report_of(*both, ("failed", "CKV_AWS_1", "aws_iam_role_policy.hidden_admin"))
    for number, (content, answer) in enumerate([(skipped, Answer.SKIPPED), (failed, Answer.FOUND)]):
        comparison = compared(checkov=written(tmp_path / f"{number}.json", [content]))
        assert "LP104" in {guardrail for guardrail, _, _ in heard(comparison, answer)}


def test_results_of_other_plans_in_the_same_run_do_not_count(tmp_path: Path) -> None:
    other = report_of(("failed", "CKV_AWS_50", "aws_lambda_function.ledger"), file="/deep/other.json")
    other["results"]["passed_checks"] = report_of(("passed", "CKV_AWS_50", "aws_lambda_function.mail"))["results"][
        "passed_checks"
    ]
    comparison = compared(checkov=written(tmp_path / "both.json", other))
    assert heard(comparison, Answer.FOUND) == set()


def test_a_failure_where_a_guardrail_passes_is_told_as_that(tmp_path: Path) -> None:
    content = report_of(("failed", "CKV_AWS_301", "aws_lambda_permission.any_topic"))
    comparison = compared(checkov=written(tmp_path / "one.json", content))
    (one,) = comparison.alone["Checkov"]
    assert one.lp == "pass"
    assert "LP201, LP302: passes" in told.text(comparison, paper(100, colour=False))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not JSON"),
        ({"check_type": "terraform_plan", "results": {"failed_checks": ["?"]}}, "holds no results of Checkov"),
        ({"check_type": "terraform_plan", "results": {}, "summary": 3}, "holds no results of Checkov"),
        ({"passed": 0, "failed": 0}, "holds no results of Checkov"),
        ([report_of(("failed", "CKV_AWS_50", "aws_lambda_function.elsewhere"))], "is about a resource of"),
    ],
)
def test_what_is_no_result_of_this_plan_is_an_error(tmp_path: Path, content: Any, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        compared(checkov=written(tmp_path / "results.json", content))


def test_other_formats_of_trivy_and_missing_files_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no results of Trivy"):
        compared(trivy=written(tmp_path / "sarif.json", {"version": "2.1.0"}))
    with pytest.raises(ConfigError, match="holds no results of Trivy"):
        compared(trivy=written(tmp_path / "odd.json", {"SchemaVersion": 2, "Results": [3]}))
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        compared(trivy=tmp_path / "gone.json")
    with pytest.raises(ConfigError, match="nothing to compare with"):
        compared()
