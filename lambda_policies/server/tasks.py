"""From an accepted trigger to its last callback. Whatever happens on the way, a task ends with exactly one."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

import msgspec

from lambda_policies.errors import LpError, bug
from lambda_policies.server import logs, outcomes
from lambda_policies.server.callback import Said, Word, say
from lambda_policies.server.client import Client
from lambda_policies.server.metrics import Metrics
from lambda_policies.server.outcomes import Outcome, Result
from lambda_policies.server.payload import Trigger
from lambda_policies.server.settings import File
from lambda_policies.server.store import Store, StoreError
from lambda_policies.server.work import Job
from lambda_policies.server.workers import Workers

WRONG_STAGE = "There is no plan to judge at the stage {}: attach this task to post-plan."
NO_PLAN = "the trigger names no plan."
TOO_LATE = "it waited for a worker until the token of the run was nearly over. Start the run again."
TOO_LONG = "fetching and judging it took longer than {:.0f} seconds."
STOPPED = "the server was stopped before it was judged. Start the run again."

WAITING_SHARE = 0.8
"""Of the life of a token, so much may be spent on waiting for a worker."""
JUDGING_SHARE = 0.95
"""After so much of it nothing is judged any more: the token is needed for the last words."""
FIRST_PULSE = 2.0
PULSE_PATIENCE = 20.0
LAST_WORDS = 5.0


class Accepted(Enum):
    """What becomes of a trigger."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    FULL = "full"
    CLOSED = "closed"


class Tasks:
    """All tasks of this process that have not ended."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a server is made of
        self, file: File, client: Client, workers: Workers, store: Store, metrics: Metrics, today: Callable[[], date]
    ) -> None:
        self._file, self._client, self._workers, self._store = file, client, workers, store
        self._metrics, self._today = metrics, today
        self._free = asyncio.Semaphore(workers.count)
        self._living: set[asyncio.Task[None]] = set()
        self._judging = self._claiming = 0
        self._closed = False
        metrics.watch(lambda: len(self._living) - self._judging, lambda: self._judging)

    @property
    def ready(self) -> bool:
        """Whether another trigger would be taken."""
        return not self._closed and self._claiming + len(self._living) < self._file.queue + self._workers.count

    async def accept(self, trigger: Trigger) -> Accepted:
        """Take a trigger, once. Raises StoreError."""
        if self._closed:
            return Accepted.CLOSED
        if not self.ready:
            return Accepted.FULL
        self._claiming += 1
        try:
            if not await self._store.claim(trigger.task_result_id):
                return Accepted.DUPLICATE
        finally:
            self._claiming -= 1
        living = asyncio.create_task(self._live(trigger))
        self._living.add(living)
        living.add_done_callback(self._living.discard)
        return Accepted.TAKEN

    async def close(self, seconds: float) -> None:
        """Take nothing more, go on for so many seconds, and then end what is left with the reason."""
        self._closed = True
        if self._living:
            await asyncio.wait(self._living, timeout=seconds)
        for left in self._living:
            left.cancel()
        if self._living:
            await asyncio.wait(self._living, timeout=2 * LAST_WORDS)

    async def _live(self, trigger: Trigger) -> None:
        started = asyncio.get_running_loop().time()
        answer = await self._answer(trigger, started)
        if answer is None:
            status, said = "over", Said.OVER
        else:
            ending = asyncio.create_task(self._end(trigger, answer, started + self._file.token_seconds))
            try:
                status, said = answer.status, await asyncio.shield(ending)
            except asyncio.CancelledError:
                # A server that stops lets last words be said; whether they are heard is bounded elsewhere.
                status, said = answer.status, await ending
        took = asyncio.get_running_loop().time() - started
        self._metrics.tasks.labels(status if said is not Said.LOST else "lost").inc()
        self._metrics.deciding.observe(took)
        logs.say("task ended", **_facts(trigger), status=status, callback=said.value, seconds=round(took, 3))

    async def _answer(self, trigger: Trigger, started: float) -> Result | None:
        """What to say in the end; None where nobody wants to hear it any more."""
        if not trigger.judged:
            passed = self._file.wrong_stage == "pass"
            return Result("passed" if passed else "failed", WRONG_STAGE.format(trigger.stage.replace("_", "-")[:40]))
        if not trigger.plan_json_api_url:
            return outcomes.failed(NO_PLAN)
        try:
            return await self._unless_over(trigger, self._judged(trigger, started))
        except asyncio.CancelledError:
            return outcomes.failed(STOPPED)
        except LpError as error:
            return outcomes.failed(f"{error.sentence} {error.hint}".strip())
        except Exception as error:  # noqa: BLE001 - whatever it is, the run must hear of it
            logs.alarm("task broke", error, **_facts(trigger))
            return outcomes.failed(bug(error))

    async def _judged(self, trigger: Trigger, started: float) -> Result:
        """The answer of a worker, as soon as one is free and while the token is good."""
        try:
            async with asyncio.timeout(self._file.token_seconds * WAITING_SHARE):
                await self._free.acquire()
        except TimeoutError:
            return outcomes.failed(TOO_LATE)
        self._judging += 1
        left = started + self._file.token_seconds * JUDGING_SHARE - asyncio.get_running_loop().time()
        seconds = min(self._file.plan_seconds, left)
        try:
            async with asyncio.timeout(seconds):
                return await self._workers.judge(self._job(trigger))
        except TimeoutError:
            return outcomes.failed(TOO_LONG.format(seconds))
        finally:
            self._judging -= 1
            self._free.release()

    def _job(self, trigger: Trigger) -> Job:
        return Job(
            name=trigger.name,
            plan=trigger.absolute(trigger.plan_json_api_url or ""),
            archive=trigger.absolute(trigger.configuration_version_download_url or ""),
            folder=trigger.workspace_working_directory or "",
            token=trigger.access_token,
            as_of=self._today(),
            held=self._file.of(trigger.organization_name, trigger.workspace_name),
            file=self._file,
        )

    async def _unless_over(self, trigger: Trigger, judging: Coroutine[Any, Any, Result]) -> Result | None:
        """What *judging* gives, while the run hears now and then that it goes on; None once the run has ended."""
        both = asyncio.create_task(judging), asyncio.create_task(self._pulse(trigger))
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            return both[0].result() if both[0].done() else None
        finally:
            for each in both:
                each.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    async def _pulse(self, trigger: Trigger) -> None:
        """Say that the task is running. Returns when the run says that it has ended."""
        pause = min(FIRST_PULSE, self._file.pulse_seconds)
        while True:
            await asyncio.sleep(pause)
            if await self._say(trigger, Word("running", "Judging the plan."), PULSE_PATIENCE) is Said.OVER:
                return
            pause = self._file.pulse_seconds

    async def _end(self, trigger: Trigger, answer: Result, end: float) -> Said:
        """The last callback; outcomes are sent ahead of it, so that nothing about them can keep it from being heard."""
        seconds = LAST_WORDS if self._closed else max(end - asyncio.get_running_loop().time(), LAST_WORDS)
        url, short = await self._page(answer), outcomes.told(answer)
        listed = [_linked(each, url) for each in answer.outcomes] if trigger.takes_outcomes else []
        word = Word(answer.status, answer.message if listed else short, url)
        if listed:
            said = await self._say(trigger, Word("running", answer.message, url, listed), LAST_WORDS)
            if said is Said.OVER:
                return said
            if said is Said.LOST:
                word = replace(word, outcomes=listed)
            if said is Said.REFUSED:
                word = replace(word, message=short)
        said = await self._say(trigger, word, seconds)
        return said if said is not Said.REFUSED else await self._say(trigger, Word(answer.status, short), seconds)

    async def _page(self, answer: Result) -> str:
        """Where people can read the whole report; empty where they cannot."""
        if not answer.page or not self._file.public_url:
            return ""
        key = secrets.token_urlsafe(24)
        try:
            await self._store.keep(key, answer.page, self._file.keep_seconds)
        except StoreError:
            return ""
        return f"{self._file.public_url.rstrip('/')}/r/{key}"

    async def _say(self, trigger: Trigger, word: Word, seconds: float) -> Said:
        said = await say(self._client, trigger, word, seconds, self._file.retry_seconds)
        self._metrics.callbacks.labels(said.value).inc()
        return said


def _facts(trigger: Trigger) -> dict[str, str]:
    """What logs may say about a trigger."""
    return {
        "task": trigger.task_result_id,
        "run": trigger.run_id or "",
        "organization": trigger.organization_name or "",
        "workspace": trigger.workspace_name or "",
        "stage": trigger.stage,
    }


def _linked(outcome: Outcome, url: str) -> Outcome:
    """An outcome with a link to the report that it is from."""
    return msgspec.structs.replace(outcome, url=url) if url else outcome
