"""What goes wrong while a plan is judged: each task ends with exactly one last word that says why."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.server.conftest import PATIENCE, Lp, Start
from tests.server.hcp import BAD, GOOD, Platform, broken

LOST = "lp could not evaluate this plan: "


def slow(seconds: float, plan: bytes = GOOD) -> Callable[[], Any]:
    """A store that takes so long for a plan, always sending something."""
    step = max(1, len(plan) // 20)
    return broken(*(plan[start : start + step] for start in range(0, len(plan), step)), pause=seconds / 20)


def until(holds: Callable[[], Any]) -> Any:
    """What *holds* gives, once that is something."""
    for _ in range(int(PATIENCE * 20)):
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError


def workers(lp: Lp) -> list[int]:
    """The processes that judge plans: children of the one that forks them."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    return [pid for pid, parent in parents.items() if parents.get(parent) == lp.process.pid]


def test_a_worker_that_is_killed_takes_only_its_own_task_with_it(platform: Platform, start: Start) -> None:
    lp = start(workers=2)
    doomed, other = platform.run(store=slow(20)), platform.run(store=slow(1))
    assert lp.trigger(doomed) == 200
    [pid] = until(lambda: workers(lp))
    assert lp.trigger(other) == 200
    until(lambda: doomed.asked and other.asked)
    os.kill(pid, signal.SIGKILL)
    lp.ended(doomed)
    lp.ended(other)
    assert doomed.final["status"] == "failed"
    assert doomed.final["message"].startswith(f"{LOST}the process that judged it was killed (SIGKILL)")
    assert other.final["status"] == "passed"
    assert lp.judged(platform.run(plan=GOOD))["status"] == "passed"


def test_a_server_that_is_stopped_finishes_or_reports_what_it_accepted(platform: Platform, start: Start) -> None:
    lp = start(workers=1, drain_seconds=3)
    working, waiting, late = (platform.run(store=slow(seconds)) for seconds in (1, 30, 30))
    for run in (working, waiting, late):
        assert lp.trigger(run) == 200
    until(lambda: working.asked)
    lp.stop(signal.SIGTERM)
    assert working.final["status"] == "passed"
    stopped = f"{LOST}the server was stopped before it was judged. Start the run again."
    assert [run.final for run in (waiting, late)] == [{"status": "failed", "message": stopped}] * 2
    assert [line["event"] for line in lp.lines].count("task ended") == 3
    assert not workers(lp)


def test_a_last_word_that_is_being_said_is_said_to_its_end(platform: Platform, start: Start) -> None:
    lp = start(retry_seconds=1, drain_seconds=0.1)
    run = platform.run(stage="pre_plan", final_codes=[503, 503])
    assert lp.trigger(run) == 200
    until(lambda: run.words)
    lp.stop(signal.SIGTERM)
    assert run.final["status"] == "failed"


def test_a_full_queue_asks_to_come_back(platform: Platform, start: Start) -> None:
    lp = start(workers=1, queue=1)
    first, second, third = (platform.run(store=slow(1)) for _ in range(3))
    assert [lp.trigger(run) for run in (first, second)] == [200, 200]
    answer = lp.post(third.body(), {})
    assert answer.status_code == 401
    assert lp.trigger(third) == 503
    assert lp.get("/readyz").status_code == 503
    assert lp.get("/healthz").status_code == 200
    lp.ended(first)
    assert lp.trigger(third) == 200
    for run in (first, second, third):
        lp.ended(run)
        assert run.final["status"] == "passed"


def test_waiting_and_judging_have_an_end(platform: Platform, start: Start) -> None:
    lp = start(workers=1, token_seconds=3, plan_seconds=10)
    endless, waiting = platform.run(store=slow(60)), platform.run()
    assert [lp.trigger(run) for run in (endless, waiting)] == [200, 200]
    lp.ended(waiting)
    lp.ended(endless)
    assert waiting.final["message"].startswith(f"{LOST}it waited for a worker until the token of the run was nearly")
    assert waiting.asked[0][0].startswith("/api/v2/task-results/")
    assert endless.final["message"] == f"{LOST}fetching and judging it took longer than 3 seconds."
    assert not workers(lp)


def test_a_run_hears_that_its_task_goes_on_until_it_is_over(platform: Platform, start: Start) -> None:
    lp = start(workers=1, pulse_seconds=0.2)
    run = platform.run(store=slow(60), pulse_codes=[200, 500, 204, 409])
    assert lp.trigger(run) == 200
    assert lp.ended(run)["status"] == "over"
    assert {word["attributes"]["message"] for word in run.words} == {"Judging the plan."}
    assert len(run.words) == 4
    assert not workers(lp)
    assert "lp_tasks_judging 0.0" in lp.get("/metrics").text


def test_a_plan_that_takes_too_much_memory_is_reported(platform: Platform, start: Start) -> None:
    lp = start(workers=1, memory_bytes=160 * 1024 * 1024)
    change = {"address": "null_resource.a", "mode": "managed", "type": "null_resource", "name": "a", "change": {}}
    plan = json.dumps({**json.loads(BAD), "resource_changes": [change] * 200_000}).encode()
    final = lp.judged(platform.run(plan=plan))
    assert final["status"] == "failed"
    assert "memory" in final["message"]
    assert lp.judged(platform.run(plan=GOOD))["status"] == "passed"
