"""What is true of the plans in ``fixtures/`` was written down by reading them; the verdicts must say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from lambda_policies import packs
from lambda_policies.verdicts import Finding, Outcome

FIXTURES = Path(__file__).parents[2] / "fixtures"
JUDGED = {guardrail.id for guardrail in packs.catalogue()}
RANK = {Outcome.FAIL: 0, Outcome.UNKNOWN: 1, Outcome.PASS: 2}
Judge = Callable[..., tuple[Finding, ...]]
Judged = Callable[[Path], tuple[Finding, ...]]


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((FIXTURES / name / "truth.yaml").read_text(encoding="utf-8"))
    return found


def planlab() -> Iterator[Any]:
    for row in rows("planlab"):
        folder = FIXTURES / "planlab" / row["case"]
        files = sorted(folder.glob("plan*.json")) if row["file"] == "both" else [folder / row["file"]]
        yield from (said(path, row) for path in files)


def said(path: Path, row: dict[str, Any]) -> Any:
    name = f"{path.parent.name}-{path.stem}-{row['guardrail']}-{row['address']}-{row.get('at', '')}"
    return pytest.param(path, row, id=name)


ROWS = [
    *planlab(),
    *(said(FIXTURES / "bad" / "plan.json", row) for row in rows("bad")),
    *(said(FIXTURES / "noop" / name, row) for row in rows("noop") for name in ("plan.json", "plan.create.json")),
]


@pytest.fixture(scope="module")
def judged(judge: Judge) -> Judged:
    return cache(lambda path: judge(path.read_bytes()))


@pytest.fixture(scope="module")
def rebuilt(judge: Judge) -> Judged:
    """Judge a plan with the source beside it."""
    return cache(lambda path: judge(path.read_bytes(), source=path.parent))


@pytest.fixture(scope="module")
def unpacked(judge: Judge) -> Judged:
    """Judge a plan with the binary plan that it was printed from, which lacks templates."""
    return cache(lambda path: judge(path.read_bytes(), binary=path.with_suffix(".tfplan")))


BINARY = [one for one in planlab() if one.values[0].with_suffix(".tfplan").is_file()]


@pytest.mark.parametrize(("path", "row"), BINARY)
def test_with_the_binary_plan_a_verdict_is_what_is_true(path: Path, row: dict[str, Any], unpacked: Judged) -> None:
    assert worst(unpacked(path), row) == row.get("packed", row.get("source", row["outcome"]))


def worst(findings: tuple[Finding, ...], row: dict[str, Any]) -> str:
    """The outcome of the guardrail and address that a row is about."""
    found = {
        finding.verdict.outcome
        for finding in findings
        if finding.guardrail == row["guardrail"]
        and finding.verdict.address == row["address"]
        and row.get("at") in {None, finding.verdict.at}
    }
    outcome = min(found, key=RANK.__getitem__, default=None)
    return outcome.value if outcome else "none"


@pytest.mark.parametrize(("path", "row"), ROWS)
def test_a_verdict_is_what_is_true(path: Path, row: dict[str, Any], judged: Judged) -> None:
    assert row["guardrail"] in JUDGED
    assert worst(judged(path), row) == row["outcome"]


@pytest.mark.parametrize(("path", "row"), list(planlab()))
def test_with_source_a_verdict_is_what_is_true(path: Path, row: dict[str, Any], rebuilt: Judged) -> None:
    assert worst(rebuilt(path), row) == row.get("source", row["outcome"])


@pytest.mark.parametrize(("name", "outcomes"), [("bad", {Outcome.FAIL, Outcome.UNKNOWN})])
def test_nothing_else_is_found(name: str, outcomes: set[Outcome], judged: Judged) -> None:
    true = {(row["guardrail"], row["address"], row["outcome"]) for row in rows(name)}
    spoken_of = {guardrail for guardrail, _, _ in true}
    found = {
        (finding.guardrail, finding.verdict.address, finding.verdict.outcome.value)
        for finding in judged(FIXTURES / name / "plan.json")
        if finding.verdict.outcome in outcomes and finding.guardrail in spoken_of
    }
    assert found == true


@pytest.mark.parametrize("name", ["good-api", "good-image-vpc", "good-org"])
def test_nothing_fails_on_a_good_plan(name: str, judged: Judged) -> None:
    found = judged(FIXTURES / name / "plan.json")
    assert len(found) > 10
    assert [one for one in found if one.verdict.outcome is Outcome.FAIL] == []


def test_a_plan_without_changes_gets_the_verdicts_of_the_plan_that_created_it(judged: Judged) -> None:
    found = [
        {(one.guardrail, one.verdict.address, one.verdict.at): one.verdict.outcome for one in judged(path)}
        for path in (FIXTURES / "noop" / "plan.json", FIXTURES / "noop" / "plan.create.json")
    ]
    assert found[0] == found[1]
    assert len(found[0]) > 10


def test_planlab_has_a_case_for_every_row_and_a_row_for_every_judging_case() -> None:
    folders = {path.name for path in (FIXTURES / "planlab").iterdir() if path.is_dir()} - {"_inputs"}
    assert {row["case"] for row in rows("planlab")} <= folders
