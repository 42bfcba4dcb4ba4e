"""One plan, one verdict: the run task, the Atlantis step, the action's script and the local command say the same.

The cases are those in which something is decided by the source only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.server.conftest import Lp
from tests.server.hcp import ROOT, Platform, packed

CASES, MADE = ROOT / "fixtures/planlab", "plan.tf1.11-aws5.100"
TRUTH = yaml.safe_load((CASES / "truth.yaml").read_text(encoding="utf-8"))
BY_SOURCE = sorted({row["case"] for row in TRUTH if row.get("source") == "fail"})
STEPS = yaml.safe_load((ROOT / "deploy/atlantis/repos.yaml").read_text(encoding="utf-8"))["workflows"]
[ATLANTIS] = [step["run"] for step in STEPS["lambda-policies"]["policy_check"]["steps"] if "run" in step]
ENVIRON = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "120"}


@pytest.fixture(scope="module")
def lp(start: Callable[..., Lp]) -> Lp:
    return start()


def shell(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=ENVIRON | environ, capture_output=True, text=True, check=False)


def local(plan: Path, *options: str) -> dict[str, Any]:
    """The summary of the local command, with what it prints of its verdict."""
    command = (sys.executable, "-P", "-m", "lambda_policies", "check", str(plan), "--isolated", *options)
    summary: dict[str, Any] = json.loads(shell(*command, "--format", "json").stdout)["summary"]
    return summary | {"printed": " ".join(shell(*command, "--quiet").stdout.split())}


@pytest.mark.parametrize("case", BY_SOURCE[:3])
def test_all_four_say_the_same(platform: Platform, lp: Lp, tmp_path: Path, case: str) -> None:
    folder = CASES / case
    plan, binary = folder / f"{MADE}.json", folder / f"{MADE}.tfplan"
    said = local(plan, "--binary", str(binary))
    assert said["denied"] > local(plan, "--source", "none")["denied"]

    final = lp.judged(platform.run(plan=plan.read_bytes(), archive=packed(folder)))
    assert final["status"] == "failed"
    assert said["printed"].endswith(" " + " ".join(final["message"].split()))

    command = tmp_path / "lambda-policies"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m lambda_policies "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path}:{ENVIRON['PATH']}"
    ran = shell("/bin/sh", "-c", ATLANTIS, SHOWFILE=str(plan), PLANFILE=str(binary), DIR=str(folder), PATH=path)
    assert ran.stdout.count("FAIL - LP") == said["denied"] + said["undecided"]

    output = tmp_path / "output"
    inputs = {"LP_ACTION_PLAN": str(plan), "LP_ACTION_BINARY": str(binary), "LP_ACTION_ISOLATED": "true"}
    script = (sys.executable, "-P", str(ROOT / "tools/github_action.py"))
    shell(*script, RUNNER_TEMP=str(tmp_path), GITHUB_OUTPUT=str(output), **inputs)
    told = dict(line.split("=", 1) for line in output.read_text().splitlines())
    assert told["verdict"] == "failed"
    assert {name: int(told[name]) for name in ("denied", "undecided", "warned")} == {
        name: said[name] for name in ("denied", "undecided", "warned")
    }
