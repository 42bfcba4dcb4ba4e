"""Running the command line: in this process to see messages, in another one to see what a shell sees."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lambda_policies import pipeline
from lambda_policies.cli import main
from lambda_policies.examples import plan_of
from lambda_policies.verdicts import PlanSummary, Report

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str


Lp = Callable[..., Ran]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory that nothing above configures, and no variables of lp."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LP_") or name in {"NO_COLOR", "COLUMNS"}]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def lp(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Lp:
    """Run a command in this process."""

    def run(*arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> Ran:
        for name, text in (environ or {}).items():
            monkeypatch.setenv(name, text)
        monkeypatch.setattr(sys, "argv", ["lp", *arguments])
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def shell(tmp_path: Path) -> Lp:
    """Run ``python -m lambda_policies`` in a process that has nothing of this one's environment."""

    def run(*arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "lambda_policies", *arguments],
            cwd=tmp_path,
            env={"PATH": "/nowhere", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **(environ or {})},
            input=stdin,
            capture_output=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@dataclass
class Judged:
    """What the pipeline was asked, and the exit code that it answers."""

    exit_code: int = 0
    plans: list[tuple[str, bytes]] = field(default_factory=list)
    options: Any = None


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    """A pipeline that only remembers."""
    seen = Judged()

    def check(plans: Any, options: pipeline.Options) -> Report:
        seen.plans = list(plans)
        seen.options = options
        summaries = tuple(PlanSummary(name, 0) for name, _ in seen.plans)
        return Report(summaries, (), 0, len(options.pack.guardrails), seen.exit_code)

    monkeypatch.setattr(pipeline, "check", check)
    return seen


@pytest.fixture
def plan(folder: Path) -> Callable[..., str]:
    """Write the plan of some resources, and name it."""

    def make(resources: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> str:
        (folder / "plan.json").write_bytes(plan_of(resources, before))
        return "plan.json"

    return make
