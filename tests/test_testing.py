"""The helper for authors of modules."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.errors import LpError
from lambda_policies.testing import assert_plan_passes

FIXTURES = Path(__file__).parents[1] / "fixtures"
GOOD, BAD = FIXTURES / "good-api/plan.json", FIXTURES / "bad/plan.json"


@pytest.mark.parametrize("plan", [GOOD, str(GOOD), GOOD.read_bytes(), json.loads(GOOD.read_bytes())])
def test_a_plan_that_passes_gives_its_report(plan: Any) -> None:
    report = assert_plan_passes(plan)
    assert report.exit_code == 0
    assert report.passed > 10


def test_what_is_denied_fails_the_test_with_the_whole_report() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_plan_passes(BAD)
    assert "DENIED: " in str(caught.value)
    assert "LP201 invoke-no-public-principal" in str(caught.value)


def test_options_are_those_of_the_command() -> None:
    assert assert_plan_passes(BAD, select=["LP118"]).guardrails == 1
    assert_plan_passes(GOOD, ignore=["runtime"], unknown="warn", accounts=["111122223333"])
    with pytest.raises(LpError, match="There is no profile"):
        assert_plan_passes(GOOD, profile="strictest")
    with pytest.raises(AssertionError, match="LP502"):
        assert_plan_passes(GOOD, select=["LP501", "LP502"], as_of=date(2031, 1, 1))
    assert_plan_passes(BAD, select=["LP1203"], parameters={"LP1203.minimum": 30})


def test_source_gives_lines() -> None:
    folder = FIXTURES / "planlab/03-inline-policy"
    plan = folder / "plan.tf1.11-aws5.100.json"
    with pytest.raises(AssertionError, match=r"main\.tf:"):
        assert_plan_passes(plan, source=folder)
    with pytest.raises(AssertionError) as caught:
        assert_plan_passes(plan)
    assert "main.tf:" not in str(caught.value)


@pytest.mark.parametrize(("plan", "options"), [("none.json", {}), (b"", {}), (GOOD, {"select": ["LP0"]})])
def test_what_cannot_be_judged_is_no_failed_assertion(plan: Any, options: dict[str, Any]) -> None:
    with pytest.raises(LpError):
        assert_plan_passes(plan, **options)
