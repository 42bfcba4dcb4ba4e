"""Measures speed in ratios of medians within one run: against ``json.load``, and against Checkov where there is one.

Prints a digest of all verdicts too, so that a faster run that decides otherwise is seen. Nothing here is asserted.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from access_roles import measure

ROOT = Path(__file__).parent.parent
MIXED = [ROOT / f"fixtures/{name}/plan.json" for name in ("bad", "good-api", "bad", "good-org", "bad")]
"""About one change in nine is a function, as in public plans."""
FUNCTIONS = ROOT / "fixtures/noop/plan.create.json"
RUNS = 5
WATCH = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
JSON_LOAD = "import json,sys; json.load(open(sys.argv[1], 'rb'))"


def main() -> None:
    """Print one line for each promise."""
    with tempfile.TemporaryDirectory() as folder:
        small = ROOT / "fixtures/bad/plan.json"
        big = _tiled(folder, "big", 550, *MIXED)
        five, ten = (_tiled(folder, str(n), n, FUNCTIONS) for n in (5_000, 10_000))
        print(f"small plan: {_shape(small)}; big plan: {_shape(big)}")
        cold, _ = _cpu(*_lp(small))
        bare, _ = _cpu(sys.executable, "-c", "pass")
        print(f"(a) cold start to verdict: {cold:.2f} s CPU, {cold / bare:.0f} x an empty Python")
        lp, memory = _cpu(*_lp(big))
        loads, _ = _cpu(sys.executable, "-c", JSON_LOAD, str(big))
        size = big.stat().st_size
        print(f"(b) big plan: {lp:.2f} s CPU, {lp / loads:.2f} x json.load; memory {memory / size:.1f} x the file")
        half, whole = _cpu(*_lp(five))[0], _cpu(*_lp(ten))[0]
        print(f"(c) 10,000 functions: {whole / 10_000 * 1000:.2f} ms each; {whole / half:.2f} x 5,000 functions")
        _against_checkov(small, cold)
        print(f"(e) {measure()}")
        print(f"digest of all verdicts: {_digest([small, big])}")


def _lp(plan: Path) -> list[str]:
    return [sys.executable, "-m", "lambda_policies", "check", "--quiet", "--as-of", "2026-11-21", str(plan)]


def _cpu(*command: str) -> tuple[float, int]:
    """Median CPU seconds of some runs after one to warm up, and their highest memory in bytes.

    Each run is the only child of a small process, whose own memory would otherwise count as the child's.
    """
    runs = []
    for _ in range(RUNS + 1):
        watch = [sys.executable, "-c", WATCH, *command]
        done = subprocess.run(watch, check=True, capture_output=True, text=True, cwd=ROOT, env=_env())
        code, seconds, memory = done.stdout.split()
        if int(code) not in {0, 1}:
            raise SystemExit(f"exit {code}: {' '.join(command)}")
        runs.append((float(seconds), int(memory) * 1024))
    return statistics.median(seconds for seconds, _ in runs[1:]), max(memory for _, memory in runs[1:])


def _env() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _against_checkov(plan: Path, cold: float) -> None:
    checkov = os.environ.get("LP_CHECKOV")
    if not checkov:
        print("    Checkov: set LP_CHECKOV to an executable to compare")
        return
    other, _ = _cpu(checkov, "--framework", "terraform_plan", "--quiet", "--skip-download", "-f", str(plan))
    print(f"    Checkov on the small plan: {other:.2f} s CPU, {other / cold:.1f} x lp")


def _tiled(folder: str, name: str, copies: int, *sources: Path) -> Path:
    """A big plan, made by a process of its own: what a process grows to is also counted for those that it starts."""
    file = Path(folder) / f"{name}.json"
    script = ROOT / "tools/synthetic.py"
    subprocess.run([sys.executable, str(script), str(file), str(copies), *map(str, sources)], check=True)
    return file


def _shape(plan: Path) -> str:
    changes = json.loads(plan.read_bytes())["resource_changes"]
    functions = sum(change["type"] == "aws_lambda_function" for change in changes)
    return f"{plan.stat().st_size / 1e6:.1f} MB, {len(changes)} changes, {functions} functions"


def _digest(plans: list[Path]) -> str:
    digest = hashlib.sha256()
    for plan in plans:
        command = [*_lp(plan), "--format", "json"]
        report = json.loads(subprocess.run(command, check=False, capture_output=True, cwd=ROOT).stdout)
        for verdict in report["verdicts"]:
            digest.update(f"{verdict['guardrail']} {verdict['address']} {verdict['outcome']}\n".encode())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    main()
