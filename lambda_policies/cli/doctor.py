"""``lp doctor``: versions, what is on PATH, and who owns the package ``hcl2``."""

from __future__ import annotations

import platform
import shutil
import sys

import typer

from lambda_policies import __version__
from lambda_policies.cli.console import emit
from lambda_policies.errors import LpError

LIBRARIES = ("msgspec", "pydantic", "typer", "pyyaml", "checkov")
TOOLS = {
    "terraform": "shows binary plans",
    "tofu": "shows binary plans",
    "checkov": "runs our guardrails beside its own checks",
}
FORK = "bc-python-hcl2"


def doctor() -> None:
    """Look for trouble. Shows versions, tools on PATH and who owns hcl2; exit 2 where the pack is broken."""
    rows = [
        ("lambda-policies", __version__),
        ("python", f"{platform.python_version()} ({sys.executable})"),
        ("platform", platform.platform()),
        *((name, _version(name)) for name in LIBRARIES),
        ("hcl2", _hcl2()),
        *((f"{name} on PATH", f"{shutil.which(name) or 'no'} ({purpose})") for name, purpose in TOOLS.items()),
    ]
    pack, healthy = _pack()
    emit("".join(f"{name:18}  {value}\n" for name, value in [*rows, ("guardrails", pack)]))
    raise typer.Exit(0 if healthy else LpError.exit_code)


def _version(distribution: str) -> str:
    """The installed version."""
    from importlib import metadata

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "not installed here"


def _hcl2() -> str:
    """Which distributions own the package, without importing it: the last one unpacked has overwritten the others."""
    from importlib import metadata

    owners = sorted(set(metadata.packages_distributions().get("hcl2", ())))
    if not owners:
        return "not installed: source lines and recovery from source are off"
    told = " and ".join(f"{owner} {_version(owner)}" for owner in owners)
    if len(owners) > 1:
        return f"PROBLEM: {told} overwrite each other; pip uninstall {' '.join(owners)}, then pip install {FORK}"
    return f"owned by {told}" + ("" if owners == [FORK] else f"; Checkov needs {FORK} instead")


def _pack() -> tuple[str, bool]:
    """How many guardrails the shipped pack has, and whether it loads."""
    from lambda_policies import packs

    try:
        return f"{len(packs.catalogue())} in the shipped pack", True
    except LpError as error:
        return f"PROBLEM: {error.sentence}", False
