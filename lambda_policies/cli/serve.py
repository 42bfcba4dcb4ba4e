"""``lp serve``: the run task of HCP Terraform."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lambda_policies.errors import ConfigError

if TYPE_CHECKING:
    from lambda_policies.server.store import Store

KEYS = ("LP_HMAC_KEY", "LP_HMAC_KEY_OLD")
NEEDED = ("httpx2", "prometheus_client", "redis", "starlette", "uvicorn")

ConfigOf = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The server's configuration, as TOML.")]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65_535, help="The port to listen at; 0 for any.")]
NoHmac = Annotated[bool, typer.Option("--insecure-no-hmac", help="Take triggers that nobody signed.")]


def serve(
    *, config: ConfigOf = None, host: Host = "127.0.0.1", port: Port = 8080, insecure_no_hmac: NoHmac = False
) -> None:
    """Judge plans for HCP Terraform and Terraform Enterprise: a run task, at POST /run-task."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sentence = f"`lp serve` needs packages that are not installed: {', '.join(missing)}."
        raise ConfigError(sentence, "pip install 'lambda-policies[server]'")
    from lambda_policies.cli.resolve import today
    from lambda_policies.server import settings
    from lambda_policies.server.app import Server
    from lambda_policies.server.serve import serve as run

    keys = _keys(insecure=insecure_no_hmac)
    file = settings.read(config) if config else settings.File()
    run(Server(file, keys, _store(), today), host, port, sys.stdout)


def _keys(*, insecure: bool) -> list[bytes]:
    """The keys of triggers, the new one and the old one. Raises ConfigError where there is none and none is waived."""
    keys = [os.environ[name].encode() for name in KEYS if os.environ.get(name)]
    if not keys and not insecure:
        sentence = "There is no key: anybody could send triggers."
        raise ConfigError(sentence, f"Set {KEYS[0]} to the HMAC key of the run task, or say --insecure-no-hmac.")
    if keys and insecure:
        raise ConfigError(f"There is a key ({KEYS[0]}) and --insecure-no-hmac. Keep one of them.")
    return keys


def _store() -> Store:
    """Where replicas share what they know, or the memory of this process."""
    url = os.environ.get("LP_REDIS_URL")
    if url:
        from lambda_policies.server.redis_store import Redis

        return Redis(url)
    from lambda_policies.server.store import Memory

    return Memory()
