"""The server's doors: triggers in, health and metrics out, and pages of results for those who know where."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lambda_policies.server import logs, openapi, signature
from lambda_policies.server.borders import RefusedError, borders
from lambda_policies.server.client import Client, trust
from lambda_policies.server.metrics import Metrics
from lambda_policies.server.payload import Trigger
from lambda_policies.server.settings import File
from lambda_policies.server.signature import Signed
from lambda_policies.server.store import Store, StoreError
from lambda_policies.server.tasks import Accepted, Tasks
from lambda_policies.server.workers import Workers

LONGEST_TRIGGER = 256 * 1024
TRIGGER_SECONDS = 10.0
COME_BACK = {"Retry-After": "30"}
PAGE_HEADERS = {
    "Cache-Control": "private, no-store",
    # The page names its own style and script by their hashes; this is the fence around it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Server:
    """What a server is started with: its settings, the keys of triggers, what it keeps, and who knows the day."""

    file: File
    keys: Sequence[bytes]
    store: Store
    today: Callable[[], date]


class TurnedAwayError(Exception):
    """A request that is not served: the status and the sentence that it gets."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Doors:
    """The routes of one server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._borders = borders(server.file)
        self._context = trust(server.file.ca_file)
        self._metrics = Metrics()
        self._tasks: Tasks | None = None

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Hold what requests need; in the end finish what was accepted."""
        server, workers = self._server, Workers(self._server.file.workers)
        await workers.warm()
        async with Client(self._borders, self._context) as client:
            self._tasks = Tasks(server.file, client, workers, server.store, self._metrics, server.today)
            logs.say("started", workers=workers.count, signed="yes" if server.keys else "no")
            yield
            await self._tasks.close(server.file.drain_seconds)
            await server.store.close()
            workers.close()
            logs.say("stopped")

    async def run_task(self, request: Request) -> Response:
        """Take a trigger: authenticate, validate, remember, answer. The work is done later."""
        try:
            answer = await self._taken(await _body(request), request.headers.get(signature.HEADER, ""))
        except TurnedAwayError as error:
            self._metrics.triggers.labels(str(error.status)).inc()
            logs.say("trigger turned away", status=error.status, reason=error.sentence)
            headers = COME_BACK if error.status == 503 else None  # noqa: PLR2004 - try later
            return JSONResponse({"error": error.sentence}, error.status, headers)
        self._metrics.triggers.labels(answer).inc()
        return Response(status_code=200)

    async def _taken(self, body: bytes, given: str) -> str:
        signed = signature.verify(self._server.keys, body, given)
        if signed is not Signed.TRUSTED:
            raise TurnedAwayError(400 if signed is Signed.UNEXPECTED else 401, signed.value)
        trigger = _trigger(body)
        if trigger.verifies:
            logs.say("run task verified")
            return "verified"
        try:
            self._borders.platform(trigger.task_result_callback_url)
        except RefusedError as error:
            raise TurnedAwayError(403, f"{error.sentence} {error.hint}".strip()) from None
        accepted = await self._accepted(trigger)
        logs.say("trigger taken", task=trigger.task_result_id, stage=trigger.stage, answer=accepted.value)
        return accepted.value

    async def _accepted(self, trigger: Trigger) -> Accepted:
        if self._tasks is None:
            raise TurnedAwayError(503, "The server has not started yet.")
        try:
            accepted = await self._tasks.accept(trigger)
        except StoreError:
            raise TurnedAwayError(503, "The store of this server does not answer.") from None
        if accepted is Accepted.FULL:
            raise TurnedAwayError(503, "The queue is full.")
        if accepted is Accepted.CLOSED:
            raise TurnedAwayError(503, "The server is stopping.")
        return accepted

    async def healthz(self, _: Request) -> Response:
        """Whether the process answers."""
        return PlainTextResponse("ok\n")

    async def readyz(self, _: Request) -> Response:
        """Whether it would take a trigger."""
        try:
            await self._server.store.ready()
        except StoreError:
            return PlainTextResponse("the store does not answer\n", 503)
        ready = self._tasks is not None and self._tasks.ready
        return PlainTextResponse("ok\n") if ready else PlainTextResponse("full or stopping\n", 503)

    async def metrics(self, _: Request) -> Response:
        """Counters in Prometheus' format."""
        return Response(self._metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    async def openapi(self, _: Request) -> Response:
        """What all of these take and give."""
        return JSONResponse(openapi.document())

    async def page(self, request: Request) -> Response:
        """A report, for whoever knows its unguessable name, until it expires."""
        try:
            page = await self._server.store.page(request.path_params["key"])
        except StoreError:
            return PlainTextResponse("The store does not answer.\n", 503, COME_BACK)
        if page is None:
            return PlainTextResponse("There is no such report, or no longer.\n", 404, PAGE_HEADERS)
        return HTMLResponse(page, headers=PAGE_HEADERS)


def app(server: Server) -> Starlette:
    """The application. Raises ConfigError."""
    doors = Doors(server)
    routes = [
        Route("/run-task", doors.run_task, methods=["POST"]),
        Route("/healthz", doors.healthz),
        Route("/readyz", doors.readyz),
        Route("/metrics", doors.metrics),
        Route("/r/{key}", doors.page),
        Route("/openapi.json", doors.openapi),
    ]
    return Starlette(routes=routes, lifespan=doors.lifespan)


async def _body(request: Request) -> bytes:
    """The bytes of a request, bounded in size and time. Raises TurnedAwayError."""
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > LONGEST_TRIGGER:
        raise TurnedAwayError(413, "The trigger is too big.")
    data = bytearray()
    try:
        async with asyncio.timeout(TRIGGER_SECONDS):
            async for chunk in request.stream():
                data += chunk
                if len(data) > LONGEST_TRIGGER:
                    raise TurnedAwayError(413, "The trigger is too big.")
    except TimeoutError:
        raise TurnedAwayError(408, "The trigger did not arrive in time.") from None
    except ClientDisconnect:
        raise TurnedAwayError(400, "The trigger was not sent to its end.") from None
    return bytes(data)


def _trigger(body: bytes) -> Trigger:
    """The trigger in a body. Raises TurnedAwayError, without repeating a value."""
    try:
        return Trigger.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        told = f"{where}: {first['msg']}" if where else "it is not JSON, or nests too deep"
        raise TurnedAwayError(400, f"The trigger cannot be read: {told}.") from None
