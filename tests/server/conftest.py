"""The real server as a process of its own, beside a fake HCP Terraform."""

from __future__ import annotations

import hmac
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
import trustme

from tests.server.hcp import ROOT, Platform, Run

KEY, OLD_KEY = "k3y", "the key before"
PATIENCE = 60.0
MANY = httpx2.Limits(max_connections=None, max_keepalive_connections=0)


@dataclass
class Lp:
    """``lp serve`` as a process."""

    process: subprocess.Popen[str]
    ca: Path
    lines: list[dict[str, Any]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    port: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)
    client: httpx2.Client = field(default_factory=lambda: httpx2.Client(timeout=PATIENCE, trust_env=False, limits=MANY))

    def listen(self) -> None:
        """Read its logs until it listens, and then on."""
        listening = threading.Event()

        def read() -> None:
            assert self.process.stdout
            for line in self.process.stdout:
                with self.news:
                    self.text.append(line)
                    self.lines.append(json.loads(line))
                    self.news.notify_all()
                if "running on" in self.lines[-1]["event"]:
                    self.port = int(self.lines[-1]["event"].split(" (")[0].rsplit(":", 1)[1])
                    listening.set()
            listening.set()

        self.reader = threading.Thread(target=read, daemon=True)
        self.reader.start()
        assert listening.wait(PATIENCE)
        assert self.port, self.text

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def post(self, body: bytes, headers: dict[str, str]) -> httpx2.Response:
        return self.client.post(f"{self.url}/run-task", content=body, headers=headers)

    def trigger(self, run: Run, key: str = KEY) -> int:
        """Post a run's trigger, signed; the status that it gets."""
        return self.post(run.body(), signed(run.body(), key)).status_code

    def ended(self, run: Run) -> dict[str, Any]:
        """What was logged when the task of a run ended."""
        task = run.payload["task_result_id"]

        def found() -> list[dict[str, Any]]:
            return [each for each in self.lines if each["event"] == "task ended" and each["task"] == task]

        with self.news:
            assert self.news.wait_for(found, PATIENCE), self.text
        [line] = found()
        return line

    def judged(self, run: Run) -> dict[str, Any]:
        """Trigger a run and wait for its last word."""
        assert self.trigger(run) == 200
        self.ended(run)
        return run.final

    def get(self, path: str) -> httpx2.Response:
        return self.client.get(f"{self.url}{path}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()
        self.client.close()


def signed(body: bytes, key: str) -> dict[str, str]:
    return {"X-TFC-Task-Signature": hmac.new(key.encode(), body, "sha512").hexdigest()}


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(ca: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="session")
def platform(ca: trustme.CA) -> Iterator[Platform]:
    made = Platform(ca)
    made.start()
    yield made
    made.stop()


Start = Callable[..., Lp]


@pytest.fixture(scope="module")
def start(platform: Platform, ca_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start servers that may talk to the platform; what still runs in the end is stopped."""
    running: list[Lp] = []

    def started(*arguments: str, environ: dict[str, str] | None = None, extra: str = "", **settings: Any) -> Lp:
        held = {
            "hosts": [f"localhost:{platform.port}"],
            "stores": [f"127.0.0.*:{platform.port}"],
            "private_networks": ["127.0.0.1/32", "::1/128"],
            "ca_file": str(ca_file),
            "retry_seconds": 0.05,
            **settings,
        }
        config = tmp_path_factory.mktemp("server") / "server.toml"
        config.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in held.items()) + extra)
        keys = {"LP_HMAC_KEY": KEY, "LP_HMAC_KEY_OLD": OLD_KEY}
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(keys if environ is None else environ)}
        command = [sys.executable, "-m", "lambda_policies", "serve", "--port", "0", "--config", str(config), *arguments]
        lp = Lp(subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True), ca_file)
        running.append(lp)
        lp.listen()
        return lp

    yield started
    for lp in running:
        if lp.process.poll() is None:
            lp.stop()
