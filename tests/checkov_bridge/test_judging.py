"""The environment chooses the pack, the guardrails and the day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lambda_policies import pipeline
from lambda_policies.checkov_bridge import judging
from lambda_policies.errors import LpError
from lambda_policies.pipeline import Options
from lambda_policies.verdicts import Report


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("LP_")]:
        monkeypatch.delenv(name)
    judging.pack.cache_clear()
    yield
    judging.pack.cache_clear()


def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Options:
    """The options that reach the pipeline."""
    seen: list[Options] = []

    def check(plans: list[tuple[str, bytes]], options: Options) -> Report:
        assert plans == [(str(tmp_path / "plan.json"), b"{}")]
        seen.append(options)
        return Report((), (), 0, 0, 0)

    monkeypatch.setattr(pipeline, "check", check)
    (tmp_path / "plan.json").write_bytes(b"{}")
    judging.judge(str(tmp_path / "plan.json"))
    return seen[0]


def test_without_a_word_it_is_the_baseline_today_with_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = datetime.now(tz=UTC).date()
    options = asked(monkeypatch, tmp_path)
    assert before <= options.as_of <= datetime.now(tz=UTC).date()
    assert options.keep_passes
    assert options.pack.name == "lambda-guardrails baseline"


def test_the_day_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LP_AS_OF", "2026-02-03")
    assert asked(monkeypatch, tmp_path).as_of == date(2026, 2, 3)


def test_guardrails_can_be_selected_and_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LP_SELECT", "invoke")
    monkeypatch.setenv("LP_IGNORE", "LP203")
    chosen = {guardrail.id for guardrail in judging.pack().guardrails}
    assert "LP201" in chosen
    assert "LP203" not in chosen
    assert "LP501" not in chosen


@pytest.mark.parametrize(("name", "text"), [("LP_PROFILE", "bassline"), ("LP_SELECT", "LP9999"), ("LP_AS_OF", "soon")])
def test_what_means_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(LpError, match=text):
        judging.pack()
