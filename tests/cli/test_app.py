"""What becomes of errors, interruptions, closed pipes and terminals."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from lambda_policies import __version__, pipeline

ROOT = Path(__file__).parents[2]
BAD = str(ROOT / "fixtures" / "bad" / "plan.json")
GOOD = str(ROOT / "fixtures" / "good-api" / "plan.json")
PLAN = b'{"format_version": "1.2", "resource_changes": []}'
LAZY = ("checkov", "hcl2", "rich", "starlette", "yaml", "lambda_policies.report.formats.json")


def raising(error: BaseException) -> Any:
    """A function that fails."""

    def fail(*_: object) -> NoReturn:
        raise error

    return fail


def test_the_version_is_told(lp: Any) -> None:
    ran = lp("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"lp {__version__}\n", "")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_plain_text(lp: Any, flag: str) -> None:
    ran = lp(flag)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: lp [OPTIONS] COMMAND [ARGS]...\n")
    assert "\x1b" not in ran.out
    assert "Exit codes: 0 nothing denied, 1 something denied, 2 cannot judge." in ran.out


def test_no_command_is_wrong_usage(lp: Any) -> None:
    assert lp().code == 2


def test_a_command_that_does_not_exist_is_wrong_usage(lp: Any) -> None:
    ran = lp("chekc")
    assert (ran.code, ran.out) == (2, "")
    assert "No such command 'chekc'" in ran.err


def test_completion_is_offered(lp: Any) -> None:
    assert "--show-completion" in lp("--help").out


def test_an_unexpected_error_owns_up_and_shows_no_value(lp: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "plan.json").write_bytes(PLAN)
    monkeypatch.setattr(pipeline, "check", raising(KeyError("s3cr3t")))
    ran = lp("check", "plan.json")
    assert (ran.code, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert first.startswith("lp: This is a bug of lp: KeyError in cli/judging.py, line ")
    assert first.endswith(". Nothing was judged.")
    assert second == "    LP_DEBUG=1 prints the traceback; it may hold values of the plan, so look before you share it."


def test_the_traceback_comes_on_demand(lp: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "plan.json").write_bytes(PLAN)
    monkeypatch.setattr(pipeline, "check", raising(KeyError("value")))
    ran = lp("check", "plan.json", environ={"LP_DEBUG": "1"})
    assert ran.code == 2
    assert ran.err.startswith("Traceback (most recent call last):\n")
    assert "KeyError: 'value'" in ran.err


def test_an_interruption_is_no_verdict(lp: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "plan.json").write_bytes(PLAN)
    monkeypatch.setattr(pipeline, "check", raising(KeyboardInterrupt()))
    assert lp("check", "plan.json").code == 130


def test_text_of_others_is_harmless_in_messages(lp: Any) -> None:
    ran = lp("check", "x\x1b]2;y\n::error::z.json")
    assert (ran.code, ran.err.splitlines()[0]) == (2, 'lp: There is no file "x\\u001b]2;y\\n::error::z.json".')


@pytest.mark.parametrize(("plan", "code", "word"), [(BAD, 1, "DENIED"), (GOOD, 0, "functions")])
def test_a_shell_sees_text_and_the_exit_code(shell: Any, plan: str, code: int, word: str) -> None:
    ran = shell("check", plan, "--as-of", "2026-03-31", "--isolated")
    assert (ran.code, ran.err) == (code, "")
    assert word in ran.out
    assert "\x1b" not in ran.out


def test_a_shell_can_pipe_the_plan(shell: Any) -> None:
    ran = shell("check", "-", "--as-of", "2026-03-31", stdin=Path(BAD).read_bytes())
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("stdin")


def test_what_is_no_plan_is_one_sentence_and_exit_2(shell: Any, folder: Path) -> None:
    (folder / "plan.json").write_text("{}")
    ran = shell("check", "plan.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("lp: plan.json ")


def test_an_ascii_terminal_gets_escapes_instead_of_a_crash(shell: Any, folder: Path) -> None:
    (folder / "pläne").mkdir()
    ran = shell("check", "pläne", environ={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"})
    assert ran.code == 2
    assert ran.err.startswith('lp: "pl\\xe4ne" is configuration')


def test_a_reader_that_goes_away_changes_no_exit_code() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "lambda_policies", "check", BAD, "--verbose", "--as-of", "2026-03-31"],
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def on_a_terminal(environ: dict[str, str]) -> str:
    """What a check prints on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "lambda_policies", "check", BAD, "--as-of", "2026-03-31"],
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "TERM": "xterm", **environ},
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    printed = b""
    try:
        while part := os.read(ours, 65536):
            printed += part
    except OSError:
        pass  # Linux says EIO where the other side is closed
    os.close(ours)
    assert process.wait() == 1
    return printed.decode()


def test_a_terminal_has_colours() -> None:
    assert "\x1b[" in on_a_terminal({})


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colours_has_none(environ: dict[str, str]) -> None:
    assert "\x1b[" not in on_a_terminal(environ)


def test_the_width_of_the_terminal_holds() -> None:
    narrow = on_a_terminal({"COLUMNS": "60", "NO_COLOR": "1"})
    assert max(len(line) for line in on_a_terminal({"COLUMNS": "118", "NO_COLOR": "1"}).splitlines()) > 100
    assert len(narrow.splitlines()) > len(on_a_terminal({"COLUMNS": "118", "NO_COLOR": "1"}).splitlines())


def loaded(*arguments: str) -> set[str]:
    """The modules that a run has loaded in the end."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write('\\n'.join(sys.modules)))\n"
        "from lambda_policies.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    return set(done.stderr.decode().splitlines())


def test_a_plain_check_loads_nothing_that_it_does_not_use() -> None:
    modules = loaded("check", BAD, "--isolated")
    assert "lambda_policies.pipeline" in modules
    assert sorted(modules.intersection(LAZY)) == []


def test_the_folder_for_checkov_is_told_without_loading_anything_heavy() -> None:
    modules = loaded("checkov-dir")
    assert "lambda_policies.cli.checkov_dir" in modules
    heavy = {"lambda_policies.packs", "lambda_policies.plan", "lambda_policies.estate"}
    assert sorted(modules.intersection([*LAZY, *heavy])) == []
