"""One decision per plan and state of its file, and what holds where several verdicts meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from lambda_policies.checkov_bridge import decisions
from lambda_policies.checkov_bridge.decisions import Decided, Decision, decide
from lambda_policies.errors import PlanError
from lambda_policies.verdicts import Effect, Finding, Outcome, PlanSummary, Report, Severity, Verdict

PLACE = "aws_lambda_permission.p"


def finding(outcome: Outcome, because: str, *, at: str = "", effect: Effect = Effect.DENY) -> Finding:
    verdict = Verdict(outcome=outcome, because=because, address=PLACE, at=at)
    return Finding("p.json", "LP203", "s", Severity.HIGH, effect, verdict, fix="Name the source.")


def report(*findings: Finding, summary: PlanSummary | None = None) -> Report:
    plans = (summary or PlanSummary("p.json", functions=1),)
    return Report(plans, findings, passed=0, guardrails=1, exit_code=0)


class Judge:
    """Stands for the pipeline, and counts."""

    def __init__(self, answer: Report | Exception) -> None:
        self.answer = answer
        self.asked = 0

    def __call__(self, _plan: str) -> Report:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text("{}")
    return path


def decided(monkeypatch: pytest.MonkeyPatch, plan: Path, answer: Report | Exception) -> Decided:
    monkeypatch.setattr(decisions, "judge", Judge(answer))
    return decide(str(plan))


def held(monkeypatch: pytest.MonkeyPatch, plan: Path, *findings: Finding) -> Decision | None:
    return decided(monkeypatch, plan, report(*findings)).decisions.get(("LP203", PLACE))


def test_a_plan_is_judged_once_for_each_state_of_its_file(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    judge = Judge(report())
    monkeypatch.setattr(decisions, "judge", judge)
    assert decide(str(plan)) is decide(str(plan))
    assert judge.asked == 1
    plan.write_text("{  }")
    decide(str(plan))
    assert judge.asked == 1 + 1


def test_one_failure_decides_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    seen = held(
        monkeypatch,
        plan,
        finding(Outcome.PASS, "Fine."),
        finding(Outcome.FAIL, "Anyone.", at="principal"),
        finding(Outcome.UNKNOWN, "Who knows."),
        finding(Outcome.FAIL, "Anywhere.", at="source_arn"),
    )
    details = ("Anyone.", "Anywhere.", "Fix: Name the source.")
    assert seen == Decision(Outcome.FAIL, details, ("principal", "source_arn"))


def test_unknown_is_never_a_pass(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    seen = held(monkeypatch, plan, finding(Outcome.PASS, "Fine."), finding(Outcome.UNKNOWN, "Who knows."))
    assert seen == Decision(Outcome.UNKNOWN, ("Who knows.",), ())


def test_an_unknown_without_effect_still_keeps_a_pass_away(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    silent = finding(Outcome.UNKNOWN, "Who knows.", effect=Effect.OFF)
    seen = held(monkeypatch, plan, finding(Outcome.PASS, "Fine."), silent)
    assert seen is not None
    assert seen.outcome is Outcome.UNKNOWN


def test_a_pass_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    seen = held(monkeypatch, plan, finding(Outcome.PASS, "Fine.", at="source_arn"))
    assert seen == Decision(Outcome.PASS, ("Fine.",), ("source_arn",))


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.PASS])
def test_what_is_off_is_not_there(monkeypatch: pytest.MonkeyPatch, plan: Path, outcome: Outcome) -> None:
    assert held(monkeypatch, plan, finding(outcome, "Off.", effect=Effect.OFF)) is None


def test_text_of_the_plan_cannot_drive_the_terminal(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    seen = held(monkeypatch, plan, finding(Outcome.PASS, "\x1b[2J::error::" + "x" * 5000))
    assert seen is not None
    assert not seen.details[0].startswith("::")
    assert seen.details[0].isprintable()
    assert len(seen.details[0]) < 2000


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (PlanError("This is no plan.", "Make one."), "This is no plan. Make one."),
        (PlanError("This is no plan."), "This is no plan."),
        (
            ValueError("hunter2"),
            "lambda-policies stopped with ValueError; `lambda-policies check` on this plan says more.",
        ),
    ],
)
def test_what_cannot_be_judged_says_why(
    monkeypatch: pytest.MonkeyPatch, plan: Path, answer: Exception, sentence: str
) -> None:
    assert decided(monkeypatch, plan, answer) == Decided(trouble=sentence)


def test_a_plan_that_is_gone_says_so(tmp_path: Path) -> None:
    assert decide(str(tmp_path / "gone.json")).trouble == "The plan cannot be read: No such file or directory."


def test_an_incomplete_plan_is_decided_and_says_so(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    summary = PlanSummary("p.json", functions=1, incomplete=True, notices=("Terraform stopped with an error.",))
    seen = decided(monkeypatch, plan, report(finding(Outcome.FAIL, "Anyone."), summary=summary))
    assert seen.trouble == "The plan is incomplete. Terraform stopped with an error."
    assert seen.decisions["LP203", PLACE].outcome is Outcome.FAIL
