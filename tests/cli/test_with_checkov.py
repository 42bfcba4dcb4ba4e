"""``lp check --with-checkov`` and packs that name checks, with a program in Checkov's place that prints its results."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FIXTURE = Path(__file__).parents[2] / "fixtures" / "compare"
RESULTS = (FIXTURE / "checkov.json").read_text(encoding="utf-8")
PACK = "pack: acme\nguardrails: [{id: LP501}]\ncheckov: {checks: [CKV_AWS_26], external_checks: [mine]}\n"

Fake = Callable[..., Path]


@pytest.fixture
def fake(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Put a program in Checkov's place; what it was called with is in the file that it returns."""
    shutil.copy(FIXTURE / "plan.json", folder)

    def make(out: str, code: int = 0) -> Path:
        (folder / "out").write_text(out, encoding="utf-8")
        program = folder / "fake-checkov"
        program.write_text(
            f'#!/bin/sh\necho "$@" > {folder}/call\ntest -s plan.json || exit 3\ncat {folder}/out\nexit {code}\n'
        )
        program.chmod(0o700)
        monkeypatch.setenv("LP_CHECKOV", str(program))
        return folder / "call"

    return make


def verdicts(lp: Any, *arguments: str) -> tuple[int, dict[tuple[str, str], dict[str, Any]]]:
    ran = lp("check", "plan.json", "--as-of", "2026-11-21", "--format", "json", *arguments)
    found = json.loads(ran.out)["verdicts"]
    return ran.code, {(each["guardrail"], each["address"]): each for each in found if each["slug"] == "checkov"}


def test_its_checks_of_lambda_iam_and_apis_are_in_the_same_report(lp: Any, fake: Fake) -> None:
    call = fake(RESULTS)
    _, found = verdicts(lp, "--with-checkov")
    numbers = (50, 116, 117, 272, 289, 355)
    assert {check for check, _ in found} == {f"CKV_AWS_{number}" for number in numbers}
    one = found["CKV_AWS_117", "aws_lambda_function.mail"]
    assert (one["severity"], one["effect"], one["outcome"], one["counts"]) == ("medium", "warn", "fail", True)
    assert one["because"] == "Checkov: Ensure that AWS Lambda function is configured inside a VPC"
    assert "--check" not in call.read_text()


def test_one_cause_counts_once(lp: Any, fake: Fake) -> None:
    fake(RESULTS)
    _, found = verdicts(lp, "--with-checkov")
    assert found["CKV_AWS_272", "aws_lambda_function.mail"]["folded_under"] == "LP405"
    assert found["CKV_AWS_116", "aws_lambda_function.mail"]["folded_under"] is None


def test_it_is_in_the_same_gate(lp: Any, fake: Fake) -> None:
    fake(RESULTS)
    assert verdicts(lp, "--with-checkov", "--select", "LP706")[0] == 0
    code, found = verdicts(lp, "--with-checkov", "--select", "LP706", "--fail-on", "medium")
    assert code == 1
    assert {each["effect"] for each in found.values()} == {"deny"}


def test_nobody_is_sent_to_explain_what_lp_does_not_know(lp: Any, fake: Fake) -> None:
    fake(RESULTS)
    out = lp("check", "plan.json", "--as-of", "2026-11-21", "--with-checkov").out
    assert "CKV_AWS_117 checkov" in out
    assert "lp explain CKV" not in out


def test_a_pack_names_checks_and_folders(lp: Any, fake: Fake, folder: Path) -> None:
    results = json.loads(RESULTS)
    own = {
        "check_id": "ACME_1",
        "check_name": "Ours",
        "resource_address": "aws_s3_bucket.data",
        "file_path": "/plan.json",
    }
    results["results"]["failed_checks"].append(own)
    call = fake(json.dumps(results))
    (folder / "acme" / "mine").mkdir(parents=True)
    (folder / "acme" / "pack.yaml").write_text(PACK)
    _, found = verdicts(lp, "--pack", "acme")
    assert {("CKV_AWS_26", "aws_sns_topic.bookings"), ("ACME_1", "aws_s3_bucket.data")} <= set(found)
    mine = str((folder / "acme" / "mine").resolve())
    assert f"--external-checks-dir {mine} --check CKV_AWS_26 --run-all-external-checks" in call.read_text()


def test_what_a_pack_asks_for_counts_whatever_it_is_called_and_about(lp: Any, fake: Fake, folder: Path) -> None:
    own = {"check_id": "CKV2_ACME_1", "resource_address": "aws_s3_bucket.data", "file_path": "/plan.json"}
    results = {"check_type": "terraform_plan", "results": {"failed_checks": [own]}}
    fake(json.dumps({**results, "summary": {"parsing_errors": 0}}))
    (folder / "acme" / "mine").mkdir(parents=True)
    (folder / "acme" / "pack.yaml").write_text(PACK)
    assert set(verdicts(lp, "--pack", "acme")[1]) == {("CKV2_ACME_1", "aws_s3_bucket.data")}


def test_a_folder_of_a_pack_that_is_missing_is_an_error(lp: Any, fake: Fake, folder: Path) -> None:
    fake(RESULTS)
    (folder / "acme").mkdir()
    (folder / "acme" / "pack.yaml").write_text(PACK)
    ran = lp("check", "plan.json", "--pack", "acme")
    assert ran.code == 2
    assert "there is no folder 'mine'" in ran.err


@pytest.mark.parametrize(
    ("out", "code"), [("", 0), ("Traceback", 2), ("[]", 0), ('{"parsing_errors": 1}', 0), (RESULTS, 2)]
)
def test_where_checkov_does_not_judge_lp_does_not_either(lp: Any, fake: Fake, out: str, code: int) -> None:
    fake(out, code)
    ran = lp("check", "plan.json", "--with-checkov")
    assert ran.code == 2
    assert "Checkov did not judge the plan" in ran.err


def test_a_plan_without_anything_for_checkov_adds_nothing(lp: Any, fake: Fake) -> None:
    fake('{"passed": 0, "failed": 0, "parsing_errors": 0, "resource_count": 0}')
    code, found = verdicts(lp, "--with-checkov")
    assert (code, found) == (1, {})


def test_without_checkov_nothing_is_judged_and_the_way_out_is_told(lp: Any, fake: Fake) -> None:
    fake(RESULTS)
    ran = lp("check", "plan.json", "--with-checkov", environ={"LP_CHECKOV": "/nowhere/checkov"})
    assert ran.code == 2
    assert "LP_CHECKOV" in ran.err


def test_standard_input_cannot_be_handed_on(lp: Any, fake: Fake) -> None:
    fake(RESULTS)
    plan = (FIXTURE / "plan.json").read_bytes()
    ran = lp("check", "-", "--with-checkov", stdin=plan)
    assert ran.code == 2
    assert "cannot be read twice" in ran.err


def test_a_plan_between_other_lines_cannot_be_handed_on(lp: Any, fake: Fake, folder: Path) -> None:
    fake(RESULTS)
    (folder / "logged.json").write_bytes(b"Initializing\n" + (FIXTURE / "plan.json").read_bytes())
    ran = lp("check", "logged.json", "--with-checkov")
    assert ran.code == 2
    assert "between other lines" in ran.err
