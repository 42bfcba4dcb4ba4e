"""Checkov as a program: it scans one plan with its own checks, and its results come back as records.

It runs in a process of its own, which need not share an environment with lp, in an empty folder, so that no
``.checkov.yaml`` of the repository under review changes what it says.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from lambda_policies.compare.peers import Peer, checkov
from lambda_policies.errors import ConfigError
from lambda_policies.packs.pack import CheckovChecks
from lambda_policies.settings.words import quoted

NONE = "LP-NONE"
"""No check has this id: with it Checkov runs what is named beside it, and not all that it has."""
_TIMEOUT = 1_800  # seconds; Checkov takes some five for each megabyte of a plan


def program(named: str) -> str:
    """The path of Checkov: *named*, or that beside this Python, or on the PATH. Raises ConfigError."""
    beside = Path(sys.executable).parent / "checkov"
    found = shutil.which(named) if named else shutil.which(str(beside)) or shutil.which("checkov")
    if found is None:
        sentence = f"There is no program {quoted(named)} (LP_CHECKOV)." if named else "Checkov is not installed."
        raise ConfigError(
            sentence, "pip install 'lambda-policies[checkov]', or name Checkov's own executable in LP_CHECKOV."
        )
    return found


def run(executable: str, plan: bytes, asked: CheckovChecks, addresses: Collection[str], *, every: bool) -> Peer:
    """Checkov's results for the JSON of a plan: of the checks that are *asked* for, or of all. Raises ConfigError."""
    if not _is_json(plan):
        raise ConfigError("Checkov cannot read a plan between other lines.", "Keep what `terraform show -json` prints.")
    with tempfile.TemporaryDirectory(prefix="lp-") as folder:
        (Path(folder) / "plan.json").write_bytes(plan)
        command = [executable, "--file", "plan.json", "--framework", "terraform_plan", "--skip-download"]
        command += ["--compact", "--soft-fail", "--output", "json", *_selection(asked, every=every)]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and the program is the one that `which` found
                command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _silent(type(error).__name__) from None
        if done.returncode or not _judged(done.stdout):
            raise _silent(f"exit code {done.returncode}")
        results = Path(folder) / "results.json"
        results.write_bytes(done.stdout)
        return checkov(results, "plan.json", addresses) if b'"check_type"' in done.stdout else Peer("Checkov", "", ())


def _selection(asked: CheckovChecks, *, every: bool) -> list[str]:
    folders = [part for folder in asked.external for part in ("--external-checks-dir", str(folder))]
    if every:
        return folders
    return [*folders, "--check", ",".join(asked.checks or (NONE,)), *(["--run-all-external-checks"] if folders else [])]


def _judged(out: bytes) -> bool:
    """Whether Checkov read the plan: it exits 0 for what it cannot parse."""
    written: Any = json.loads(out) if _is_json(out) else None
    summary = written.get("summary", written) if isinstance(written, dict) else {}
    return isinstance(summary, dict) and summary.get("parsing_errors") == 0


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def _silent(why: str) -> ConfigError:
    return ConfigError(f"Checkov did not judge the plan ({why}).", "Run it by itself to see what it says.")
