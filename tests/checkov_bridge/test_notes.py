"""What Checkov leaves out of its report is said once, on standard error."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lambda_policies.checkov_bridge import notes
from lambda_policies.checkov_bridge.decisions import Decided, Decision
from lambda_policies.checkov_bridge.scanning import Scan
from lambda_policies.verdicts import Outcome

UNKNOWN = Decision(Outcome.UNKNOWN, ("Who knows.",), ())
OPEN = Decided(
    {
        ("LP1203", "a.b"): UNKNOWN,
        ("LP203", "a.b"): UNKNOWN,
        ("LP203", "a.c"): UNKNOWN,
        ("LP104", "a.c"): Decision(Outcome.FAIL, (), ()),
    }
)


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "_SAID", set())


def scanning(plan: str, *left_out: str) -> Scan:
    return Scan(plan, (), SimpleNamespace(should_run_check=lambda check_id, **_: check_id not in left_out))


def test_undecided_verdicts_are_counted_once_for_each_plan(capsys: pytest.CaptureFixture[str]) -> None:
    for plan in ("one.json", "one.json", "two.json"):
        notes.undecided(scanning(plan), OPEN)
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(" in ")[0] for line in lines] == ["lambda-policies: 3 undecided verdicts"] * 2
    assert lines[0].startswith("lambda-policies: 3 undecided verdicts in one.json: LP203, LP1203. ")


def test_a_plan_that_is_decided_needs_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    notes.undecided(scanning("one.json"), Decided())
    notes.undecided(scanning("two.json", "LP203", "LP1203"), OPEN)
    assert capsys.readouterr().err == ""


def test_the_name_of_a_plan_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    notes.undecided(scanning("\x1b[2Jone.json\n::error::"), OPEN)
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert "::error::" not in err


def test_source_without_a_plan_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    notes.without_plan()
    notes.without_plan()
    assert capsys.readouterr().err == f"{notes.NO_PLAN}\n"
