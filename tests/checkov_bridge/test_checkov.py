"""A real Checkov process says what the pipeline says, and fails where the guardrails cannot judge."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lambda_policies import packs
from lambda_policies.checkov_bridge import checks_folder, signing
from lambda_policies.checkov_bridge.judging import judge
from lambda_policies.examples import plan_of
from lambda_policies.verdicts import Effect, Outcome

pytestmark = pytest.mark.checkov

ROOT = Path(__file__).parents[2]


class Said(NamedTuple):
    """One line of Checkov's report."""

    guardrail: str
    address: str
    file: str


class Run(NamedTuple):
    """What one Checkov process reported under ids of ours, its exit code, and what it said beside its report."""

    passed: dict[Said, dict[str, Any]]
    failed: dict[Said, dict[str, Any]]
    exit_code: int
    err: str


def checkov(
    *arguments: str, cwd: Path, framework: str = "terraform_plan", checks: Path | None = None, **variables: str
) -> Run:
    """Run Checkov with the guardrails, with these environment variables."""
    executable = shutil.which(os.environ.get("LP_CHECKOV") or "checkov")
    assert executable
    common = ["--framework", framework, "--skip-download", "--output", "json"]
    command = [executable, *common, "--external-checks-dir", str(checks or checks_folder()), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=600)
    results = json.loads(done.stdout).get("results", {})
    passed, failed = (_ours(results.get(f"{kind}_checks", [])) for kind in ("passed", "failed"))
    return Run(passed, failed, done.returncode, done.stderr)


def _ours(records: list[dict[str, Any]]) -> dict[Said, dict[str, Any]]:
    return {
        Said(record["check_id"], record["resource_address"], record["file_path"].lstrip("/")): record
        for record in records
        if record["check_id"].startswith("LP")
    }


def without_lp000(failed: dict[Said, dict[str, Any]]) -> set[Said]:
    return {said for said in failed if said.guardrail != "LP000"}


@cache
def removed(plan: Path) -> frozenset[str]:
    """What the plan removes: Checkov reads what a plan leaves behind and cannot report on it."""
    changes = json.loads(plan.read_text(encoding="utf-8")).get("resource_changes") or ()
    gone = [each for each in changes if each["change"]["actions"] == ["delete"] and "deposed" not in each]
    return frozenset(each["address"] for each in gone)


def expected(plans: list[Path]) -> tuple[set[Said], set[Said], set[Said]]:
    """What the pipeline passes, fails and leaves open."""
    outcomes: defaultdict[Said, set[Outcome]] = defaultdict(set)
    for plan in plans:
        for finding in judge(str(plan)).findings:
            if finding.effect is not Effect.OFF and finding.verdict.address not in removed(plan):
                said = Said(finding.guardrail, finding.verdict.address, plan.name)
                outcomes[said].add(finding.verdict.outcome)
    failed = {said for said, seen in outcomes.items() if Outcome.FAIL in seen}
    passed = {said for said, seen in outcomes.items() if seen == {Outcome.PASS}}
    return passed, failed, set(outcomes) - passed - failed


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All examples of all guardrails and all fixtures, as files of one folder."""
    folder = tmp_path_factory.mktemp("plans")
    for guardrail in packs.catalogue():
        for number, example in enumerate(guardrail.examples):
            (folder / f"{guardrail.id}-{number}.json").write_bytes(plan_of(example.resources, example.before))
    for plan in (ROOT / "fixtures").rglob("plan*.json"):
        if plan.parent.name != "_inputs":  # what is no plan, or only half of one
            (folder / f"{plan.parent.name}-{plan.name}").write_bytes(plan.read_bytes())
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def everything(plans: list[Path]) -> Run:
    return checkov("--directory", ".", "--check", "LP*", cwd=plans[0].parent)


def test_it_passes_and_fails_what_the_pipeline_passes_and_fails(plans: list[Path], everything: Run) -> None:
    passed, failed, unknown = expected(plans)
    assert passed
    assert failed
    assert unknown
    assert without_lp000(everything.failed) == failed
    assert set(everything.passed) == passed
    assert everything.exit_code == 1


def test_what_is_not_judged_in_full_is_told_once(plans: list[Path], everything: Run) -> None:
    incomplete = {plan.name for plan in plans if any(each.incomplete for each in judge(str(plan)).plans)}
    assert incomplete
    told = sorted(said.file for said in everything.failed if said.guardrail == "LP000")
    assert told == sorted(incomplete | {plan.name for plan in plans if fails_on_what_it_removes(plan)})


def fails_on_what_it_removes(plan: Path) -> bool:
    found = judge(str(plan)).findings
    return any(each.verdict.outcome is Outcome.FAIL and each.verdict.address in removed(plan) for each in found)


def test_a_failure_says_why_where_and_what_to_do(everything: Run) -> None:
    for said in without_lp000(everything.failed):
        record = everything.failed[said]
        assert record["details"][-1].startswith("Fix: ")
        assert len(record["details"]) > 1
        assert record["severity"] in {"CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"}
        assert record["guideline"].endswith(record["check_id"])
    assert any(record["check_result"]["evaluated_keys"] for record in everything.failed.values())


def test_plans_are_found_wherever_checkov_is_started(plans: list[Path], tmp_path: Path) -> None:
    bad, other = (plan for plan in plans if plan.name in {"LP203-0.json", "bad-plan.json"})
    (tmp_path / "deep").mkdir()
    shutil.copy(other, tmp_path / "same.json")
    shutil.copy(bad, tmp_path / "deep" / "same.json")
    run = checkov("--file", "same.json", "deep/same.json", "--check", "LP*", cwd=tmp_path)
    _, failed_above, _ = expected([tmp_path / "same.json"])
    _, failed_below, _ = expected([tmp_path / "deep" / "same.json"])
    assert {said for said in run.failed if said.file == "same.json"} == failed_above
    assert {(said.guardrail, said.address) for said in run.failed if said.file == "deep/same.json"} == {
        (said.guardrail, said.address) for said in failed_below
    }


@pytest.mark.parametrize("selection", ["LP203", "LP*"])
def test_guardrails_that_cannot_be_loaded_fail_the_run(plans: list[Path], tmp_path: Path, selection: str) -> None:
    broken = tmp_path / "lambda_policies"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ImportError('this installation is broken')\n")
    run = checkov("--file", str(plans[0]), "--check", selection, cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert [said.guardrail for said in run.failed] == ["LP000"]
    assert "this installation is broken" in next(iter(run.failed.values()))["details"][0]
    assert run.exit_code == 1


def test_a_wrong_pack_fails_the_run(plans: list[Path], tmp_path: Path) -> None:
    run = checkov("--file", str(plans[0]), "--check", "LP203", cwd=tmp_path, LP_PROFILE="bassline")
    assert [said.guardrail for said in run.failed] == ["LP000"]
    assert "bassline" in next(iter(run.failed.values()))["details"][0]


def test_a_plan_that_cannot_be_judged_fails_the_run_once(tmp_path: Path) -> None:
    resources = [
        {
            "address": f"aws_s3_bucket.{name}",
            "mode": "managed",
            "type": "aws_s3_bucket",
            "name": name,
            "values": {"a": 1},
        }
        for name in ("one", "two")
    ]
    document = {"terraform_version": "1.9.0", "planned_values": {"root_module": {"resources": resources}}}
    (tmp_path / "plan.json").write_text(json.dumps(document))
    run = checkov("--file", "plan.json", "--check", "LP203", cwd=tmp_path)
    assert [(said.guardrail, said.address) for said in run.failed] == [("LP000", "aws_s3_bucket.one")]
    assert next(iter(run.failed.values()))["details"] != []
    assert run.passed == {}


def test_what_is_undecided_is_told_beside_the_report(plans: list[Path], everything: Run) -> None:
    _, _, unknown = expected(plans)
    told = [line for line in everything.err.splitlines() if "undecided verdict" in line]
    assert len(told) >= len({said.file for said in unknown})


def test_what_is_undecided_fails_on_demand_with_every_reason(plans: list[Path]) -> None:
    plan = next(plan for plan in plans if plan.name == "compare-plan.json")
    run = checkov(
        "--file", plan.name, "--check", "LP*", "--soft-fail-on", "LP*", cwd=plan.parent, LP_CHECKOV_UNKNOWN="fail"
    )
    _, failed, unknown = expected([plan])
    told = {said.address: record for said, record in run.failed.items() if said.guardrail == "LP001"}
    assert {(said.guardrail, said.address) for said in unknown} == {
        (detail.partition(":")[0], address) for address, record in told.items() for detail in record["details"]
    }
    assert {said for said in run.failed if said.guardrail != "LP001"} == failed
    assert run.exit_code == 0


def test_source_without_a_plan_is_neither_passed_nor_failed_and_says_what_is_missing(tmp_path: Path) -> None:
    shutil.copy(ROOT / "fixtures" / "bad" / "main.tf", tmp_path)
    run = checkov("--directory", ".", "--check", "LP*", cwd=tmp_path, framework="terraform")
    assert (run.passed, run.failed, run.exit_code) == ({}, {}, 0)
    assert run.err.count("the guardrails decide on plans") == 1


def test_lp_toml_where_checkov_is_started_holds(plans: list[Path], tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "lp.toml").write_text('select = ["LP501", "LP706"]\n[parameters]\n"LP706.maximum" = 1\n')
    shutil.copy(next(plan for plan in plans if plan.name == "compare-plan.json"), tmp_path / "plan.json")
    run = checkov("--file", "plan.json", "--check", "LP*", cwd=tmp_path)
    assert {said.guardrail for said in run.failed} == {"LP501", "LP706"}
    assert {said.guardrail for said in run.passed} == {"LP501"}


def test_checkov_takes_a_signed_copy_and_refuses_one_that_was_changed(plans: list[Path], tmp_path: Path) -> None:
    if "--external-checks-public-key" not in helped():
        pytest.skip("this Checkov checks no signatures")
    make = "openssl ecparam -name prime256v1 -genkey -noout -out key.pem && openssl ec -in key.pem -pubout -out pub.pem"
    subprocess.run(["/bin/sh", "-c", make], cwd=tmp_path, check=True, capture_output=True)
    signing.copy(tmp_path / "checks", tmp_path / "key.pem")
    plan = next(plan for plan in plans if plan.name == "bad-plan.json")
    call = ["--file", str(plan), "--check", "LP203", "--external-checks-public-key", "pub.pem"]
    assert checkov(*call, cwd=tmp_path, checks=tmp_path / "checks").failed
    with (tmp_path / "checks" / "lambda_policies_external_checks.py").open("a") as file:
        file.write("# changed\n")
    with pytest.raises(json.JSONDecodeError):
        checkov(*call, cwd=tmp_path, checks=tmp_path / "checks")


def helped() -> str:
    executable = shutil.which(os.environ.get("LP_CHECKOV") or "checkov")
    assert executable
    return subprocess.run([executable, "--help"], capture_output=True, text=True, check=True, timeout=600).stdout
