from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lambda_policies import errors
from lambda_policies.governance.gate import exit_code
from lambda_policies.verdicts import Effect, Finding, Outcome, PlanSummary

TEXT = (Path(__file__).parents[2] / "docs" / "exit-codes.md").read_text(encoding="utf-8")
Make = Callable[..., Finding]


def table(name: str) -> list[list[str]]:
    """The lines of the Markdown table after a marker, without its header."""
    after = TEXT.split(f"<!-- {name} -->\n\n")[1].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in after.splitlines()[2:]]


@pytest.mark.parametrize("row", table("gate"), ids=" ".join)
@pytest.mark.parametrize("others", [0, 1], ids=["one plan", "two plans"])
def test_the_table_of_exit_codes(row: list[str], others: int, finding: Make) -> None:
    denied, errored, functions, options, code = row
    plan = PlanSummary("plan.json", 12 if functions == "yes" else 0, incomplete=errored == "yes")
    findings = [finding(effect=Effect.WARN), finding(effect=Effect.OFF)] + [finding()] * (denied == "yes")
    got = exit_code(
        findings,
        [PlanSummary("other.json", 3)] * others + [plan],
        allow_errored="--allow-errored" in options,
        require_lambda="--require-lambda" in options,
    )
    assert str(got) == code


def test_the_table_holds_every_combination_that_matters() -> None:
    assert len({tuple(row[:4]) for row in table("gate")}) == len(table("gate")) == 13


def test_no_plan_cannot_be_judged() -> None:
    assert exit_code([], []) == 2


def test_an_unknown_that_denies_denies(finding: Make) -> None:
    plans = [PlanSummary("plan.json", 1)]
    assert exit_code([finding(outcome=Outcome.UNKNOWN)], plans) == 1
    assert exit_code([finding(outcome=Outcome.PASS), finding(folded_under="LP201")], plans) == 0


def test_the_table_of_errors() -> None:
    told = {row[0].strip("`"): int(row[2]) for row in table("errors")}
    assert told == {kind.__name__: kind.exit_code for kind in errors.LpError.__subclasses__()}
