"""A fake HCP Terraform on loopback with TLS: it is asked for plans, told how tasks stand, and answers as scripted."""

from __future__ import annotations

import asyncio
import io
import json
import ssl
import tarfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

ROOT = Path(__file__).parents[2]
BAD = (ROOT / "fixtures/bad/plan.json").read_bytes()
GOOD = (ROOT / "fixtures/good-api/plan.json").read_bytes()
TOKEN = "AbCdEf.atlasv1.t0ken"  # noqa: S105 - of nobody
FINAL = {"passed", "failed"}


@dataclass
class Run:
    """One run at the platform: what it will answer, and what it was asked and told."""

    id: str
    base: str
    plan: bytes = BAD
    plan_codes: list[int] = field(default_factory=list)
    code: int = 307
    location: str = ""
    archive: bytes = b""
    archive_code: int = 302
    store: Callable[[], Response] | None = None
    pulse_codes: list[int] = field(default_factory=list)
    listed_codes: list[int] = field(default_factory=list)
    final_codes: list[int] = field(default_factory=list)
    payload: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)

    def body(self) -> bytes:
        """The trigger."""
        return json.dumps(self.payload).encode()

    def code_for(self, data: dict[str, Any]) -> int:
        """The scripted answer to a word, or 200."""
        final = data["attributes"]["status"] in FINAL
        codes = self.final_codes if final else self.listed_codes if "relationships" in data else self.pulse_codes
        return codes.pop(0) if codes else 200

    @property
    def final(self) -> dict[str, Any]:
        """The attributes of the one last word that was taken."""
        [attributes] = [word["attributes"] for word in self.taken if word["attributes"]["status"] in FINAL]
        return dict(attributes)

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """The outcomes that were taken."""
        listed = [word["relationships"]["outcomes"]["data"] for word in self.taken if "relationships" in word]
        return [each["attributes"] for each in listed[0]] if listed else []


class Platform:
    """HCP Terraform and its object store, which are two hosts to a client: ``localhost`` and ``127.0.0.1``."""

    def __init__(self, ca: trustme.CA) -> None:
        self.runs: dict[str, Run] = {}
        self._started = 0
        routes = [
            Route("/api/v2/plans/{id}/json-output", self._plan),
            Route("/store/{id}", self._store),
            Route("/api/v2/configuration-versions/{id}/download", self._configuration),
            Route("/archive/{id}", self._archive),
            Route("/hop/{id}/{left:int}", self._hop),
            Route("/api/v2/task-results/{id}/callback", self._callback, methods=["PATCH"]),
        ]
        config = uvicorn.Config(Starlette(routes=routes), port=0, ws="none", log_level="critical", lifespan="off")
        config.load()
        config.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("localhost", "127.0.0.1", "127.0.0.2", "tfe.example").configure_cert(config.ssl)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        self.port = int(self._server.servers[0].sockets[0].getsockname()[1])

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    def run(self, **changes: Any) -> Run:
        """A run that waits for its task. *changes* are fields of `Run`, or else of the payload."""
        self._started += 1
        name = f"{self._started:016d}"
        base = f"https://localhost:{self.port}"
        run = Run(name, base, location=f"https://127.0.0.1:{self.port}/store/{name}?sig=s1gned")
        run.payload = self.payload(base, name)
        for key, value in changes.items():
            if hasattr(run, key):
                setattr(run, key, value)
            else:
                run.payload[key] = value
        run.payload = {key: value for key, value in run.payload.items() if value is not ...}
        self.runs[name] = run
        return run

    @staticmethod
    def payload(base: str, name: str) -> dict[str, Any]:
        """A trigger as it is posted."""
        return {
            "payload_version": 1,
            "stage": "post_plan",
            "access_token": TOKEN,
            "capabilities": {"outcomes": True},
            "organization_name": "acme-platform",
            "workspace_name": "net-prod",
            "run_id": f"run-{name}",
            "configuration_version_download_url": f"{base}/api/v2/configuration-versions/{name}/download",
            "plan_json_api_url": f"{base}/api/v2/plans/{name}/json-output",
            "task_result_callback_url": f"{base}/api/v2/task-results/{name}/callback?url_code=c%2Fd",
            "task_result_enforcement_level": "mandatory",
            "task_result_id": f"taskrs-{name}",
            "vcs_pull_request_url": None,
        }

    async def _plan(self, request: Request) -> Response:
        run = self._asked(request)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Response(status_code=401)
        code = run.plan_codes.pop(0) if run.plan_codes else run.code
        if code == 200:
            return Response(run.plan)
        return Response(status_code=code, headers={"Location": run.location} if 300 < code < 400 else {})

    async def _configuration(self, request: Request) -> Response:
        run = self._asked(request)
        known = request.headers.get("authorization") == f"Bearer {TOKEN}"
        location = f"https://127.0.0.1:{self.port}/archive/{run.id}?sig=s1gned"
        return Response(status_code=run.archive_code if known else 401, headers={"Location": location})

    async def _archive(self, request: Request) -> Response:
        return Response(self._asked(request).archive)

    async def _store(self, request: Request) -> Response:
        run = self._asked(request)
        return run.store() if run.store else Response(run.plan)

    async def _hop(self, request: Request) -> Response:
        run, left = self._asked(request), request.path_params["left"]
        target = f"../../hop/{run.id}/{left - 1}" if left else run.location
        return Response(status_code=302, headers={"Location": target})

    async def _callback(self, request: Request) -> Response:
        run = self._asked(request)
        data = json.loads(await request.body())["data"]
        run.words.append(data)
        code = run.code_for(data)
        if code in {200, 204}:
            run.taken.append(data)
        return Response(status_code=code, headers={"Location": run.location} if 300 < code < 400 else {})

    def _asked(self, request: Request) -> Run:
        run = self.runs[request.path_params["id"]]
        run.asked.append((f"{request.url.path}?{request.url.query}", dict(request.headers)))
        return run


def packed(folder: Path, top: str = "") -> bytes:
    """The Terraform files of a folder as HCP Terraform gives them."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for path in sorted(folder.rglob("*.tf")):
            archive.add(path, f"{top}{path.relative_to(folder)}")
    return data.getvalue()


def broken(*chunks: bytes, announced: int = 0, pause: float = 0.0) -> Callable[[], Response]:
    """A store whose answer ends before it is complete, or comes slowly."""

    async def body() -> Any:
        for chunk in chunks:
            yield chunk
            await asyncio.sleep(pause)

    headers = {"Content-Length": str(announced)} if announced else {}
    return lambda: StreamingResponse(body(), headers=headers)
