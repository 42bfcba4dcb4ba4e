"""What is kept and for how long, in memory and in Redis."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lambda_policies.errors import ConfigError
from lambda_policies.server import store
from lambda_policies.server.redis_store import Redis
from lambda_policies.server.store import Memory, Store, StoreError
from tests.conftest import find_tool
from tests.server.conftest import PATIENCE, Start
from tests.server.hcp import BAD, Platform


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_task_is_claimed_once_until_that_expires() -> None:
    clock = Clock()
    memory = Memory(clock)

    async def claims(*tasks: str) -> list[bool]:
        return [await memory.claim(task) for task in tasks]

    assert asyncio.run(claims("a", "a", "b")) == [True, False, True]
    clock.now = store.CLAIMED_SECONDS
    assert asyncio.run(claims("a", "b", "b")) == [True, True, False]


def test_claims_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_CLAIMS", 2)
    memory = Memory(Clock())

    async def claims() -> list[bool]:
        return [await memory.claim(task) for task in ("a", "b", "c", "d", "c", "a")]

    assert asyncio.run(claims()) == [True, True, True, True, False, True]


def test_a_page_is_there_until_it_expires_or_others_need_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_PAGES", 10)
    clock = Clock()
    memory = Memory(clock)

    async def pages(*keys: str) -> list[str | None]:
        return [await memory.page(key) for key in keys]

    for key in ("a", "b"):
        asyncio.run(memory.keep(key, "12345", 7))
    assert asyncio.run(pages("a", "b", "c")) == ["12345", "12345", None]
    asyncio.run(memory.keep("c", "1", 9))
    assert asyncio.run(pages("a", "b", "c")) == [None, "12345", "1"]
    clock.now = 7
    assert asyncio.run(pages("a", "b", "c")) == [None, None, "1"]


def test_a_url_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="LP_REDIS_URL"):
        Redis("localhost:6379")


CALLS: list[Callable[[Store], Awaitable[object]]] = [
    lambda kept: kept.claim("a"),
    lambda kept: kept.keep("a", "page", 1),
    lambda kept: kept.page("a"),
    lambda kept: kept.ready(),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_redis_that_is_not_there_is_said(call: Callable[[Store], Awaitable[object]]) -> None:
    async def asked() -> None:
        async with opened("redis://127.0.0.1:1/0") as kept:
            await call(kept)

    with pytest.raises(StoreError):
        asyncio.run(asked())


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Redis]:
    made = Redis(url)
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis on loopback, with a password."""
    executable = find_tool("redis")
    assert executable
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    options = [
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(folder),
        "--requirepass",
        "s3cret",
    ]
    with Path(folder / "log").open("w") as log, subprocess.Popen([executable, *options], stdout=log) as process:
        for _ in range(int(PATIENCE * 10)):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"redis://:s3cret@127.0.0.1:{port}/0"
        process.terminate()


@pytest.mark.redis
def test_redis_keeps_as_memory_does(url: str) -> None:
    async def used() -> list[object]:
        async with opened(url) as one, opened(url) as other:
            await one.ready()
            claims = [await each.claim("task") for each in (one, other)]
            await one.keep("k", "pagé", 60)
            pages = [await other.page(key) for key in ("k", "no")]
            await one.keep("short", "page", 1)
            await asyncio.sleep(1.2)
            return [claims, pages, await other.page("short")]

    assert asyncio.run(used()) == [[True, False], ["pagé", None], None]


@pytest.mark.redis
def test_a_wrong_password_is_said(url: str) -> None:
    async def asked() -> None:
        async with opened(url.replace("s3cret", "wrong")) as kept:
            await kept.ready()

    with pytest.raises(StoreError):
        asyncio.run(asked())


@pytest.mark.redis
def test_replicas_take_a_task_once_and_share_its_report(platform: Platform, start: Start, url: str) -> None:
    environ = {"LP_HMAC_KEY": "k3y", "LP_REDIS_URL": url}
    one, other = (start(environ=environ, public_url="http://127.0.0.1:1/lp/") for _ in range(2))
    run = platform.run(plan=BAD)
    assert [one.trigger(run), other.trigger(run), one.trigger(run)] == [200, 200, 200]
    one.ended(run)
    path = run.final["url"].removeprefix("http://127.0.0.1:1/lp")
    assert one.get(path).text == other.get(path).text
    assert "LP201" in other.get(path).text
    assert len([path for path, _ in run.asked if "json-output" in path]) == 1
    assert not [line for line in other.lines if line["event"] == "task ended"]
    assert "s3cret" not in "".join((*one.text, *other.text))


def test_a_server_whose_store_is_gone_takes_nothing(platform: Platform, start: Start) -> None:
    lp = start(environ={"LP_HMAC_KEY": "k3y", "LP_REDIS_URL": "redis://127.0.0.1:1/0"})
    assert lp.trigger(platform.run()) == 503
    assert lp.get("/readyz").status_code == 503
    assert lp.get("/r/any").status_code == 503
    assert lp.get("/healthz").status_code == 200


def test_a_report_can_be_read_by_its_unguessable_name(platform: Platform, start: Start) -> None:
    lp = start(public_url="https://lp.example.com", keep_seconds=3600)
    run = platform.run(plan=BAD)
    url = lp.judged(run)["url"]
    assert url.startswith("https://lp.example.com/r/")
    assert len(url.rsplit("/", 1)[1]) >= 32
    assert {outcome["url"] for outcome in run.outcomes} == {url}
    page = lp.get(url.removeprefix("https://lp.example.com"))
    assert page.text.startswith("<!doctype html>")
    assert "LP201" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in page.headers["content-security-policy"]
    assert lp.get("/r/another").status_code == 404
