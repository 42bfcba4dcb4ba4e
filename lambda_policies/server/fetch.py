"""Fetching what a trigger names: the token goes to the platform only, redirects go to stores, and sizes are bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urljoin

import httpx2

from lambda_policies.errors import PlanError
from lambda_policies.server.client import Client, UnreachableError
from lambda_policies.server.patience import asked_for, pauses

HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_NO_CONTENT = 204
_FIRST_REFUSAL = 400
_REFUSALS: Mapping[int, str] = MappingProxyType(
    {
        401: "the token of the run is not good any more",
        403: "the token of the run may not read it",
        404: "it is not there, or the token of the run may not read it",
        410: "it is gone",
        422: "the plan was made by Terraform older than 0.12",
    }
)


class FetchError(PlanError):
    """Something could not be fetched."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch: how sentences call it, where it is, the token for it, and its most in bytes and seconds."""

    what: str
    url: str
    token: str = field(repr=False)
    most: int
    seconds: float
    pause: float


@dataclass(frozen=True, slots=True)
class _Later:
    """Why to come back, and after how many seconds at the earliest."""

    why: str
    seconds: float = 0.0


async def fetch(client: Client, wanted: Wanted) -> bytes:
    """The bytes of it; tried again while that may help. Raises FetchError and RefusedError."""
    last = _Later("it came too slowly")
    try:
        async with asyncio.timeout(wanted.seconds):
            for pause in pauses(wanted.pause):
                answer = await _attempt(client, wanted)
                if isinstance(answer, bytes):
                    return answer
                last = answer
                await asyncio.sleep(max(pause, last.seconds))
    except TimeoutError:
        pass
    raise FetchError(f"{wanted.what} could not be fetched within {wanted.seconds:g} seconds: {last.why}.")


async def _attempt(client: Client, wanted: Wanted) -> bytes | _Later:
    url, headers = wanted.url, {"Authorization": f"Bearer {wanted.token}", "Accept-Encoding": "identity"}
    for hop in range(HOPS + 1):
        try:
            async with client.send("GET", url, headers, store=hop > 0) as response:
                location = response.headers.get("location")
                if response.status_code not in _REDIRECTS or not location:
                    return await _content(response, wanted)
        except UnreachableError as error:
            return _Later(f"the connection failed ({error})")
        url = urljoin(url, location)
        headers.pop("Authorization", None)
    raise FetchError(f"{wanted.what} could not be fetched: it was redirected more than {HOPS} times.")


async def _content(response: httpx2.Response, wanted: Wanted) -> bytes | _Later:
    """The body of an answer that is no redirect."""
    code = response.status_code
    if code == _NO_CONTENT:
        return _Later("it is not finished yet")
    if code in _LATER:
        return _Later(f"the answer was {code}", asked_for(response.headers.get("retry-after")))
    if code >= _FIRST_REFUSAL or not response.is_success:
        why = _REFUSALS.get(code, f"the answer was {code}")
        raise FetchError(f"{wanted.what} could not be fetched: {why}.")
    if _announced(response) > wanted.most:
        raise _too_big(wanted)
    data = bytearray()
    async for chunk in response.aiter_raw():
        data += chunk
        if len(data) > wanted.most:
            raise _too_big(wanted)
    return bytes(data)


def _announced(response: httpx2.Response) -> int:
    text = response.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _too_big(wanted: Wanted) -> FetchError:
    return FetchError(f"{wanted.what} is bigger than the {wanted.most:,} bytes that this server takes.")
