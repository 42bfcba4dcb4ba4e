"""Many triggers at once: all are answered, none is lost, and each ends with exactly one last word.

LP_LOAD_TRIGGERS and LP_LOAD_BYTES make it bigger: by default it is small enough for every day.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.server.conftest import Lp, Start
from tests.server.hcp import GOOD, Platform, Run

TRIGGERS = int(os.environ.get("LP_LOAD_TRIGGERS", "20"))
BYTES = int(os.environ.get("LP_LOAD_BYTES", "300000"))


def padded(size: int) -> bytes:
    """A plan that passes, with as many resources that nobody judges as make it this big."""
    plan = json.loads(GOOD)
    other: dict[str, Any] = {"address": "null_resource.a", "mode": "managed", "type": "null_resource", "name": "a"}
    other["change"] = {"actions": ["create"], "before": None, "after": {"triggers": {"text": "x" * 200}}}
    missing = max(0, size - len(GOOD))
    plan["resource_changes"] += [other] * (missing // len(json.dumps(other)) + 1)
    return json.dumps(plan).encode()


def memory(pid: int) -> int:
    """The most memory in kB that a process had."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def test_many_triggers_at_once(platform: Platform, start: Start) -> None:
    lp = start(token_seconds=3600)
    plan = padded(BYTES)
    runs = [platform.run(plan=plan) for _ in range(TRIGGERS)]

    def trigger(run: Run) -> tuple[int, float]:
        started = time.monotonic()
        return lp.trigger(run), time.monotonic() - started

    with ThreadPoolExecutor(max_workers=TRIGGERS) as together:
        answers = list(together.map(trigger, runs))
    assert [code for code, _ in answers] == [200] * TRIGGERS
    for run in runs:
        ended(lp, run)
        assert run.final["status"] == "passed"
    assert Counter(line["event"] for line in lp.lines)["task ended"] == TRIGGERS
    took = sorted(seconds for _, seconds in answers)
    print(f"p50 {took[len(took) // 2]:.3f} s, p99 {took[int(len(took) * 0.99)]:.3f} s")  # noqa: T201 - shown with -s
    print(f"memory of the server {memory(lp.process.pid)} kB")  # noqa: T201


def ended(lp: Lp, run: Run) -> None:
    """Wait for a task, however many are before it."""
    for _ in range(TRIGGERS):
        try:
            lp.ended(run)
        except AssertionError:
            continue
        return
    raise AssertionError
