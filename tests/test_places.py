"""Findings show the line to edit: what is shown is compared with what stands there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.cli import inputs, places
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.source.lines import SourceIndex
from lambda_policies.verdicts import Finding, Outcome, Place, Report

ROOT = Path(__file__).parents[1]
BAD = "fixtures/bad/plan.json"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def judged(
    plan: str | Path,
    wanted: str = places.AUTO,
    change: Callable[[Any], None] | None = None,
    *,
    isolated: bool = False,
) -> Report:
    document = json.loads(Path(plan).read_bytes())
    if change:
        change(document)
    source = places.finder(wanted, inputs.sources([str(plan)]), isolated=isolated)
    options = Options(Pack("tests", packs.catalogue()), date(2026, 11, 21), keep_passes=True, source=source)
    return check([(str(plan), json.dumps(document).encode())], options)


def found(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.verdict.outcome is not Outcome.PASS]


def expected(text: str, address: str, at: str) -> int:
    """Where *at* is written in a block without nested blocks of one name, or else what is around it, or the block."""
    kind, name = re.sub(r"\[.*?\]", "", address).split(".")[-2:]
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if line == f'resource "{kind}" "{name}" {{')
    last = next(n for n, line in enumerate(lines) if n > first and line == "}")
    line = first
    for step in re.findall(r"[A-Za-z_]\w*", at):
        written = re.compile(rf"\s+{step}\s*[={{]")
        line = next((n for n in range(line + 1, last) if written.match(lines[n])), line)
    return line + 1


@pytest.mark.parametrize(
    ("plan", "least"),
    [(BAD, 20), ("fixtures/planlab/18-vpc-kms-dlq/plan.json", 1), ("fixtures/planlab/24-function-url/plan.json", 2)],
)
def test_each_line_is_the_one_where_the_attribute_or_its_block_stands(plan: str, least: int) -> None:
    report = judged(plan)
    folder = Path(plan).parent.as_posix()
    text = (ROOT / folder / "main.tf").read_text(encoding="utf-8")
    assert report.plans[0].source == f"{folder} (matches)"
    for finding in found(report):
        line = expected(text, finding.verdict.address, finding.verdict.at)
        assert finding.place, finding.verdict
        assert (finding.place.file, finding.call) == (f"{folder}/main.tf", None)
        assert finding.place.line == line or (finding.verdict.spot and line < finding.place.line < line + 9)
    assert len(found(report)) >= least


def test_a_pass_has_no_line() -> None:
    passes = [finding for finding in judged(BAD).findings if finding.verdict.outcome is Outcome.PASS]
    assert {(finding.place, finding.call) for finding in passes} == {(None, None)}


def test_the_words_at_some_lines() -> None:
    lines = (ROOT / "fixtures/bad/main.tf").read_text(encoding="utf-8").splitlines()
    shown = {
        (finding.guardrail, finding.verdict.address): lines[finding.place.line - 1].split()[0]
        for finding in found(judged(BAD))
        if finding.place
    }
    assert shown["LP201", "aws_lambda_permission.api_anyone"] == "principal"
    assert shown["LP601", "aws_lambda_function.api"] == "PAYMENTS_KEY"
    assert shown["LP501", "aws_lambda_function.api"] == "runtime"
    assert shown["LP406", "aws_lambda_code_signing_config.orders"] == "untrusted_artifact_on_deployment"
    assert shown["LP1203", "aws_cloudwatch_log_group.api"] == "resource"


def test_without_source_there_is_no_line() -> None:
    report = judged(BAD, places.NONE)
    assert report.plans[0].source == ""
    assert {(finding.place, finding.call) for finding in found(report)} == {(None, None)}


def test_a_folder_without_source_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(BAD, tmp_path)
    monkeypatch.chdir(tmp_path)
    report = judged("plan.json")
    assert report.plans[0].source == "none"
    assert {finding.place for finding in found(report)} == {None}


@pytest.mark.parametrize(
    ("wanted", "source"),
    [
        (
            "fixtures/good-api",
            "fixtures/good-api (does not match: 'aws_cloudwatch_log_group.api' of the plan is not in it)",
        ),
        ("docs", "docs (does not match: there is no Terraform source)"),
    ],
)
def test_a_source_that_does_not_match_is_not_used(wanted: str, source: str) -> None:
    report = judged(BAD, wanted)
    assert report.plans[0].source == source
    assert {(finding.place, finding.call) for finding in found(report)} == {(None, None)}


def test_a_plan_without_configuration_matches_nothing() -> None:
    report = judged(BAD, change=lambda plan: plan.pop("configuration"))
    assert report.plans[0].source == "fixtures/bad (does not match: the plan has no configuration)"
    assert {finding.place for finding in found(report)} == {None}


def test_in_a_module_the_call_is_shown_too() -> None:
    folder = "fixtures/planlab/13-moved"
    inside = [each for each in found(judged(f"{folder}/plan.json")) if each.verdict.address.startswith("module.")]
    assert inside
    text = (ROOT / folder / "modules/fn/main.tf").read_text(encoding="utf-8")
    for finding in inside:
        line = expected(text, finding.verdict.address, finding.verdict.at)
        assert finding.place
        assert finding.call
        assert (finding.place.file, finding.place.line) == (f"{folder}/modules/fn/main.tf", line)
        assert (ROOT / finding.call.file).read_text().splitlines()[finding.call.line - 1] == 'module "fn" {'


def moved(tmp_path: Path, source: str) -> Path:
    """A copy of a plan with one module, whose source is another one."""
    shutil.copytree(ROOT / "fixtures/planlab/13-moved", tmp_path / "infra")
    main = tmp_path / "infra" / "main.tf"
    main.write_text(main.read_text().replace('"./modules/fn"', f'"{source}"'))
    return tmp_path / "infra"


def test_in_a_downloaded_module_the_call_is_the_line_to_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = moved(tmp_path, "org/fn/aws")
    (folder / ".terraform").mkdir()
    (folder / "modules").rename(folder / ".terraform" / "modules")
    entry = {"Key": "fn", "Source": "org/fn/aws", "Dir": ".terraform/modules/fn"}
    (folder / ".terraform" / "modules" / "modules.json").write_text(json.dumps({"Modules": [entry]}))
    monkeypatch.chdir(tmp_path)
    report = judged("infra/plan.json")
    assert report.plans[0].source == "infra (matches)"
    inside = [each for each in found(report) if each.verdict.address.startswith("module.")]
    call = (folder / "main.tf").read_text().splitlines().index('module "fn" {') + 1
    assert {(each.place, each.call) for each in inside} == {(None, Place("infra/main.tf", call))}
    there = [SourceIndex(folder).locate(each.verdict.address, each.verdict.at) for each in inside]
    assert {each.file for each in there if each} == {".terraform/modules/fn/main.tf"}


@pytest.mark.parametrize(("here", "infra", "modules"), [(".", "infra", "modules"), ("infra", ".", "../modules")])
def test_a_module_may_stand_beside_in_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str, infra: str, modules: str
) -> None:
    (moved(tmp_path, "../modules/fn") / "modules").rename(tmp_path / "modules")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path / here)
    report = judged(Path(infra) / "plan.json")
    assert report.plans[0].source == f"{infra} (matches)"
    inside = [each for each in found(report) if each.verdict.address.startswith("module.")]
    assert {each.place.file for each in inside if each.place} == {f"{modules}/fn/main.tf"}
    assert all(each.place for each in inside)
    assert {each.call.file for each in inside if each.call} == {(Path(infra) / "main.tf").as_posix()}


@pytest.mark.parametrize("isolated", [False, True])
def test_what_is_outside_the_source_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, isolated: bool) -> None:
    folder = moved(tmp_path, "../modules/fn")
    (folder / "modules").rename(tmp_path / "modules")
    (tmp_path / (".git" if isolated else "x")).mkdir()
    monkeypatch.chdir(tmp_path)
    report = judged("infra/plan.json", "infra", isolated=isolated)
    assert report.plans[0].source == "infra (matches)"
    assert "Not all of the source was read: '../modules/fn' leads out of the source." in report.plans[0].notices
    inside = [each for each in found(report) if each.verdict.address.startswith("module.")]
    assert {each.place for each in inside} == {None}


def test_of_a_link_the_file_that_it_leads_to_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "fixtures/bad", tmp_path / "real")
    (tmp_path / "linked").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    report = judged("linked/plan.json")
    assert report.plans[0].source == "real (matches)"
    assert {each.place.file for each in found(report) if each.place} == {"real/main.tf"}


def test_few_of_many_unread_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "fixtures/bad", tmp_path, dirs_exist_ok=True)
    for number in range(4):
        (tmp_path / f"bad{number}.tf").write_bytes(b"\xff")
    monkeypatch.chdir(tmp_path)
    told = "; ".join(f"'bad{number}.tf' is not UTF-8" for number in range(3))
    assert judged("plan.json").plans[0].notices[-1] == f"Not all of the source was read: {told}; and more."
