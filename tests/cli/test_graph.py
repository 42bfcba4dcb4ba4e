"""`lp graph`, as a person and a program see it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"
PLAN = str(FIXTURES / "access/new/plan.json")


@pytest.mark.parametrize(
    ("form", "first"),
    [("mermaid", "flowchart LR"), ("dot", "digraph access {"), ("svg", "<svg "), ("html", "<!doctype html>")],
)
def test_each_format_comes_out(lp: Callable[..., Any], form: str, first: str) -> None:
    ran = lp("graph", PLAN, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(first)
    assert "aws_lambda_permission" in ran.out


@pytest.mark.parametrize("form", ["dot", "svg", "html"])
def test_what_is_not_in_it_is_said(lp: Callable[..., Any], form: str) -> None:
    assert "No service control policy is in the plan" in lp("graph", PLAN, "--format", form).out


def test_mermaid_is_the_default_and_needs_no_extra(lp: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fast_sugiyama", None)
    assert lp("graph", PLAN).out == lp("graph", PLAN, "--format", "mermaid").out


def test_a_missing_package_is_said(lp: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lambda_policies.cli.graph.find_spec", lambda _: None)
    ran = lp("graph", PLAN, "--format", "svg")
    assert ran.code == 2
    assert "needs a package that is not installed: fast-sugiyama" in ran.err
    assert "lambda-policies[graph]" in ran.err


def test_more_than_mermaid_draws_is_said(lp: Callable[..., Any], plan: Callable[..., str]) -> None:
    resources = {f"aws_lambda_function.f{number}": {"function_name": f"f{number}"} for number in range(251)}
    ran = lp("graph", plan(resources))
    assert ran.code == 0
    assert ran.out.count(" -->") == 3 * 251
    assert "Mermaid draws at most 50,000 characters and 500 arrows" in ran.err


def test_a_function_that_is_not_there_is_an_error(lp: Callable[..., Any]) -> None:
    ran = lp("graph", PLAN, "order")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no function" in ran.err
    assert "orders" in ran.err


def test_nothing_of_it_is_loaded_for_other_commands(lp: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if "report.graph" in name or "sugiyama" in name]:
        monkeypatch.delitem(sys.modules, name)  # put back afterwards, so that there is one of each class
    lp("access", PLAN)
    assert not [name for name in sys.modules if "report.graph" in name or "sugiyama" in name]
