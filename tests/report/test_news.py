"""What a plan brings is marked and counted, unless it brings everything."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from lambda_policies.report.formats import json as json_report
from lambda_policies.report.formats.text import render
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Effect, Finding, Outcome, PlanSummary, Report, Severity, Verdict, Waiver

URL, ROLE = "aws_lambda_function_url.orders", "aws_iam_role.orders"


def finding(address: str, *, new: bool | None, plan: str = "plan.json", **more: object) -> Finding:
    verdict = Verdict(Outcome.FAIL, "Because.", address, "name")
    given = {"plan": plan, "verdict": verdict, "new": new, "effect": Effect.DENY} | more
    return Finding(guardrail="LP301", slug="url-auth-iam", severity=Severity.HIGH, fix="Fix it.", **given)  # type: ignore[arg-type]


def report(findings: Iterable[Finding], *plans: str) -> Report:
    return Report(tuple(PlanSummary(name, 1) for name in plans or ("plan.json",)), tuple(findings), 3, 1, 1)


def marks(text: str) -> list[str]:
    """What stands at the right edge of the findings' titles."""
    return [line.partition("url-auth-iam")[2].strip() for line in text.splitlines() if "url-auth-iam" in line]


def test_what_is_new_is_marked_where_something_is_old() -> None:
    text = render(report([finding(URL, new=True), finding(ROLE, new=False)]))
    assert "DENIED: 2 high.  Passed: 3.  New in this plan: 1." in text
    assert marks(text) == ["", "new"]


def test_a_first_plan_says_nothing_of_it() -> None:
    text = render(report([finding(URL, new=True), finding(ROLE, new=True)]))
    assert "New in" not in text
    assert marks(text) == ["", ""]


def test_a_plan_that_brings_nothing_says_so() -> None:
    assert "New in this plan: 0." in render(report([finding(ROLE, new=False)]))


def test_new_stands_before_the_other_marks() -> None:
    unknown = Verdict(Outcome.UNKNOWN, "Because.", URL, "name", unknown=Unknown("name"))
    warned = finding(URL, new=True, verdict=unknown, effect=Effect.WARN)
    assert marks(render(report([warned, finding(ROLE, new=False)]))) == ["", "new, undecided, warn"]


def test_each_plan_speaks_for_itself() -> None:
    found = [finding(URL, plan=name, new=True) for name in ("a.json", "b.json")]
    found.append(finding(ROLE, plan="b.json", new=False))
    text = render(report(found, "a.json", "b.json"))
    assert "New in these plans: 2." in text
    assert text.count("New in this plan: 1.") == 1
    assert marks(text) == ["", "", "new"]


def test_what_is_alike_is_one_only_where_it_is_as_new() -> None:
    found = [finding(f"{URL}[{number}]", new=number < 4) for number in range(8)]
    assert sorted(marks(render(report(found)))) == ["", "new"]


@pytest.mark.parametrize(
    "more",
    [
        {"effect": Effect.OFF},
        {"folded_under": "LP205"},
        {"waiver": Waiver("LP301", "*", "me", "why", date(2027, 1, 1))},
    ],
)
def test_what_does_not_count_is_neither(more: dict[str, Any]) -> None:
    found = [finding(URL, new=True, **more), finding(URL, new=True), finding(ROLE, new=False), finding(ROLE, new=None)]
    summary = json.loads(json_report.render(report(found)))["summary"]
    assert (summary["new"], summary["old"]) == (1, 1)


def test_json_marks_every_finding() -> None:
    found = [finding(URL, new=True), finding(ROLE, new=False), finding("a.b", new=None)]
    verdicts = json.loads(json_report.render(report(found)))["verdicts"]
    assert {each["address"]: each["new"] for each in verdicts} == {URL: True, ROLE: False, "a.b": None}
