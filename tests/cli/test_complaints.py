"""What kept lp from judging reaches whoever reads a report, in its format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lambda_policies import pipeline

ROOT = Path(__file__).parents[2]
BAD = str(ROOT / "fixtures" / "bad" / "plan.json")
COUNTS = "\n\n1 test, 0 passed, 0 warnings, 1 failure, 0 exceptions\n"


@pytest.mark.parametrize("flags", [[], ["--exit-zero"]])
def test_atlantis_reads_an_error_on_standard_output_alone(lp: Any, flags: list[str]) -> None:
    ran = lp("check", "none.json", "--format", "atlantis", *flags)
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.startswith('FAIL - lp cannot judge - There is no file "none.json".')
    assert ran.out.endswith(COUNTS)


def test_atlantis_reads_of_a_bug_too(lp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        message = "secret"
        raise RuntimeError(message)

    monkeypatch.setattr(pipeline, "check", fail)
    ran = lp("check", BAD, "--format", "atlantis")
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.startswith("FAIL - lp cannot judge - This is a bug of lp: RuntimeError in ")
    assert "secret" not in ran.out


def test_github_shows_an_error_as_an_annotation(lp: Any) -> None:
    ran = lp("check", "none%.json", "--format", "github")
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.startswith('::error title=lp cannot judge::There is no file "none%25.json". Make a plan')
    assert ran.out.count("\n") == 1


def test_a_report_that_was_to_be_written_tells_of_the_error_too(lp: Any, folder: Path) -> None:
    (folder / "broken.json").write_text("{")
    ran = lp("check", "broken.json", "--output", "atlantis=a.txt", "--output", "json=b.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("lp: ")
    assert (folder / "a.txt").read_text().startswith("FAIL - lp cannot judge - ")
    assert not (folder / "b.json").exists()


def test_where_the_file_cannot_be_written_the_error_remains(lp: Any, folder: Path) -> None:
    (folder / "broken.json").write_text("{")
    ran = lp("check", "broken.json", "--output", "atlantis=no/such/folder")
    assert (ran.code, ran.out) == (2, "")
    assert "broken.json" in ran.err


def test_exit_zero_is_for_denials(lp: Any) -> None:
    ran = lp("check", BAD, "--format", "atlantis", "--exit-zero")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("FAIL - ")
    assert lp("check", BAD, "--format", "atlantis").code == 1
