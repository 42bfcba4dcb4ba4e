"""What a trigger is answered at once, row by row, over a real socket. Nothing here leads to work but what is taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from lambda_policies.server.app import Server, app
from lambda_policies.server.payload import Trigger
from lambda_policies.server.settings import File
from lambda_policies.server.store import Memory
from tests.server.conftest import KEY, OLD_KEY, Lp, signed
from tests.server.hcp import GOOD, Platform, Run


@pytest.fixture(scope="module")
def lp(start: Callable[..., Lp]) -> Lp:
    return start()


def header(text: str | bytes) -> dict[str, Any]:
    return {"X-TFC-Task-Signature": text}


def good(body: bytes) -> dict[str, str]:
    return signed(body, KEY)


SIGNATURES: list[tuple[str, Callable[[bytes], dict[str, Any]], int]] = [
    ("the key", good, 200),
    ("the key before it", lambda body: signed(body, OLD_KEY), 200),
    ("upper-case hex", lambda body: header(good(body)["X-TFC-Task-Signature"].upper()), 200),
    ("another key", lambda body: signed(body, "another"), 401),
    ("no header", lambda _: {}, 401),
    ("an empty header", lambda _: header(""), 401),
    ("of another body", lambda body: good(body + b" "), 401),
    ("cut short", lambda body: header(good(body)["X-TFC-Task-Signature"][:-1]), 401),
    ("not hex", lambda _: header("signed, honestly"), 401),
    ("not ASCII", lambda _: header(b"\xc3\xa9" * 64), 401),
]


@pytest.mark.parametrize(("headers", "status"), [row[1:] for row in SIGNATURES], ids=[row[0] for row in SIGNATURES])
def test_a_signature(platform: Platform, lp: Lp, headers: Callable[[bytes], dict[str, Any]], status: int) -> None:
    run = platform.run(stage="pre_plan")
    answer = lp.post(run.body(), headers(run.body()))
    assert answer.status_code == status
    assert answer.content == b"" if status == 200 else answer.json()["error"]
    if status == 200:
        assert lp.ended(run)["callback"] == "taken"


def changed(**changes: Any) -> Callable[[Run], bytes]:
    def body(run: Run) -> bytes:
        run.payload.update(changes)
        return json.dumps({key: value for key, value in run.payload.items() if value is not ...}).encode()

    return body


def raw(body: bytes) -> Callable[[Run], bytes]:
    return lambda _: body


DEEP = b'{"a":' * 20_000 + b"1" + b"}" * 20_000
URL = "task_result_callback_url"
BODIES: list[tuple[str, Callable[[Run], bytes], int, str]] = [
    ("unknown fields and nulls", changed(stage="pre_plan", new={"a": [1]}, vcs_branch=None, run_id=None), 200, ""),
    ("little more than what is needed", changed(stage="pre_plan", organization_name=..., capabilities=...), 200, ""),
    ("empty", raw(b""), 400, "not JSON"),
    ("not JSON", raw(b"stage=post_plan"), 400, "not JSON"),
    ("not UTF-8", raw(b'{"stage": "\xff"}'), 400, "not JSON"),
    ("a list", raw(b"[]"), 400, "cannot be read"),
    ("nested deep", raw(DEEP), 400, "nests too deep"),
    ("no id", changed(task_result_id=...), 400, "task_result_id"),
    ("an id that is null", changed(task_result_id=None), 400, "task_result_id"),
    ("an endless id", changed(task_result_id="x" * 201), 400, "task_result_id"),
    ("no token", changed(access_token=...), 400, "access_token"),
    ("no callback", changed(task_result_callback_url=...), 400, URL),
    ("no stage", changed(stage=...), 400, "stage"),
    ("a version to come", changed(payload_version=2), 400, "payload_version"),
    ("a callback elsewhere", changed(task_result_callback_url="https://evil.example/x"), 403, "evil.example"),
    ("a callback in clear", changed(task_result_callback_url="http://localhost/x"), 403, "https://"),
    ("a callback with a user", changed(task_result_callback_url="https://localhost@evil.example/"), 403, "https://"),
    ("a callback that is no URL", changed(task_result_callback_url="https://[::1"), 403, "https://"),
    ("a callback at another port", changed(task_result_callback_url="https://localhost/x"), 403, "localhost"),
    ("too big", changed(run_message="x" * 300_000), 413, "too big"),
]


@pytest.mark.parametrize(("body", "status", "said"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_a_body(platform: Platform, lp: Lp, body: Callable[[Run], bytes], status: int, said: str) -> None:
    run = platform.run()
    sent = body(run)
    answer = lp.post(sent, good(sent))
    assert answer.status_code == status
    assert said in (answer.json()["error"] if status != 200 else "")
    if status == 200:
        lp.ended(run)
    assert (status == 200) == bool(run.words)


PARTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["test", "post_plan", "https://localhost"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@cache
def unstarted() -> Starlette:
    return app(Server(File(hosts=["localhost"]), [KEY.encode()], Memory(), lambda: date(2026, 11, 1)))


@given(st.dictionaries(st.sampled_from(list(Trigger.model_fields)), PARTS), st.booleans())
def test_whatever_is_posted_gets_an_answer(changes: dict[str, Any], signs: bool) -> None:  # noqa: FBT001 - drawn
    payload = Platform.payload("https://localhost", "1")
    body = json.dumps(payload | changes).encode()

    async def status() -> int:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(unstarted())) as client:
            answer = await client.post("http://lp/run-task", content=body, headers=good(body) if signs else {})
            return answer.status_code

    # 503: it was never started, so nothing comes of what it would take.
    assert asyncio.run(status()) in ({200, 400, 403, 503} if signs else {401})


def test_a_body_without_a_length_is_counted_as_it_comes(lp: Lp) -> None:
    def body() -> Iterator[bytes]:
        yield from (b"x" * 100_000 for _ in range(3))

    answer = httpx2.post(f"{lp.url}/run-task", content=body(), trust_env=False)
    assert answer.status_code == 413


def test_a_signature_is_looked_at_before_the_body(lp: Lp) -> None:
    assert lp.post(b"not JSON", {}).status_code == 401


@pytest.mark.parametrize(
    "changes", [{"access_token": "test-token"}, {"stage": "test"}, {"task_result_enforcement_level": "test"}]
)
def test_saving_the_run_task_gets_its_answer_and_no_work(platform: Platform, lp: Lp, changes: dict[str, str]) -> None:
    run = platform.run(**changes, task_result_id="taskrs-xxxxxxxxxxxxxxxx")
    for _ in range(2):
        assert lp.trigger(run) == 200
    unsigned = lp.post(run.body(), {})
    assert unsigned.status_code == 401
    assert "run task verified" in [line["event"] for line in lp.lines[-3:]]
    assert (run.asked, run.words) == ([], [])


def test_a_trigger_that_comes_twice_is_one_task(platform: Platform, lp: Lp) -> None:
    run = platform.run(plan=GOOD)
    assert [lp.trigger(run) for _ in range(3)] == [200, 200, 200]
    lp.ended(run)
    assert lp.trigger(run) == 200
    assert run.final["status"] == "passed"
    assert len([path for path, _ in run.asked if "json-output" in path]) == 1


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/run-task", 405), ("POST", "/healthz", 405), ("GET", "/", 404)]
)
def test_there_are_no_other_doors(lp: Lp, method: str, path: str, status: int) -> None:
    assert httpx2.request(method, lp.url + path, trust_env=False).status_code == status


def test_health_and_metrics(platform: Platform, lp: Lp) -> None:
    lp.judged(platform.run(stage="pre_plan"))
    assert (lp.get("/healthz").text, lp.get("/readyz").text) == ("ok\n", "ok\n")
    metrics = lp.get("/metrics").text
    assert "lp_tasks_waiting 0.0" in metrics
    assert 'lp_tasks_total{status="failed"}' in metrics
    assert "acme-platform" not in metrics


def test_without_a_key_only_what_is_unsigned_is_trusted(platform: Platform, start: Callable[..., Lp]) -> None:
    lp = start("--insecure-no-hmac", environ={})
    run = platform.run(stage="pre_plan")
    assert lp.trigger(run) == 400
    assert lp.post(run.body(), {}).status_code == 200
    lp.ended(run)
