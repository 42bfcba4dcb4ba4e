"""What holds for a run: the one place that reads the environment and the clock for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_policies import resolved
from lambda_policies.errors import ConfigError
from lambda_policies.settings import environment, locate, read
from lambda_policies.settings.layers import Layer

if TYPE_CHECKING:
    from lambda_policies.packs.pack import Pack
    from lambda_policies.resolved import Resolved
    from lambda_policies.verdicts import Waiver


def resolve(flags: Layer, folders: Sequence[Path], *, isolated: bool, config: Path | None) -> Resolved:
    """Stack flags, environment and configuration file, load the pack and settle every name. Raises LpError."""
    file = config or (None if isolated else _shared(read.find, folders, locate.CONFIG, "--config"))
    layers = [flags, environment.layer(os.environ), *([read.layer(file)] if file else [])]
    return resolved.resolve(layers, file)


def waivers(pack: Pack, folders: Sequence[Path], *, isolated: bool, named: Path | None) -> tuple[Waiver, ...]:
    """The waivers of the file that is named, or else of the one that is found. Raises WaiverError."""
    path = waivers_file(folders, isolated=isolated, named=named)
    return resolved.waivers(path, pack) if path else ()


def waivers_file(folders: Sequence[Path], *, isolated: bool, named: Path | None) -> Path | None:
    """The file of waivers that is named, or else the one that all the plans find. Raises ConfigError."""
    return named or (None if isolated else _shared(locate.waivers, folders, locate.WAIVERS, "--waivers"))


def today() -> date:
    """The day of the check, where nobody names another."""
    return datetime.now(tz=UTC).date()


def _shared(find: Callable[[Path], Path | None], folders: Sequence[Path], what: str, option: str) -> Path | None:
    """The one file that all the plans find. Raises ConfigError where they find different ones."""
    found = list(dict.fromkeys(find(folder) for folder in dict.fromkeys(folders)))
    if len(found) > 1:
        told = " and ".join(str(each) if each else "none" for each in found[:2])
        raise ConfigError(
            f"These plans do not share one {what}: {told}.", f"Check them in separate calls, or name one with {option}."
        )
    return found[0] if found else None
