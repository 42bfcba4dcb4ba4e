"""Where the server may go: hosts by name, and addresses that are public or that the operator allows."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from lambda_policies.errors import PlanError
from lambda_policies.server.settings import File
from lambda_policies.settings.words import quoted

HTTPS = 443
_NAT64 = IPv6Network("64:ff9b::/96")


class RefusedError(PlanError):
    """The server was asked to go where it may not."""


@dataclass(frozen=True, slots=True)
class Borders:
    """The hosts that get the token, those that only downloads lead to, and the networks allowed beside public ones."""

    hosts: tuple[str, ...]
    stores: tuple[str, ...]
    networks: tuple[IPv4Network | IPv6Network, ...]

    def platform(self, url: str) -> None:
        """Raise RefusedError unless *url* is one that the token may be sent to."""
        _named(url, self.hosts, "hosts")

    def store(self, url: str) -> None:
        """Raise RefusedError unless a download may be redirected to *url*."""
        _named(url, (*self.hosts, *self.stores), "stores")

    def address(self, text: str) -> None:
        """Raise RefusedError unless the server may connect to this IP address."""
        address = ipaddress.ip_address(text.partition("%")[0])
        if any(address in network for network in self.networks):
            return
        if not all(each.is_global and not each.is_multicast for each in _reached(address)):
            sentence = "A name leads to an address that is not public."
            raise RefusedError(sentence, "Allow its network with `private_networks` in the server's configuration.")


def borders(file: File) -> Borders:
    """What the configuration allows."""
    networks = tuple(ipaddress.ip_network(each) for each in file.private_networks)
    return Borders(tuple(file.hosts), tuple(file.stores), networks)


def _named(url: str, allowed: Sequence[str], setting: str) -> None:
    host = _host(url)
    if not any(fnmatchcase(host, each if ":" in each else f"{each}:{HTTPS}") for each in allowed):
        sentence = f"The server may not call {quoted(host.removesuffix(f':{HTTPS}'))}."
        raise RefusedError(sentence, f"Allow the host with `{setting}` in the server's configuration.")


def _host(url: str) -> str:
    """``name:port`` of an https URL that is nothing but ordinary. Raises RefusedError."""
    try:
        parts = urlsplit(url)
        ordinary = parts.scheme == "https" and parts.hostname and parts.username is None
        host = f"{(parts.hostname or '').rstrip('.')}:{parts.port or HTTPS}"
    except ValueError:
        ordinary, host = None, ""
    if not ordinary:
        sentence = "The server only calls URLs that begin with https:// and a host."
        raise RefusedError(sentence)
    return host


def _reached(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """An address and those that it carries inside for tunnels and translators."""
    yield address
    if isinstance(address, IPv6Address):
        translated = IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
        inside = (address.ipv4_mapped, address.sixtofour, translated, *(address.teredo or ()))
        yield from (each for each in inside if each is not None)
