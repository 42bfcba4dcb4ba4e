"""What runs in a process of its own for one plan: fetch, judge, answer, and be gone.

The process gets no key, writes no file, and leaves no core behind. Its answer goes through a pipe as JSON, so that a
process which a hostile plan took over can say something wrong but runs nothing in the server.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from multiprocessing.connection import Connection

import msgspec

from lambda_policies import pipeline
from lambda_policies.errors import LpError, bug
from lambda_policies.report import FORMATS, Style
from lambda_policies.server import outcomes, policy
from lambda_policies.server.borders import borders
from lambda_policies.server.client import Client, trust
from lambda_policies.server.download import Download
from lambda_policies.server.fetch import Wanted, fetch
from lambda_policies.server.outcomes import Result
from lambda_policies.server.settings import File, Workspaces

NICE = 5
FETCHING_SHARE = 0.4
"""Of the seconds for a plan, so many may go into fetching it, and as many into fetching its source."""


@dataclass(frozen=True, slots=True)
class Job:
    """One plan to judge: how reports call it, where it and its source are, the token for them, and what holds.

    ``archive`` is empty where there is no source; ``folder`` is that of the root module in it.
    """

    name: str
    plan: str
    archive: str
    folder: str
    token: str = field(repr=False)
    as_of: date
    held: Workspaces
    file: File


def main(connection: Connection, job: Job) -> None:
    """Judge one plan and send the answer. Runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a descriptor is wanted
        # A traceback that nobody expected may quote a plan.
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, job.file.memory_bytes),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most, hard))
    connection.send_bytes(msgspec.json.encode(answer(job)))


def answer(job: Job) -> Result:
    """The answer for one plan, whatever happens."""
    try:
        return _judged(job)
    except LpError as error:
        return outcomes.failed(f"{error.sentence} {error.hint}".strip())
    except MemoryError:
        return outcomes.failed(f"judging it takes more than {job.file.memory_bytes:,} bytes of memory.")
    except Exception as error:  # noqa: BLE001 - whatever it is, the run must hear of it
        return outcomes.failed(bug(error))


def _judged(job: Job) -> Result:
    options = policy.options(job.held, job.file.plan_bytes, job.as_of)
    data = asyncio.run(_fetched(job, "The plan", job.plan, job.file.plan_bytes))
    source = Download(partial(_archive, job), job.folder) if job.archive else None
    report = pipeline.check([(job.name, data)], msgspec.structs.replace(options, source=source))
    if source and source.trouble:
        report = msgspec.structs.replace(report, warnings=(*report.warnings, source.trouble))
    page = FORMATS["html"].render(report, Style()) if job.file.public_url else ""
    return outcomes.result(report, page)


def _archive(job: Job) -> bytes:
    return asyncio.run(_fetched(job, "The configuration", job.archive, job.file.archive_bytes))


async def _fetched(job: Job, what: str, url: str, most: int) -> bytes:
    file = job.file
    async with Client(borders(file), trust(file.ca_file)) as client:
        seconds = file.plan_seconds * FETCHING_SHARE
        return await fetch(client, Wanted(what, url, job.token, most, seconds, file.retry_seconds))
