"""Patience while fetching: how long, how often, and what is said in the end."""

from __future__ import annotations

import asyncio
import ssl
from itertools import islice
from pathlib import Path

import pytest

from lambda_policies.server.borders import borders
from lambda_policies.server.client import Client
from lambda_policies.server.fetch import FetchError, Wanted, fetch
from lambda_policies.server.patience import LONGEST, asked_for, pauses
from lambda_policies.server.settings import File
from tests.server.hcp import TOKEN, Platform, Run, broken


def fetched(platform: Platform, ca_file: Path, run: Run, seconds: float = 2) -> bytes:
    """What fetching the plan of a run gives within so many seconds."""
    hosts = [f"localhost:{platform.port}", f"127.0.0.1:{platform.port}"]
    file = File(hosts=hosts, private_networks=["127.0.0.1/32", "::1/128"])

    async def asked() -> bytes:
        async with Client(borders(file), ssl.create_default_context(cafile=ca_file)) as client:
            wanted = Wanted("The plan", run.payload["plan_json_api_url"], TOKEN, 1_000_000, seconds, 0.01)
            return await fetch(client, wanted)

    return asyncio.run(asked())


@pytest.mark.parametrize(("code", "why"), [(204, "it is not finished yet"), (503, "the answer was 503")])
def test_what_was_last_heard_is_said_in_the_end(platform: Platform, ca_file: Path, code: int, why: str) -> None:
    with pytest.raises(FetchError, match=rf"The plan could not be fetched within 2 seconds: {why}\."):
        fetched(platform, ca_file, platform.run(code=code))


def test_what_comes_too_slowly_is_given_up(platform: Platform, ca_file: Path) -> None:
    run = platform.run(store=broken(*[b" "] * 100, pause=0.1))
    with pytest.raises(FetchError, match=r"within 2 seconds: it came too slowly\."):
        fetched(platform, ca_file, run)


def test_a_connection_that_breaks_is_tried_again(platform: Platform, ca_file: Path) -> None:
    run = platform.run(store=broken(b"{", announced=100))
    with pytest.raises(FetchError, match=r"the connection failed \(RemoteProtocolError\)\."):
        fetched(platform, ca_file, run)
    assert len([path for path, _ in run.asked if path.startswith("/store")]) > 1


def test_a_plan_comes_whole(platform: Platform, ca_file: Path) -> None:
    run = platform.run()
    assert fetched(platform, ca_file, run, 60) == run.plan


def test_pauses_double_up_to_a_bound() -> None:
    for number, pause in enumerate(islice(pauses(1), 12)):
        assert min(2**number, LONGEST) / 2 <= pause <= min(2**number, LONGEST)


@pytest.mark.parametrize(
    ("header", "seconds"), [(None, 0), ("", 0), ("7", 7), ("86400", LONGEST), ("Wed, 21 Oct", 0), ("-1", 0), ("²", 0)]
)
def test_a_platform_may_ask_for_time(header: str | None, seconds: float) -> None:
    assert asked_for(header) == seconds


def test_a_token_is_in_no_representation() -> None:
    assert TOKEN not in repr(Wanted("The plan", "https://x", TOKEN, 1, 1, 1))
