"""Requests that only go where they may: the name is allowed, the address is checked, and that address is called."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

import lambda_policies
from lambda_policies.errors import ConfigError
from lambda_policies.server.borders import Borders

TIMEOUT = httpx2.Timeout(30, connect=10)
CONNECTIONS = 20


class UnreachableError(Exception):
    """Nobody answered, or not to the end. Says what kind of failure it was, and never a URL."""


def trust(ca_file: str | None) -> ssl.SSLContext:
    """Whose certificates are trusted: those of the system and of *ca_file*. Raises ConfigError."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=Path(ca_file))
        except (OSError, ssl.SSLError):
            raise ConfigError(f"{ca_file} cannot be read as certificates in PEM (ca_file).") from None
    return context


class Client:
    """An HTTP client inside *borders*. It follows no redirect, reads no proxy variables and reuses no connection.

    A reused connection would be one whose certificate was checked for another name at the same address.
    """

    def __init__(self, borders: Borders, context: ssl.SSLContext) -> None:
        self._borders = borders
        self._client = httpx2.AsyncClient(
            verify=context,
            trust_env=False,
            headers={"User-Agent": f"lambda-policies/{lambda_policies.__version__}"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=TIMEOUT,
            limits=httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=0),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    @asynccontextmanager
    async def send(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None = None, *, store: bool = False
    ) -> AsyncIterator[httpx2.Response]:
        """The answer of *url*, not yet read. *store* says that it only stores downloads and gets no token.

        Raises RefusedError where the server may not go there, and UnreachableError.
        """
        (self._borders.store if store else self._borders.platform)(url)
        try:
            asked = self._client.build_request(method, url, headers=dict(headers), content=content)
            response = await self._connected(asked)
            try:
                yield response
            finally:
                await response.aclose()
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise UnreachableError(_kind(error)) from None

    async def _connected(self, asked: httpx2.Request) -> httpx2.Response:
        """The answer of the first address that answers."""
        host, addresses = asked.url.host, await self._addresses(asked.url)
        asked.extensions = {**asked.extensions, "sni_hostname": host}
        for address in addresses[:-1]:
            asked.url = asked.url.copy_with(host=address)
            try:
                return await self._client.send(asked, stream=True)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue
        asked.url = asked.url.copy_with(host=addresses[-1])
        return await self._client.send(asked, stream=True)

    async def _addresses(self, url: httpx2.URL) -> list[str]:
        """All addresses of a name, each allowed. Raises RefusedError and UnreachableError."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                url.host, url.port or 443, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
            )
        except (OSError, UnicodeError):
            found = []
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not addresses:
            sentence = "the name has no address"
            raise UnreachableError(sentence)
        for each in addresses:
            self._borders.address(each)
        return addresses


def _kind(error: BaseException) -> str:
    """What kind of failure it was; its own words may hold a URL."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, ssl.SSLCertVerificationError):
            return "its certificate is not trusted"
        inner = inner.__cause__ or inner.__context__
    return type(error).__name__
