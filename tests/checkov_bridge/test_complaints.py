"""What LP000 says, once for each plan."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lambda_policies.checkov_bridge import complaints
from lambda_policies.checkov_bridge.complaints import complaint
from lambda_policies.checkov_bridge.decisions import Decided, Decision
from lambda_policies.checkov_bridge.scanning import Scan
from lambda_policies.errors import LpError
from lambda_policies.verdicts import Outcome

VISITED = {"aws_lambda_permission": {"p": {"__address__": "aws_lambda_permission.p"}}}
FAIL = Decision(Outcome.FAIL, ("Anyone.",), ())


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pack = SimpleNamespace(guardrails=[SimpleNamespace(id="LP203", lands_on=("aws_lambda_permission",))])
    monkeypatch.setattr(complaints, "_SAID", set())
    monkeypatch.setattr(complaints, "pack", lambda: pack)


def scanning(monkeypatch: pytest.MonkeyPatch, decided: Decided, plan: str = "a.json", *, asked: bool = True) -> None:
    runner_filter = SimpleNamespace(should_run_check=lambda **_: asked)
    monkeypatch.setattr(complaints, "scan", lambda: Scan(plan, (VISITED,), runner_filter))
    monkeypatch.setattr(complaints, "decide", lambda _plan: decided)


def failing(address: str, guardrail: str = "LP203", decision: Decision = FAIL) -> Decided:
    return Decided({(guardrail, address): decision})


def test_trouble_is_told_once_for_each_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    scanning(monkeypatch, Decided(trouble="No plan."), "a.json")
    assert [complaint(), complaint()] == ["No plan.", ""]
    scanning(monkeypatch, Decided(trouble="No plan."), "b.json")
    assert [complaint(), complaint()] == ["No plan.", ""]


def test_a_plan_that_was_judged_and_shown_is_no_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    scanning(monkeypatch, failing("aws_lambda_permission.p"))
    assert complaint() == ""


def test_a_failure_that_checkov_does_not_visit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    scanning(monkeypatch, failing("data.aws_iam_policy_document.d"))
    sentence = "Checkov does not visit what these failing verdicts are about: LP203 at data.aws_iam_policy_document.d."
    assert complaint() == sentence


def test_a_failure_on_a_type_that_the_guardrail_does_not_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    scanning(monkeypatch, failing("aws_lambda_permission.p", guardrail="LP999"))
    assert "LP999 at aws_lambda_permission.p" in complaint()


def test_nobody_misses_a_guardrail_that_was_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    scanning(monkeypatch, failing("data.aws_iam_policy_document.d"), asked=False)
    assert complaint() == ""


def test_nobody_misses_an_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    scanning(monkeypatch, failing("data.x.y", decision=Decision(Outcome.UNKNOWN, (), ())))
    assert complaint() == ""


def test_source_files_are_no_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(complaints, "scan", lambda: None)
    assert complaint() == ""


def test_an_unknown_way_of_calling_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> None:
        raise LpError("Where are we?", "Ask.")

    monkeypatch.setattr(complaints, "scan", lost)
    assert [complaint(), complaint()] == ["Where are we? Ask.", ""]
