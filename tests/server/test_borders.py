"""Where the server may go: names, addresses, and names that change their address."""

from __future__ import annotations

import asyncio
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from lambda_policies.server.borders import Borders, RefusedError, borders
from lambda_policies.server.client import Client, UnreachableError
from lambda_policies.server.settings import File
from tests.server.hcp import TOKEN, Platform

USUAL = borders(File())


@pytest.mark.parametrize(
    "url", ["https://app.terraform.io/x?y=1", "https://APP.eu.terraform.io:443/", "https://app.terraform.io./"]
)
def test_the_platform_gets_the_token(url: str) -> None:
    USUAL.platform(url)
    USUAL.store(url)


ELSEWHERE = [
    "https://app.terraform.io.evil.example/",
    "https://evil.example/app.terraform.io",
    "https://app.terraform.io@evil.example/",
    "https://app.terraform.io:8443/",
    "https://archivist.terraform.io/",
    "https://",
    "http://app.terraform.io/",
    "//app.terraform.io/",
    "ftp://app.terraform.io/",
    "https://app.terraform.io:port/",
    "https://[app.terraform.io]/",
    "",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_nobody_else_gets_it(url: str) -> None:
    with pytest.raises(RefusedError):
        USUAL.platform(url)


def test_stores_are_named_by_patterns() -> None:
    USUAL.store("https://archivist.terraform.io/v1/object/1")
    with pytest.raises(RefusedError, match=r"evil\.example"):
        USUAL.store("https://terraform.io.evil.example/")


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(RefusedError, match="not public"):
        USUAL.address(address)


@pytest.mark.parametrize("address", ["75.2.98.97", "2606:4700::1111"])
def test_a_public_address_is_allowed(address: str) -> None:
    USUAL.address(address)


def test_a_network_can_be_allowed() -> None:
    allowing = borders(File(private_networks=["10.0.0.0/8", "fd00::/8"]))
    allowing.address("10.1.2.3")
    allowing.address("fd00::1")
    with pytest.raises(RefusedError):
        allowing.address("192.168.1.1")


class Names:
    """A resolver that answers otherwise each time, and remembers what it was asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), list[str]()

    async def getaddrinfo(self, host: str, port: int, **_: Any) -> list[Any]:
        self.asked.append(host)
        if not self.answers:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in self.answers.pop(0)]


def status(
    platform: Platform, ca_file: Path, names: Names, monkeypatch: pytest.MonkeyPatch, host: str = "tfe.example"
) -> int:
    """The status of a request for a plan to a host that *names* resolves."""
    url = f"https://{host}:{platform.port}/api/v2/plans/{platform.run(code=204).id}/json-output"
    allowed = Borders((f"{host}:{platform.port}",), (), borders(File(private_networks=["127.0.0.1/32"])).networks)

    async def asked() -> int:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", names.getaddrinfo)
        context, headers = ssl.create_default_context(cafile=ca_file), {"Authorization": f"Bearer {TOKEN}"}
        async with Client(allowed, context) as client, client.send("GET", url, headers) as response:
            return response.status_code

    return asyncio.run(asked())


def test_the_address_that_was_checked_is_the_one_that_is_called(
    platform: Platform, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names(["127.0.0.1"], ["169.254.169.254"])
    assert status(platform, ca_file, names, monkeypatch) == 204
    assert names.asked == ["tfe.example"]
    assert next(reversed(platform.runs.values())).asked[0][1]["host"] == f"tfe.example:{platform.port}"


def test_one_private_address_among_several_is_one_too_many(
    platform: Platform, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RefusedError, match="not public"):
        status(platform, ca_file, Names(["127.0.0.1", "10.0.0.1"]), monkeypatch)


def test_a_certificate_for_another_name_is_not_trusted(
    platform: Platform, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreachableError, match="certificate is not trusted"):
        status(platform, ca_file, Names(["127.0.0.1"]), monkeypatch, "other.example")


def test_a_certificate_of_somebody_else_is_not_trusted(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    with pytest.raises(UnreachableError, match="certificate is not trusted"):
        status(platform, tmp_path / "other.pem", Names(["127.0.0.1"]), monkeypatch)


def test_a_name_without_an_address_is_unreachable(
    platform: Platform, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreachableError, match="no address"):
        status(platform, ca_file, Names(), monkeypatch)
    with pytest.raises(UnreachableError, match="no address"):
        status(platform, ca_file, Names([]), monkeypatch)
