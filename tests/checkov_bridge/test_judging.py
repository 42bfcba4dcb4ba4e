"""The environment and lp.toml choose the pack, the guardrails, the parameters and the day."""

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
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LP_")]:
        monkeypatch.delenv(name)
    judging.settled.cache_clear()
    yield
    judging.settled.cache_clear()


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


def test_lp_toml_where_checkov_is_started_chooses_the_pack(tmp_path: Path) -> None:
    (tmp_path / "lp.toml").write_text('select = ["LP501", "LP706"]\nignore = ["LP706"]\n')
    assert [guardrail.id for guardrail in judging.pack().guardrails] == ["LP501"]


def test_what_lp_toml_sets_reaches_the_pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lp.toml").write_text(
        'profile = "strict"\n[context]\naccounts = ["111122223333"]\n[parameters]\n"LP706.maximum" = 30\n'
        '[effects]\nLP501 = "off"\n'
    )
    options = asked(monkeypatch, tmp_path)
    assert options.pack.name == "lambda-guardrails strict"
    assert options.accounts == {"111122223333"}
    assert options.parameters == {"LP706": {"maximum": 30}}
    assert options.effects == {"LP501": "off"}


def test_the_environment_comes_before_lp_toml(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lp.toml").write_text('profile = "strict"\n')
    monkeypatch.setenv("LP_PROFILE", "baseline")
    assert judging.pack().name == "lambda-guardrails baseline"


def test_a_plan_is_judged_as_the_file_nearest_to_it_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Options] = []
    monkeypatch.setattr(pipeline, "check", lambda _plans, options: seen.append(options))
    (tmp_path / "lp.toml").write_text('[parameters]\n"LP706.maximum" = 30\n')
    for folder, content in {"near": '[parameters]\n"LP706.maximum" = 60\n', "far": ""}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.json").write_bytes(b"{}")
        if content:
            (tmp_path / folder / "lp.toml").write_text(content)
        judging.judge(str(tmp_path / folder / "plan.json"))
    assert [options.parameters["LP706"]["maximum"] for options in seen] == [60, 30]


def test_undecided_verdicts_fail_on_demand_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not judging.undecided_fails()
    monkeypatch.setenv("LP_CHECKOV_UNKNOWN", "fail")
    assert judging.undecided_fails()
    monkeypatch.setenv("LP_CHECKOV_UNKNOWN", "deny")
    with pytest.raises(LpError, match="deny"):
        judging.undecided_fails()
