"""Waivers in comments of the source: where they hold, and that they are held to the rules of the file."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from lambda_policies import packs
from lambda_policies.cli import places
from lambda_policies.errors import WaiverError
from lambda_policies.pipeline import Options, check
from lambda_policies.verdicts import Report

BAD = Path(__file__).parents[1] / "fixtures" / "bad"
WAIVE = 'lp:waive %s until=%s owner=payments reason="moves next week"'
RUNTIME = '  runtime       = "nodejs16.x"'


def checked(folder: Path, old: str, new: str, *, isolated: bool = False) -> Report:
    """The bad plan, judged with its source in which one text was replaced."""
    text = (BAD / "main.tf").read_text(encoding="utf-8")
    assert old in text
    (folder / "main.tf").write_text(text.replace(old, new, 1), encoding="utf-8")
    return judged(folder, BAD / "plan.json", isolated=isolated)


def judged(folder: Path, plan: Path, *, isolated: bool = False) -> Report:
    find = places.finder(str(folder), [], isolated=isolated)
    return check([("plan.json", plan.read_bytes())], Options(packs.load(), date(2026, 11, 21), source=find))


def waived(report: Report) -> list[tuple[str, str, str]]:
    return [(one.guardrail, one.verdict.address, one.waiver.reason) for one in report.findings if one.waiver]


@pytest.mark.parametrize("word", ["LP501", "runtime-deprecated"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (RUNTIME, RUNTIME + " # {}"),
        (RUNTIME, "  # {}\n" + RUNTIME),
        ('resource "aws_lambda_function" "api"', '// {}\n# why not\n\nresource "aws_lambda_function" "api"'),
        ('resource "aws_lambda_function" "api" {', 'resource "aws_lambda_function" "api" { # {}'),
    ],
)
def test_a_comment_waives_what_it_stands_at(tmp_path: Path, word: str, old: str, new: str) -> None:
    report = checked(tmp_path, old, new.replace("{}", WAIVE % (word, "2027-03-01")))
    assert waived(report) == [("LP501", "aws_lambda_function.api", "moves next week")]
    assert report.warnings == ()


def test_at_a_module_call_it_waives_what_is_inside(tmp_path: Path) -> None:
    lab = BAD.parent / "planlab" / "13-moved"
    shutil.copytree(lab, tmp_path, dirs_exist_ok=True)
    text = (lab / "main.tf").read_text(encoding="utf-8")
    comment = WAIVE % ("LP501", "2027-03-01")
    (tmp_path / "main.tf").write_text(text.replace('module "fn" {', f'# {comment}\nmodule "fn" {{'), encoding="utf-8")
    found = waived(judged(tmp_path, lab / "plan.json"))
    assert {identity for identity, *_ in found} == {"LP501"}
    assert {address for _, address, _ in found} == {"module.fn.aws_lambda_function.this"}


def test_elsewhere_it_waives_nothing_and_is_named(tmp_path: Path) -> None:
    report = checked(tmp_path, RUNTIME, RUNTIME + "\n  # " + WAIVE % ("LP501", "2027-03-01"))
    assert waived(report) == []
    assert [warning.partition(": ")[2] for warning in report.warnings] == [
        "the waiver of LP501 matches no finding; remove it."
    ]


def test_in_a_text_it_is_no_comment(tmp_path: Path) -> None:
    report = checked(
        tmp_path, RUNTIME, RUNTIME + '\n  description = "# ' + WAIVE.replace('"', "'") % ("LP501", "x") + '"'
    )
    assert (waived(report), report.warnings) == ([], ())


def test_in_isolation_a_repository_waives_nothing(tmp_path: Path) -> None:
    report = checked(tmp_path, RUNTIME, RUNTIME + " # " + WAIVE % ("LP501", "2027-03-01"), isolated=True)
    assert waived(report) == []


def test_an_expired_one_is_a_finding(tmp_path: Path) -> None:
    report = checked(tmp_path, RUNTIME, RUNTIME + " # " + WAIVE % ("LP501", "2026-11-20"))
    assert waived(report) == []
    late = next(one for one in report.findings if one.guardrail == "LP000")
    assert late.verdict.address.endswith("main.tf")
    assert "payments answers for expired on 2026-11-20" in late.verdict.because


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("lp:waive LP501", "needs a guardrail, until, owner and reason"),
        ("lp:waive", "needs a guardrail, until, owner and reason"),
        ('lp:waive LP501 until=2027-01-01 owner=me reason="" and more', "needs a guardrail, until"),
        ('lp:waive LP501 until=2027-01-01 owner=me reason="x" owner=you', "needs a guardrail, until"),
        ('lp:waive LP501 until=soon owner=me reason="x"', "expires must be a day"),
        ('lp:waive LP501 until=2027-01-01 owner=me reason=""', "reason must be text"),
        ('lp:waive LP5011 until=2027-01-01 owner=me reason="x"', "no guardrail is called 'LP5011'"),
    ],
)
def test_what_is_no_waiver_is_an_error_that_names_its_line(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(WaiverError, match=rf"main\.tf:\d+.*{why}"):
        checked(tmp_path, RUNTIME, f"{RUNTIME} # {text}")
