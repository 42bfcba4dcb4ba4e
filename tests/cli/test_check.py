"""The options of `lp check`: what the pipeline is told, what is printed where, and the exit code."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.verdicts import Effect, Severity

PLAN = b'{"format_version": "1.2", "resource_changes": []}'
WAIVERS = """\
waivers:
  - guardrail: LP203
    address: aws_lambda_permission.*
    owner: team-a
    reason: measured
    expires: "2030-01-31"
"""


@pytest.fixture(autouse=True)
def plan(folder: Path) -> Path:
    """A plan in the working directory."""
    path = folder / "plan.json"
    path.write_bytes(PLAN)
    return path


def ids(judged: Any) -> set[str]:
    """The guardrails that were asked for."""
    return {each.id for each in judged.options.pack.guardrails}


def test_nothing_said_is_the_default_of_everything(lp: Any, judged: Any) -> None:
    before = datetime.now(tz=UTC).date()
    assert lp("check", "plan.json").code == 0
    told = judged.options
    assert before <= told.as_of <= datetime.now(tz=UTC).date()
    assert (told.unknown, told.fail_on, told.waivers) == (None, None, ())
    assert (dict(told.parameters), dict(told.effects)) == ({}, {})
    assert not (told.accounts | told.organizations | told.trusted_accounts | told.layer_publishers)
    assert (told.require_lambda, told.allow_errored, told.keep_passes) == (False, False, False)
    assert len(ids(judged)) >= 17


def test_flags_reach_the_pipeline(lp: Any, judged: Any) -> None:
    flags = (
        *("--set", "LP1203.minimum=30", "--fail-on", "medium", "--unknown", "off", "--as-of", "2026-03-31"),
        *("--require-lambda", "--allow-errored", "--verbose"),
    )
    assert lp("check", "plan.json", *flags).code == 0
    told = judged.options
    assert (told.fail_on, told.unknown, told.as_of) == (Severity.MEDIUM, Effect.OFF, date(2026, 3, 31))
    assert {name: dict(each) for name, each in told.parameters.items()} == {"LP1203": {"minimum": 30}}
    assert (told.require_lambda, told.allow_errored, told.keep_passes) == (True, True, True)


def test_select_and_ignore_choose_guardrails(lp: Any, judged: Any) -> None:
    lp("check", "plan.json", "--select", "LP203,url", "--select", "log-retention", "--ignore", "LP302")
    assert {"LP203", "LP301", "LP1203"} <= ids(judged)
    assert {name for name in ids(judged) if not name.startswith("LP3") or name == "LP302"} == {"LP203", "LP1203"}


def test_the_file_beside_the_plan_holds_where_nothing_else_does(lp: Any, judged: Any, folder: Path) -> None:
    (folder / "lp.toml").write_text(
        'fail_on = "low"\nunknown = "deny"\n'
        '[context]\naccounts = ["123456789012"]\norganizations = ["o-a1b2c3d4e5"]\n'
        'trusted_accounts = ["210987654321"]\nlayer_publishers = ["580247275435"]\n'
        '[parameters]\nLP1203 = { minimum = 14 }\n[effects]\nlog-retention = "deny"\n'
    )
    assert lp("check", "plan.json", "--fail-on", "high", environ={"LP_UNKNOWN": "warn"}).code == 0
    told = judged.options
    assert (told.fail_on, told.unknown) == (Severity.HIGH, Effect.WARN)
    assert (told.accounts, told.organizations) == ({"123456789012"}, {"o-a1b2c3d4e5"})
    assert (told.trusted_accounts, told.layer_publishers) == ({"210987654321"}, {"580247275435"})
    assert dict(told.effects) == {"LP1203": Effect.DENY}
    assert {name: dict(each) for name, each in told.parameters.items()} == {"LP1203": {"minimum": 14}}


def test_in_isolation_only_what_is_named_is_read(lp: Any, judged: Any, folder: Path) -> None:
    (folder / "lp.toml").write_text('fail_on = "low"')
    (folder / "waivers.yaml").write_text(WAIVERS)
    lp("check", "plan.json", "--isolated")
    assert (judged.options.fail_on, judged.options.waivers) == (None, ())
    lp("check", "plan.json", "--isolated", "--config", "lp.toml", "--waivers", "waivers.yaml")
    assert (judged.options.fail_on, len(judged.options.waivers)) == (Severity.LOW, 1)


def test_waivers_beside_the_plan_are_read(lp: Any, judged: Any, folder: Path) -> None:
    (folder / "waivers.yaml").write_text(WAIVERS)
    lp("check", "plan.json")
    assert [(each.guardrail, each.owner) for each in judged.options.waivers] == [("LP203", "team-a")]


def test_waivers_may_name_guardrails_that_are_not_selected(lp: Any, judged: Any, folder: Path) -> None:
    (folder / "waivers.yaml").write_text(WAIVERS)
    assert lp("check", "plan.json", "--select", "LP102").code == 0
    assert len(judged.options.waivers) == 1


def test_plans_that_find_different_files_are_refused_together(lp: Any, folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "plan.json").write_bytes(PLAN)
    (folder / "a" / "lp.toml").write_text("")
    ran = lp("check", "a/plan.json", "b/plan.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"lp: These plans do not share one lp.toml: {folder}/a/lp.toml and none.\n"
        "    Check them in separate calls, or name one with --config.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select", "LP20"], "lp: Pack lambda-guardrails baseline has no guardrail or family 'LP20'. Did you mean "),
        (
            ["--select", "LP203", "--ignore", "invoke"],
            "lp: No guardrail is left after select and ignore.\n    `lp config` shows what holds and why.\n",
        ),
        (["--profile", "a", "--pack", "b"], "lp: A profile and a pack are both named (--profile and --pack)"),
        (["--set", "LP1203"], 'lp: --set "LP1203" has no value.\n    Write it as LP1203.minimum=30.\n'),
        (["--set", "LP1203.minimum=many"], "lp: LP1203.minimum takes a whole number (--set).\n"),
        (["--as-of", "soon"], 'lp: --as-of is "soon", which is not a day.\n    Write it as 2026-03-31.\n'),
        (["--format", "jsn"], 'lp: There is no format "jsn" (--format).\n    Did you mean "json"?\n'),
        (["--format", "x"], 'lp: There is no format "x" (--format).\n    Formats are '),
        (["--output", "jsn=r.json"], 'lp: There is no format "jsn" (--output).\n    Did you mean "json"?\n'),
        (["--output", "-"], 'lp: --output "-" names no file.\n    --format prints a format to standard output.\n'),
        (["--output", "json="], 'lp: --output "json=" names no file.\n'),
        (["--output", "./plan.json"], 'lp: The output "plan.json" would replace a plan or another output.\n'),
        (["--output", "a", "--output", "json=a"], 'lp: The output "a" would replace a plan or another output.\n'),
        (["--output", "no/such/folder"], 'lp: "no/such/folder" cannot be written: No such file or directory.\n'),
        (["--waivers", "none.yaml"], "lp: none.yaml cannot be read: No such file or directory.\n"),
        (["--config", "none.toml"], "lp: none.toml cannot be read: No such file or directory.\n"),
    ],
)
@pytest.mark.usefixtures("judged")
def test_what_means_nothing_is_an_error(lp: Any, arguments: list[str], message: str) -> None:
    ran = lp("check", "plan.json", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message)


@pytest.mark.parametrize("arguments", [["--fail-on", "hihg"], ["--unknown", "pass"], ["--nonsense"]])
@pytest.mark.usefixtures("judged")
def test_wrong_usage_is_exit_2(lp: Any, arguments: list[str]) -> None:
    ran = lp("check", "plan.json", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: lp check [OPTIONS]")


@pytest.mark.usefixtures("judged")
def test_waivers_that_are_no_text_are_an_error(lp: Any, folder: Path) -> None:
    (folder / "waivers.yaml").write_bytes(b"\xff")
    ran = lp("check", "plan.json")
    assert (ran.code, ran.err) == (2, f"lp: {folder}/waivers.yaml is not UTF-8 text.\n")


@pytest.mark.parametrize(("code", "flags", "left"), [(0, [], 0), (1, [], 1), (2, [], 2)])
def test_the_exit_code_is_the_report_s(lp: Any, judged: Any, code: int, flags: list[str], left: int) -> None:
    judged.exit_code = code
    assert lp("check", "plan.json", *flags).code == left


@pytest.mark.parametrize(("code", "left"), [(0, 0), (1, 0), (2, 2)])
def test_exit_zero_hides_a_denial_and_nothing_else(lp: Any, judged: Any, code: int, left: int) -> None:
    judged.exit_code = code
    assert lp("check", "plan.json", "--exit-zero").code == left


def is_json(text: str) -> bool:
    """Whether it is the JSON report."""
    return text.startswith("{") and "verdicts" in json.loads(text)


@pytest.mark.parametrize(
    ("flags", "printed", "files"),
    [
        ([], "text", {}),
        (["--format", "json"], "json", {}),
        (["--output", "r"], "text", {"r": "text"}),
        (["--format", "json", "--output", "r"], "text", {"r": "json"}),
        (["--output", "json=r", "--output", "text=s"], "text", {"r": "json", "s": "text"}),
        (["--output", "./json=r"], "text", {"json=r": "text"}),
    ],
)
@pytest.mark.usefixtures("judged")
def test_format_and_output(lp: Any, folder: Path, flags: list[str], printed: str, files: dict[str, str]) -> None:
    ran = lp("check", "plan.json", *flags)
    assert is_json(ran.out) is (printed == "json")
    assert {name: is_json((folder / name).read_text()) for name in files} == {
        name: form == "json" for name, form in files.items()
    }


@pytest.mark.usefixtures("judged")
def test_outputs_of_the_file_are_written_unless_flags_name_others(lp: Any, folder: Path) -> None:
    (folder / "lp.toml").write_text('[outputs]\njson = "configured.json"\n')
    lp("check", "plan.json", "--output", "r")
    assert not (folder / "configured.json").exists()
    assert is_json(lp("check", "plan.json", "--format", "json").out)
    assert is_json((folder / "configured.json").read_text())
    (folder / "lp.toml").write_text('[outputs]\njsn = "configured.json"\n')
    assert lp("check", "plan.json").err == (
        f'lp: There is no format "jsn" ({folder}/lp.toml).\n    Did you mean "json"?\n'
    )
