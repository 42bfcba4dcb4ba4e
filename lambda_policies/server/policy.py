"""What one workspace is judged by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lambda_policies import resolved
from lambda_policies.pipeline import Options
from lambda_policies.server.settings import File, Workspaces
from lambda_policies.settings import read
from lambda_policies.settings.layers import Layer


def options(held: Workspaces, most: int, as_of: date) -> Options:
    """The options of a run for the workspaces of *held*; *most* is the size of a plan in bytes. Raises LpError."""
    path = Path(held.config) if held.config else None
    found = resolved.resolve([*([read.layer(path)] if path else []), Layer(max_bytes=most)], path)
    waivers = resolved.waivers(Path(held.waivers), found.pack) if held.waivers else ()
    return found.options(as_of, waivers)


def try_all(file: File, as_of: date) -> None:
    """Read everything that *file* names, so that a mistake shows when the server starts. Raises LpError."""
    for held in (Workspaces(), *file.workspaces):
        options(held, file.plan_bytes, as_of)
