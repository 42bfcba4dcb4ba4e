"""A process for each plan. What becomes of one touches neither the server nor its neighbours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from signal import Signals
from typing import TypeVar, TypeVarTuple

import msgspec

from lambda_policies.server import outcomes, work
from lambda_policies.server.outcomes import Result
from lambda_policies.server.work import Job

PRELOADED = [work.__name__, "lambda_policies.server.preload"]
"""What the process has imported that the others are forked from; the server itself needs none of the latter."""
LONGEST_ANSWER = 32 * 1024 * 1024

Main = Callable[[Connection, Job], None]
T = TypeVar("T")
Given = TypeVarTuple("Given")


class Workers:
    """*count* places for processes that are forked from one which has everything imported and knows nothing."""

    def __init__(self, count: int, main: Main = work.main) -> None:
        """*main* runs in each process."""
        self.count, self._main = count, main
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(PRELOADED)
        self._threads = ThreadPoolExecutor(max_workers=3 * count, thread_name_prefix="worker")

    async def warm(self) -> None:
        """Have everything imported before the first plan comes."""
        process = self._context.Process(target=int, daemon=True)
        await self._threaded(process.start)
        await self._threaded(process.join)

    async def judge(self, job: Job) -> Result:
        """The answer of a process of its own. A process that is killed, or cancelled, answers nothing more."""
        here, there = self._context.Pipe(duplex=False)
        process = self._context.Process(target=self._main, args=(there, job), daemon=True)
        starting = self._threaded(process.start)
        reading = None
        try:
            await asyncio.shield(starting)
            there.close()
            reading = self._threaded(_received, here)
            data = await asyncio.shield(reading)
            return _read(data) if data else await self._obituary(process)
        finally:
            await asyncio.wait([starting])
            there.close()
            await self._threaded(_ended, process)
            if reading:
                await asyncio.wait([reading])
            here.close()

    def _threaded(self, function: Callable[[*Given], T], *given: *Given) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, function, *given)

    async def _obituary(self, process: ForkServerProcess) -> Result:
        """The answer for a process that ended without one."""
        await self._threaded(process.join)
        code = process.exitcode or 0
        how = f"was killed ({Signals(-code).name})" if code < 0 else f"ended with code {code}"
        return outcomes.failed(f"the process that judged it {how}, perhaps for lack of memory. Start the run again.")

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown(wait=False)


def _received(here: Connection) -> bytes:
    """The whole answer; nothing where the process ended before it was said, or said too much."""
    try:
        return here.recv_bytes(LONGEST_ANSWER)
    except (EOFError, OSError):
        return b""


def _read(data: bytes) -> Result:
    """The answer, where it is one: a process that a hostile plan took over may say anything."""
    try:
        return msgspec.json.decode(data, type=Result)
    except msgspec.MsgspecError:
        return outcomes.failed("the process that judged it said nothing that can be read.")


def _ended(process: ForkServerProcess) -> None:
    if process.pid is not None:
        process.kill()
        process.join()
