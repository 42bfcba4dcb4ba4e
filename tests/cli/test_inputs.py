"""What `lp check` is pointed at."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.plan import binary
from lambda_policies.plan.limits import Limits

PLAN = b'{"format_version": "1.2", "resource_changes": []}'
MAKE = """\
    Make a plan and check that:
      terraform plan -out=tfplan
      terraform show -json tfplan > plan.json
      lambda-policies check plan.json
"""


@pytest.fixture
def plans(folder: Path) -> Path:
    """Three plans and something else."""
    for name in ("b.json", "a.json", "deep/c.json", "other.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(PLAN)
    return folder


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["b.json", "a.json"], ["b.json", "a.json"]),
        (["a.json", "a.json"], ["a.json"]),
        (["*.json"], ["a.json", "b.json"]),
        (["**/*.json"], ["a.json", "b.json", "deep/c.json"]),
        (["deep/*", "a.json"], ["deep/c.json", "a.json"]),
        (["-", "a.json"], ["stdin", "a.json"]),
    ],
)
def test_every_plan_that_is_named_is_read_once(lp: Any, judged: Any, words: list[str], names: list[str]) -> None:
    assert lp("check", *words, stdin=PLAN).code == 0
    assert judged.plans == [(name, PLAN) for name in names]


def test_a_file_whose_name_looks_like_a_glob_is_a_file(lp: Any, judged: Any, folder: Path) -> None:
    (folder / "plan[1].json").write_bytes(PLAN)
    assert lp("check", "plan[1].json").code == 0
    assert judged.plans == [("plan[1].json", PLAN)]


def test_a_file_called_stdin_does_not_hide_standard_input(lp: Any, judged: Any, folder: Path) -> None:
    (folder / "stdin").write_bytes(b"file")
    lp("check", "-", "stdin", stdin=PLAN)
    assert judged.plans == [("stdin", PLAN), ("stdin", b"file")]


def test_compressed_bytes_are_handed_on_as_they_are(lp: Any, judged: Any, folder: Path) -> None:
    packed = gzip.compress(PLAN)
    (folder / "plan.json.gz").write_bytes(packed)
    assert lp("check", "plan.json.gz").code == 0
    assert judged.plans == [("plan.json.gz", packed)]


@pytest.mark.parametrize("word", [".", "main.tf", "sub", "terraform.tfvars", "main.tf.json", "*.tf"])
def test_configuration_is_never_scanned(lp: Any, judged: Any, folder: Path, word: str) -> None:
    (folder / "sub").mkdir()
    for name in ("main.tf", "terraform.tfvars", "main.tf.json"):
        (folder / name).write_text("")
    ran = lp("check", word)
    shown = "main.tf" if word == "*.tf" else word
    assert ran.code == 2
    assert ran.err == f'lp: "{shown}" is configuration, not a plan; lp decides on plans.\n{MAKE}'
    assert (ran.out, judged.plans) == ("", [])


def test_a_missing_file_is_an_error(lp: Any) -> None:
    ran = lp("check", "plan.json")
    assert (ran.code, ran.out, ran.err) == (2, "", f'lp: There is no file "plan.json".\n{MAKE}')


def test_a_glob_that_matches_nothing_is_an_error(lp: Any, folder: Path) -> None:
    (folder / "x.json").mkdir()
    ran = lp("check", "*.json")
    assert (ran.code, ran.err) == (2, 'lp: No file matches "*.json".\n    Nothing was checked.\n')


def test_a_file_that_cannot_be_read_is_an_error(lp: Any, folder: Path) -> None:
    (folder / "plan.json").symlink_to("plan.json")
    ran = lp("check", "*.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'lp: "plan.json" cannot be read: Too many levels of symbolic links.\n'


def test_no_plan_at_all_is_an_error(lp: Any) -> None:
    ran = lp("check")
    assert (ran.code, ran.out) == (2, "")
    assert "Missing argument 'PLAN" in ran.err


def test_a_plan_beyond_the_bound_is_read_no_further(lp: Any, judged: Any, folder: Path) -> None:
    (folder / "plan.json").write_bytes(PLAN)
    assert lp("check", "plan.json", "-", stdin=PLAN, environ={"LP_MAX_BYTES": "9"}).code == 0
    assert judged.options.limits == Limits(max_bytes=9)
    assert judged.plans == [("plan.json", PLAN[:10]), ("stdin", PLAN[:10])]


@pytest.fixture
def tfplan(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Path | None]]:
    """A binary plan, and what was asked of the tool that shows it."""
    with zipfile.ZipFile(folder / "tfplan", "w") as archive:
        archive.writestr("tfplan", b"")
    asked: list[tuple[Path, Path | None]] = []

    def show(path: Path, *, chdir: Path | None, limits: object) -> bytes:
        assert limits
        asked.append((path, chdir))
        return PLAN

    monkeypatch.setattr(binary, "show", show)
    return asked


def test_a_binary_plan_is_shown_in_its_folder(lp: Any, judged: Any, tfplan: list[Any]) -> None:
    assert lp("check", "tfplan").code == 0
    assert tfplan == [(Path("tfplan"), None)]
    assert judged.plans == [("tfplan", PLAN)]


def test_chdir_names_another_folder(lp: Any, judged: Any, tfplan: list[Any]) -> None:
    assert lp("check", "tfplan", "--chdir", "infra", "--isolated").code == 0
    assert tfplan == [(Path("tfplan"), Path("infra"))]
    assert judged.plans == [("tfplan", PLAN)]


def test_in_isolation_nothing_runs_in_the_folder_of_a_plan(lp: Any, judged: Any, tfplan: list[Any]) -> None:
    ran = lp("check", "tfplan", "--isolated")
    assert (ran.code, tfplan, judged.plans) == (2, [], [])
    assert ran.err == (
        'lp: "tfplan" is a binary plan; --isolated runs nothing in its folder.\n'
        "    Pass the JSON of `terraform show -json`, or name a folder you trust with --chdir.\n"
    )


def test_a_binary_plan_on_standard_input_is_an_error(lp: Any, tfplan: list[Any], folder: Path) -> None:
    ran = lp("check", "-", stdin=(folder / "tfplan").read_bytes())
    assert (ran.code, tfplan) == (2, [])
    assert ran.err.startswith("lp: stdin is a binary plan, not JSON.\n")
