"""The commands beside `lp check`."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.errors import PackError

ROOT = Path(__file__).parents[2]


def test_list_has_one_line_for_each_guardrail_by_number(lp: Any) -> None:
    ran = lp("list")
    assert (ran.code, ran.err) == (0, "")
    numbers = [int(re.sub(r"\D", "", line.split()[0])) for line in ran.out.splitlines()]
    assert numbers == sorted(numbers)
    assert {102, 203, 1203} <= set(numbers)
    assert re.search(r"^LP203 +invoke-service-needs-source +high +deny +\S.*\.$", ran.out, re.MULTILINE)
    assert re.search(r"^LP1203 +log-retention +medium +warn ", ran.out, re.MULTILINE)


def test_list_as_json(lp: Any) -> None:
    rows = json.loads(lp("list", "--format", "json", "--select", "LP203").out)
    assert [list(row) for row in rows] == [["id", "slug", "severity", "effect", "title"]]
    assert rows[0]["id"] == "LP203"


def test_list_shows_what_settings_make_of_effects(lp: Any, folder: Path) -> None:
    (folder / "lp.toml").write_text('[effects]\nLP203 = "off"\n')
    assert json.loads(lp("list", "--format", "json", "--select", "LP203").out)[0]["effect"] == "off"
    rows = json.loads(lp("list", "--format", "json", "--fail-on", "medium", "--select", "LP1203").out)
    assert rows[0]["effect"] == "deny"


@pytest.mark.parametrize("name", ["LP1203", "lp1203", "log-retention"])
def test_explain_tells_everything(lp: Any, name: str) -> None:
    ran = lp("explain", name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("LP1203 log-retention  (medium)\n")
    titles = [line for line in ran.out.splitlines() if line in SECTIONS]
    assert titles == SECTIONS
    assert "  --set LP1203.minimum=" in ran.out
    assert 'resource "aws_cloudwatch_log_group"' in ran.out


SECTIONS = ["Why", "Fix", "Parameters", "Asked for by", "Elsewhere called", "Examples"]


def test_explain_knows_every_shipped_guardrail(lp: Any) -> None:
    for guardrail in packs.catalogue():
        ran = lp("explain", guardrail.id)
        assert ran.code == 0
        assert guardrail.slug in ran.out
        assert ran.out.count("\n  pass: ") >= 1
        assert ran.out.count("\n  fail: ") >= 1


def test_explain_shows_both_sides_of_a_change(lp: Any) -> None:
    told = lp("explain", "LP1311").out
    before, after = told.split("    # after it", 2)[:2]
    assert 'authorization_type = "AWS_IAM"' in before.partition("    # before the plan")[2]
    assert 'invoke_mode        = "RESPONSE_STREAM"' in after


def test_explain_of_nothing_is_an_error(lp: Any) -> None:
    ran = lp("explain", "LP20")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith('lp: There is no guardrail "LP20" (lp explain).\n    Did you mean "LP2')


def test_config_shows_what_holds_and_why(lp: Any, folder: Path) -> None:
    (folder / "plans").mkdir()
    (folder / "waivers.yaml").write_text("waivers: []\n")
    (folder / "lp.toml").write_text(
        'fail_on = "low"\nselect = ["iam", "LP1203"]\n[context]\naccounts = ["123456789012"]\n'
        '[parameters]\nLP1203 = { minimum = 14 }\n[effects]\nLP1203 = "deny"\n[outputs]\njson = "r.json"\n'
    )
    flags = ("--set", "LP1203.minimum=30", "--as-of", "2026-03-31")
    ran = lp("config", "plans/plan.json", *flags, environ={"LP_UNKNOWN": "off", "LP_SOURCE": "none"})
    assert (ran.code, ran.err) == (0, "")
    rows = [re.split(r" {2,}", line) for line in ran.out.splitlines()]
    file = f"{folder}/lp.toml"
    assert [row for row in rows if row[-1] != "pack lambda-guardrails baseline"] == [
        ["configuration", file],
        ["waivers", f"{folder}/waivers.yaml"],
        ["profile", "baseline", "default"],
        ["pack", "a shipped pack", "default"],
        ["select", "iam, LP1203", file],
        ["ignore", "none", "default"],
        ["fail_on", "low", file],
        ["unknown", "off", "LP_UNKNOWN"],
        ["as_of", "2026-03-31", "--as-of"],
        ["source", "none", "LP_SOURCE"],
        ["accounts", "123456789012", file],
        ["organizations", "none", "default"],
        ["trusted_accounts", "none", "default"],
        ["layer_publishers", "none", "default"],
        ["outputs", f"json={folder}/r.json", file],
        ["max_bytes", "536870912", "default"],
        ["max_depth", "200", "default"],
        ["max_changes", "500000", "default"],
        ["parameters.LP1203.minimum", "30", "--set"],
        ["effects.LP1203", "deny", file],
    ]


def test_config_shows_what_the_pack_sets_unless_something_stronger_does(lp: Any, folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "pack.yaml").write_text(
        "pack: mine\nguardrails:\n"
        "  - {id: LP1203, effect: deny, parameters: {minimum: 7, maximum: 30}}\n  - {id: LP203, effect: warn}\n"
    )
    (folder / "lp.toml").write_text('pack = "own"\n[effects]\nLP203 = "off"\n')
    rows = [re.split(r" {2,}", line) for line in lp("config", "--set", "LP1203.minimum=9").out.splitlines()]
    assert rows[2:4] == [["profile", "none", "default"], ["pack", f"{folder}/own", f"{folder}/lp.toml"]]
    assert rows[-4:] == [
        ["parameters.LP1203.minimum", "9", "--set"],
        ["effects.LP203", "off", f"{folder}/lp.toml"],
        ["parameters.LP1203.maximum", "30", "pack mine"],
        ["effects.LP1203", "deny", "pack mine"],
    ]


def test_config_in_isolation_finds_no_files(lp: Any, folder: Path) -> None:
    (folder / "lp.toml").write_text('fail_on = "low"\n')
    rows = [line.split() for line in lp("config", "--isolated").out.splitlines()]
    assert rows[:2] == [["configuration", "none"], ["waivers", "none"]]


def test_config_refuses_what_check_would_refuse(lp: Any, folder: Path) -> None:
    (folder / "lp.toml").write_text('[effects]\nLP20 = "deny"\n')
    ran = lp("config")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f'lp: There is no guardrail "LP20" ({folder}/lp.toml).\n')


def test_doctor_tells_versions_and_paths(lp: Any) -> None:
    ran = lp("doctor", environ={"PATH": "/nowhere"})
    assert (ran.code, ran.err) == (0, "")
    rows = dict(re.split(r" {2,}", line, maxsplit=1) for line in ran.out.splitlines())
    assert rows["pydantic"] == metadata.version("pydantic")
    assert rows["terraform on PATH"] == "no (shows binary plans)"
    assert rows["guardrails"] == f"{len(packs.catalogue())} in the shipped pack"


@pytest.mark.parametrize(
    ("owners", "told"),
    [
        ([], "not installed: source lines and recovery from source are off"),
        (["bc-python-hcl2", "bc-python-hcl2"], "owned by bc-python-hcl2 1.0"),
        (["python-hcl2"], "owned by python-hcl2 1.0; Checkov needs bc-python-hcl2 instead"),
        (
            ["python-hcl2", "bc-python-hcl2"],
            (
                "PROBLEM: bc-python-hcl2 1.0 and python-hcl2 1.0 overwrite each other;"
                " pip uninstall bc-python-hcl2 python-hcl2, then pip install bc-python-hcl2"
            ),
        ),
    ],
)
def test_doctor_tells_who_owns_hcl2(lp: Any, monkeypatch: pytest.MonkeyPatch, owners: list[str], told: str) -> None:
    monkeypatch.setattr(metadata, "packages_distributions", lambda: {"hcl2": owners} if owners else {})
    monkeypatch.setattr(metadata, "version", lambda _: "1.0")
    assert f"hcl2{' ' * 16}{told}\n" in lp("doctor").out


def test_doctor_of_a_broken_pack_is_exit_2(lp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise PackError("pack.yaml is gone.")

    monkeypatch.setattr(packs, "catalogue", broken)
    ran = lp("doctor")
    assert ran.code == 2
    assert ran.out.endswith("PROBLEM: pack.yaml is gone.\n")


def test_the_folder_for_checkov_holds_our_checks(lp: Any) -> None:
    ran = lp("checkov-dir")
    assert (ran.code, ran.out) == (0, f"{ROOT}/lambda_policies/checkov_bridge/external\n")
    assert (Path(ran.out.strip()) / "__init__.py").is_file()
