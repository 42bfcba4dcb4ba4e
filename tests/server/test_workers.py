"""Processes that do not do what they should: the server hears of each, and is rid of it."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from lambda_policies.server.outcomes import Result
from lambda_policies.server.settings import File, Workspaces
from lambda_policies.server.work import Job
from lambda_policies.server.workers import Main, Workers

JOB = Job("acme/net", "https://localhost/plan", "", "", "t0ken", date(2026, 11, 1), Workspaces(), File())


def leaves(_: Connection, __: Job) -> None:
    os._exit(3)


def babbles(connection: Connection, _: Job) -> None:
    connection.send_bytes(b'{"status": "passed"')


def lies(connection: Connection, _: Job) -> None:
    connection.send_bytes(b'{"status": "running", "message": ""}')


def is_endless(connection: Connection, _: Job) -> None:
    connection.send_bytes(b" " * (33 * 1024 * 1024))


def sleeps(_: Connection, job: Job) -> None:
    Path(job.name).write_text(str(os.getpid()))
    time.sleep(60)


def judged(main: Main, job: Job = JOB, seconds: float | None = None) -> Result:
    """What comes of a process that runs *main*."""

    async def run() -> Result:
        workers = Workers(1, main)
        try:
            async with asyncio.timeout(seconds):
                return await workers.judge(job)
        finally:
            workers.close()

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("main", "said"),
    [
        (leaves, "the process that judged it ended with code 3"),
        (babbles, "said nothing that can be read"),
        (lies, "said nothing that can be read"),
        (is_endless, "the process that judged it "),
    ],
)
def test_a_process_that_gives_no_answer_fails_its_task(main: Main, said: str) -> None:
    answer = judged(main)
    assert answer.status == "failed"
    assert said in answer.message


def test_a_process_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    job = replace(JOB, name=str(told))
    with pytest.raises(TimeoutError):
        judged(sleeps, job, 5)
    assert not Path(f"/proc/{told.read_text()}").exists()


def test_a_job_shows_no_token() -> None:
    assert JOB.token not in repr(JOB)
