"""What holds for a run: the one place that reads the environment and the clock for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_policies.errors import ConfigError, WaiverError
from lambda_policies.settings import environment, locate, read
from lambda_policies.settings.bind import Bound, bind
from lambda_policies.settings.layers import Layer, merge

if TYPE_CHECKING:
    from lambda_policies.packs.pack import Pack
    from lambda_policies.verdicts import Waiver


@dataclass(frozen=True, slots=True)
class Resolved:
    """What holds, where it was found, the whole pack, what is chosen of it, and the settings by guardrail id."""

    held: Layer
    file: Path | None
    pack: Pack
    chosen: Pack
    bound: Bound


def resolve(flags: Layer, folders: Sequence[Path], *, isolated: bool, config: Path | None) -> Resolved:
    """Stack flags, environment and configuration file, load the pack and settle every name. Raises LpError."""
    from lambda_policies import packs

    file = config or (None if isolated else _shared(read.find, folders, locate.CONFIG, "--config"))
    layers = [flags, environment.layer(os.environ), *([read.layer(file)] if file else [])]
    held = merge(layers)
    pack = packs.load(held.profile, held.pack)
    chosen = pack.select(held.select or (), held.ignore or ())
    if not chosen.guardrails:
        raise ConfigError("No guardrail is left after select and ignore.", "`lp config` shows what holds and why.")
    return Resolved(held, file, pack, chosen, bind(held, pack.guardrails))


def waivers(pack: Pack, folders: Sequence[Path], *, isolated: bool, named: Path | None) -> tuple[Waiver, ...]:
    """The waivers of the file that is named, or else of the one that is found. Raises WaiverError."""
    path = waivers_file(folders, isolated=isolated, named=named)
    if path is None:
        return ()
    from lambda_policies import packs
    from lambda_policies.governance.waivers import read as parsed

    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WaiverError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise WaiverError(f"{path} is not UTF-8 text.") from None
    known = (*packs.load("strict").guardrails, *pack.guardrails)
    return parsed(text, str(path), {each.id: each.slug for each in known})


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
