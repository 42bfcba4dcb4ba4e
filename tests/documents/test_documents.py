"""The documents, run: their own examples as plans, each with the verdicts that it must come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml

from lambda_policies import packs
from lambda_policies.coverage import Statement, statements
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Outcome

FOLDER = Path(__file__).parents[2] / "fixtures" / "documents"
TRUTH: list[dict[str, Any]] = yaml.safe_load((FOLDER / "truth.yaml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(each["example"], row, id=f"{each['example']}-{row['guardrail']}-{row['address']}")
    for each in TRUTH
    for row in each["verdicts"]
]
SILENT = "none"
RANK = [*(outcome.value for outcome in (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS)), SILENT]
Verdicts: TypeAlias = Mapping[tuple[str, str], str]


def name_of(each: Mapping[str, Any]) -> str:
    return str(each["example"])


@cache
def verdicts(example: str) -> Verdicts:
    """The worst outcome for each guardrail and address."""
    options = Options(Pack("tests", packs.catalogue()), date(2026, 11, 21), keep_passes=True)
    found: dict[tuple[str, str], str] = {}
    for finding in check([("plan.json", (FOLDER / example / "plan.json").read_bytes())], options).findings:
        key, new = (finding.guardrail, finding.verdict.address), finding.verdict.outcome.value
        found[key] = min(found.get(key, SILENT), new, key=RANK.index)
    return found


def asked(each: Mapping[str, Any]) -> list[Statement]:
    """The statements that an example stands for."""
    return [one for one in statements() if one.line in each["asked"].get(one.document, ())]


@pytest.mark.parametrize(("example", "row"), ROWS)
def test_a_verdict_is_what_the_document_means(example: str, row: dict[str, str]) -> None:
    found = verdicts(example)
    assert found.get((row["guardrail"], row["address"]), SILENT) == row["outcome"]


@pytest.mark.parametrize("each", TRUTH, ids=name_of)
def test_of_the_guardrails_that_are_named_nothing_else_is_found(each: Mapping[str, Any]) -> None:
    named = {row["guardrail"] for row in each["verdicts"]}
    true = {(row["guardrail"], row["address"]) for row in each["verdicts"] if row["outcome"] not in {"pass", SILENT}}
    found = {
        key for key, outcome in verdicts(each["example"]).items() if key[0] in named and outcome != Outcome.PASS.value
    }
    assert found == true


@pytest.mark.parametrize("each", TRUTH, ids=name_of)
def test_every_guardrail_that_the_statements_need_has_its_verdict(each: Mapping[str, Any]) -> None:
    lines = {(one.document, one.line) for one in asked(each)}
    assert lines == {(document, line) for document, wanted in each["asked"].items() for line in wanted}
    existing = {guardrail.id for guardrail in packs.catalogue()}
    needed = {guardrail for one in asked(each) for guardrail in one.guardrails}
    assert needed & existing <= {row["guardrail"] for row in each["verdicts"]}


def test_every_example_has_its_plan_its_readme_and_its_truth() -> None:
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    assert [path.name for path in folders] == sorted(map(name_of, TRUTH))
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == {"main.tf", "plan.json", "README.md"}
