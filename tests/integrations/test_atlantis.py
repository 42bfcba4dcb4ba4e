"""The workflow for Atlantis, run as Atlantis runs it, and read as old and new versions read it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONFIG = yaml.safe_load((ROOT / "deploy/atlantis/repos.yaml").read_text(encoding="utf-8"))
[STEP] = [step["run"] for step in CONFIG["workflows"]["lambda-policies"]["policy_check"]["steps"] if "run" in step]
CASES, MADE = ROOT / "fixtures/planlab", "plan.tf1.11-aws5.100"
DENIED, ALLOWED = "03-inline-policy", "32-target"
NEWER = re.compile(r'([1-9][0-9]* failure|failures": \[)')

Atlantis = Callable[..., tuple[int, str]]


def denied(output: str) -> tuple[bool, bool]:
    """What Atlantis makes of the output since 0.39, and what it made of it before."""
    return bool(NEWER.search(output)) or output.strip().startswith("FAIL"), "fail" in output.lower()


@pytest.fixture
def atlantis(tmp_path: Path) -> Atlantis:
    """Runs the step for a plan in a folder of its own; both streams are read, as Atlantis does."""
    (tmp_path / "bin").mkdir()
    lp = tmp_path / "bin/lambda-policies"
    lp.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m lambda_policies "$@"\n')
    lp.chmod(0o755)
    folder = tmp_path / "project"
    folder.mkdir()

    def run(plan: str | bytes, path: str = f"{tmp_path}/bin") -> tuple[int, str]:
        case = CASES / (plan if isinstance(plan, str) else DENIED)
        shown = plan if isinstance(plan, bytes) else (case / f"{MADE}.json").read_bytes()
        (folder / "plan.json").write_bytes(shown)
        (folder / "default.tfplan").write_bytes((case / f"{MADE}.tfplan").read_bytes())
        environ = {
            "PATH": f"{path}:{os.environ['PATH']}" if path else "/nowhere",
            "PYTHONPATH": str(ROOT),
            "SHOWFILE": str(folder / "plan.json"),
            "PLANFILE": str(folder / "default.tfplan"),
            "DIR": str(folder),
        }
        done = subprocess.run(
            ["/bin/sh", "-c", STEP],
            cwd=folder,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    return run


@pytest.mark.parametrize(("plan", "holds"), [(DENIED, True), (ALLOWED, False)])
def test_every_version_reads_the_verdict(atlantis: Atlantis, plan: str, holds: bool) -> None:  # noqa: FBT001 - a row
    code, output = atlantis(plan)
    assert code == 0
    assert denied(output) == (holds, holds), output
    assert output.startswith("FAIL - LP" if holds else "PASS")
    assert atlantis(plan) == (code, output)


@pytest.mark.parametrize("shown", [b"", b"{}", b"Error: no plan"])
def test_a_plan_that_cannot_be_judged_does_not_pass(atlantis: Atlantis, shown: bytes) -> None:
    code, output = atlantis(shown)
    assert code == 0
    assert denied(output) == (True, True)


def test_without_lp_nothing_passes(atlantis: Atlantis) -> None:
    code, output = atlantis(ALLOWED, "")
    assert code == 0
    assert output.splitlines()[-1] == "FAIL - not judged (1 failure)"
    assert denied(output)[0]


def test_a_pull_request_cannot_turn_it_off() -> None:
    [repo] = CONFIG["repos"]
    assert repo["allowed_overrides"] == []
    assert repo["custom_policy_check"] is True
    assert len(CONFIG["policies"]["policy_sets"]) == 1
