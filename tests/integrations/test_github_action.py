"""The action: its description is valid, and what it runs tells outputs, annotations, summary and the pull request."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
MARKER = "<!-- lambda-policies: . -->"


class GitHub(BaseHTTPRequestHandler):
    """GitHub's API for comments, with what was written kept in the class."""

    comments: ClassVar[list[dict[str, Any]]] = []
    status: ClassVar[int] = 200
    written: ClassVar[list[tuple[str, str, dict[str, Any]]]] = []
    tokens: ClassVar[set[str | None]] = set()

    def answer(self) -> None:
        self.tokens.add(self.headers["Authorization"])
        length = int(self.headers.get("Content-Length", 0))
        if length:
            self.written.append((self.command, self.path, json.loads(self.rfile.read(length))))
        page = int(self.path.rpartition("page=")[2] or 1) if "?" in self.path else 1
        body = json.dumps(self.comments[100 * (page - 1) : 100 * page] if self.command == "GET" else {}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = answer  # noqa: N815 - http.server's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def github() -> Iterator[str]:
    GitHub.comments, GitHub.written, GitHub.tokens, GitHub.status = [], [], set(), 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Job:
    """A job in a checkout that holds a plan."""

    def __init__(self, folder: Path, api: str = "") -> None:
        self.checkout, self.temp = folder / "checkout", folder / "temp"
        self.checkout.mkdir()
        self.temp.mkdir()
        shutil.copy(ROOT / "fixtures/bad/plan.json", self.checkout)
        self.output, self.summary, self.event = (folder / name for name in ("output", "summary", "event.json"))
        self.event.write_text(json.dumps({"pull_request": {"number": 7}}))
        self.api = api

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script as the action does."""
        environ = {
            "PATH": "/nowhere",
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_EVENT_PATH": str(self.event),
            "GITHUB_API_URL": self.api,
            "GITHUB_REPOSITORY": "acme/net",
            "LP_ACTION_PLAN": "plan.json",
            "LP_ACTION_TOKEN": "t0ken",
            **{f"LP_ACTION_{name.upper()}": value for name, value in inputs.items()},
        }
        command = [sys.executable, "-P", str(ROOT / "tools/github_action.py")]
        return subprocess.run(command, cwd=self.checkout, env=environ, capture_output=True, text=True, check=False)

    @property
    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text().splitlines())


@pytest.fixture
def job(tmp_path: Path, github: str) -> Job:
    return Job(tmp_path, github)


def test_the_script_takes_every_input_and_gives_every_output(job: Job) -> None:
    step = ACTION["runs"]["steps"][-1]
    inputs = {value.removeprefix("${{ inputs.").removesuffix(" }}") for value in step["env"].values()}
    assert inputs == set(ACTION["inputs"])
    assert job.run().returncode == 1
    assert job.outputs.keys() == set(ACTION["outputs"])


def test_no_input_is_part_of_a_script() -> None:
    assert [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_what_is_denied_fails_the_step(job: Job) -> None:
    ran = job.run(summary="true", sarif="lambda.sarif")
    assert ran.returncode == 1
    assert job.outputs["verdict"] == "failed"
    assert int(job.outputs["denied"]) > 10
    assert json.loads((job.checkout / job.outputs["sarif-file"]).read_text())["version"] == "2.1.0"
    assert "::error title=LP201" in ran.stdout
    assert "LP201" in job.summary.read_text()
    assert GitHub.written == []


def test_a_plan_that_cannot_be_judged_is_an_error(job: Job) -> None:
    ran = job.run(plan="main.tf", summary="true", comment="true")
    assert ran.returncode == 2
    assert job.outputs["verdict"] == "error"
    assert "denied" not in job.outputs


def test_inputs_are_options(job: Job) -> None:
    (job.checkout / "lp.toml").write_text('select = ["LP118"]')
    assert job.run().returncode == 0
    assert job.outputs["verdict"] == "passed"
    assert job.run(isolated="true").returncode == 1
    (job.checkout / "mine.toml").write_text('select = ["LP118"]')
    assert job.run(config="mine.toml", fail_on="medium").returncode == 1


@pytest.mark.parametrize("plan", ["--pack=.", "$(touch oops)", "`touch oops`", '"; touch oops; "', "-"])
def test_a_plan_is_never_an_option_or_a_command(job: Job, plan: str) -> None:
    assert job.run(plan=plan).returncode == 2
    assert not (job.checkout / "oops").exists()


def test_the_checkout_is_not_imported(job: Job) -> None:
    (job.checkout / "yaml.py").write_text("raise SystemExit(0)")
    (job.checkout / "lambda_policies.py").write_text("raise SystemExit(0)")
    assert job.run().returncode == 1


def test_a_comment_is_written_once_and_then_anew(job: Job) -> None:
    assert "Commented.\n" in job.run(comment="true").stdout
    [(method, path, body)] = GitHub.written
    assert (method, path) == ("POST", "/repos/acme/net/issues/7/comments")
    assert body["body"].startswith(MARKER)
    others = [{"id": number, "user": {"type": "User"}, "body": f"{MARKER}\nfake"} for number in range(100)]
    GitHub.comments = [*others, {"id": 123, "user": {"type": "Bot"}, "body": f"{MARKER}\r\nold"}]
    assert "Wrote the comment anew.\n" in job.run(comment="true").stdout
    assert GitHub.written[1][:2] == ("PATCH", "/repos/acme/net/issues/comments/123")
    assert GitHub.tokens == {"Bearer t0ken"}


def test_the_token_of_a_fork_changes_no_verdict(job: Job) -> None:
    GitHub.status = 403
    ran = job.run(comment="true")
    assert ran.returncode == 1
    assert "::notice::No comment: GitHub answered 403." in ran.stdout
    assert "t0ken" not in ran.stdout + ran.stderr


def test_without_a_pull_request_there_is_no_comment(job: Job) -> None:
    job.event.write_text("{}")
    assert "No comment: this is no pull request.\n" in job.run(comment="true").stdout
    assert GitHub.tokens == set()


def test_a_github_that_is_away_changes_no_verdict(job: Job) -> None:
    job.api = "http://127.0.0.1:1"
    ran = job.run(comment="true")
    assert ran.returncode == 1
    assert "GitHub cannot be reached" in ran.stdout
