"""Where the source of a plan is looked for, and what that costs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
LINE = "main.tf:49"
RUNTIME = 'runtime = "nodejs16.x"'
OTHER = 'resource "aws_iam_role" "other" {\n}\n'


@pytest.fixture(autouse=True)
def plan(folder: Path) -> Path:
    """A plan in a folder of its own, without its source."""
    (folder / "infra").mkdir()
    return Path(shutil.copy(FIXTURES / "bad" / "plan.json", folder / "infra"))


def runtime(out: str) -> tuple[str, str]:
    """What the first line says of the source, and where the old runtime is."""
    first = " ".join(out.split("\nDENIED", 1)[0].split())
    lines = out.splitlines()
    told = next(number for number, line in enumerate(lines) if line.startswith("    nodejs16.x has had"))
    return first.partition(", source: ")[2], next(
        line for line in lines[told + 1 :] if line.startswith("      ")
    ).strip()


def put(folder: Path) -> None:
    """The source of the plan."""
    folder.mkdir(exist_ok=True)
    shutil.copy(FIXTURES / "bad" / "main.tf", folder)


def test_it_stands_beside_the_plan(lp: Any, folder: Path) -> None:
    put(folder / "infra")
    (folder / "main.tf").write_text(OTHER)
    assert runtime(lp("check", "infra/plan.json").out) == ("infra (matches)", f"infra/{LINE}  {RUNTIME}")
    absolute = runtime(lp("check", str(folder / "infra" / "plan.json")).out)
    assert absolute == ("infra (matches)", f"infra/{LINE}  {RUNTIME}")


def test_or_in_the_working_directory(lp: Any, folder: Path) -> None:
    put(folder)
    assert runtime(lp("check", "infra/plan.json").out) == (". (matches)", f"{LINE}  {RUNTIME}")
    (folder / "infra" / "main.tf").write_text(OTHER)
    assert runtime(lp("check", "infra/plan.json").out) == (". (matches)", f"{LINE}  {RUNTIME}")


def test_standard_input_stands_in_the_working_directory(lp: Any, folder: Path, plan: Path) -> None:
    put(folder)
    assert runtime(lp("check", "-", stdin=plan.read_bytes()).out) == (". (matches)", f"{LINE}  {RUNTIME}")


def test_seen_from_elsewhere_it_is_named_as_the_plan_is(lp: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder / "infra")
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert runtime(lp("check", "../infra/plan.json").out) == ("../infra (matches)", f"../infra/{LINE}  {RUNTIME}")


def test_without_any_the_address_and_the_attribute_are_shown(lp: Any) -> None:
    assert runtime(lp("check", "infra/plan.json").out) == ("none", "runtime")


def test_one_that_does_not_match_is_named_and_not_used(lp: Any, folder: Path) -> None:
    (folder / "infra" / "main.tf").write_text(OTHER)
    (folder / "main.tf").write_text(OTHER)
    why = "infra (does not match: 'aws_cloudwatch_log_group.api' of the plan is not in it)"
    assert runtime(lp("check", "infra/plan.json").out) == (why, "runtime")


@pytest.mark.parametrize(
    ("flags", "environ", "told"),
    [
        (["--source", "none"], {}, ("", "runtime")),
        ([], {"LP_SOURCE": "none"}, ("", "runtime")),
        (["--isolated"], {}, ("", "runtime")),
        (["--isolated", "--source", "auto"], {}, ("", "runtime")),
        (["--isolated", "--source", "there"], {}, ("there (matches)", f"there/{LINE}  {RUNTIME}")),
        (["--source", "there"], {"LP_SOURCE": "none"}, ("there (matches)", f"there/{LINE}  {RUNTIME}")),
        ([], {"LP_SOURCE": "there"}, ("there (matches)", f"there/{LINE}  {RUNTIME}")),
        (["--source", "auto"], {"LP_SOURCE": "there"}, ("infra (matches)", f"infra/{LINE}  {RUNTIME}")),
    ],
)
def test_what_is_said_holds(
    lp: Any, folder: Path, flags: list[str], environ: dict[str, str], told: tuple[str, str]
) -> None:
    put(folder / "infra")
    put(folder / "there")
    assert runtime(lp("check", "infra/plan.json", *flags, environ=environ).out) == told


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("nowhere", "cannot be read: No such file or directory"),
        ("infra/plan.json", "is neither a folder nor a zip or tar archive"),
    ],
)
def test_what_is_no_folder_is_an_error(lp: Any, wanted: str, why: str) -> None:
    ran = lp("check", "infra/plan.json", "--source", wanted)
    hint = "--source takes a folder of .tf files, a zip or tar archive of one, auto or none."
    assert (ran.code, ran.out, ran.err) == (2, "", f'lp: The source "{wanted}" {why}.\n    {hint}\n')


def test_an_archive_may_hold_it(lp: Any, folder: Path) -> None:
    put(folder / "there")
    shutil.make_archive(str(folder / "there"), "gztar", folder / "there")
    told = ("there.tar.gz (matches)", f"{LINE}  {RUNTIME}")
    assert runtime(lp("check", "infra/plan.json", "--source", "there.tar.gz", "--isolated").out) == told


@pytest.mark.parametrize("flags", [[], ["--isolated"]])
def test_a_binary_plan_holds_it(lp: Any, folder: Path, flags: list[str]) -> None:
    lab = FIXTURES / "planlab" / "19-locals-chain"
    for name in ("plan.tf1.11-aws5.100.json", "plan.tf1.11-aws5.100.tfplan"):
        shutil.copy(lab / name, folder / "infra")
    plan, binary = "infra/plan.tf1.11-aws5.100.json", "infra/plan.tf1.11-aws5.100.tfplan"
    alone = lp("check", plan, "--isolated").out
    ran = lp("check", plan, "--binary", binary, *flags)
    assert "policy of aws_iam_role_policy.fn is known only after apply" in alone
    assert "policy of aws_iam_role_policy.fn is known only after apply" not in ran.out
    assert f"source: {binary} (matches)" in ran.out
    assert 'every action of every service: "*". Rebuilt from\n    infra/main.tf:21.' in ran.out
    other = " ".join(lp("check", "infra/plan.json", "--binary", binary).out.split())
    assert f"source: {binary} (does not match: " in other


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        (["--binary", "infra/plan.json"], '"infra/plan.json" is no binary plan.'),
        (["--binary", "none"], '"none" is no binary plan.'),
        (["--binary", "x", "--source", "infra"], "--binary is the source of one plan."),
        (["infra/other.json", "--binary", "x"], "--binary is the source of one plan."),
    ],
)
def test_a_binary_plan_belongs_to_one_plan(lp: Any, folder: Path, flags: list[str], why: str) -> None:
    shutil.copy(folder / "infra" / "plan.json", folder / "infra" / "other.json")
    ran = lp("check", "infra/plan.json", *flags)
    assert (ran.code, ran.out, ran.err.partition("\n")[0]) == (2, "", f"lp: {why}")


@pytest.mark.parametrize(
    ("plan_file", "flags", "read"),
    [
        ("bad/plan.json", [], True),
        ("bad/plan.json", ["--source", "none"], False),
        ("bad/plan.json", ["--isolated"], False),
        ("planlab/31-destroy/plan.json", [], False),
    ],
)
def test_who_asks_for_no_line_pays_for_none(plan_file: str, flags: list[str], *, read: bool) -> None:
    program = f"""
import sys
from lambda_policies.cli import main
sys.argv = ["lp", "check", *{[str(FIXTURES / plan_file), *flags]!r}]
try:
    main()
except SystemExit:
    pass
assert ("lambda_policies.source.lines" in sys.modules) is {read}
assert "lambda_policies.source.parser" not in sys.modules
assert not {{"hcl2", "lark"}} & set(sys.modules)
"""
    environ = {"PYTHONPATH": str(ROOT), "PATH": "/nowhere"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environ, capture_output=True)
