"""What an operator may write in the server's configuration file: strict, so that a slip of the pen is an error."""

from __future__ import annotations

import ipaddress
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator

from lambda_policies.errors import ConfigError
from lambda_policies.settings.complaints import explained
from lambda_policies.settings.model import Strict

Count = Annotated[int, Field(gt=0)]
Seconds = Annotated[float, Field(gt=0)]
Glob = Annotated[str, Field(min_length=1)]
Host = Annotated[str, Field(pattern=r"^[a-z0-9*?.-]+(:[0-9]{1,5})?$")]

MIB = 1024 * 1024


class Workspaces(Strict):
    """Which settings hold for the workspaces that two globs name."""

    organization: Glob = Field("*", description="Names of organisations; * and ? as in a shell.")
    workspace: Glob = Field("*", description="Names of workspaces; * and ? as in a shell.")
    config: str | None = Field(None, description="A file as lp.toml, relative to this one.")
    waivers: str | None = Field(None, description="A file as waivers.yaml, relative to this one.")


class File(Strict):
    """The settings of ``lp serve``."""

    hosts: list[Host] = Field(
        default=["app.terraform.io", "app.eu.terraform.io"],
        description="Hosts that plans are asked of and answers sent to, with the token of the run.",
    )
    stores: list[Host] = Field(
        default=["*.terraform.io"], description="Hosts that a download may be redirected to, without the token."
    )
    private_networks: list[str] = Field(default=[], description="Networks that are not public and may be called.")
    ca_file: str | None = Field(None, description="Certificates to trust beside the system's, as PEM.")
    public_url: Annotated[str, Field(pattern=r"^https?://[^\s?#]+$")] | None = Field(
        None, description="Where people reach this server. Without it there are no pages of results."
    )
    wrong_stage: Literal["fail", "pass"] = Field("fail", description="The answer at a stage that has no plan to judge.")
    workers: Count = Field(2, description="Plans that are judged at the same time, each in a process of its own.")
    queue: Count = Field(1_000, description="Triggers that wait for a worker; more are asked to come back.")
    plan_bytes: Count = Field(128 * MIB, description="The size of a plan, also decompressed.")
    archive_bytes: Count = Field(32 * MIB, description="The size of a configuration archive.")
    memory_bytes: Count = Field(1024 * MIB, description="The memory of one worker.")
    plan_seconds: Seconds = Field(300, description="How long fetching and judging one plan may take.")
    token_seconds: Seconds = Field(600, description="How long the token of a run is good for.")
    pulse_seconds: Seconds = Field(120, description="How often a run hears that it is being worked on.")
    retry_seconds: Seconds = Field(1, description="The first pause before something is tried again; it doubles.")
    drain_seconds: Seconds = Field(20, description="How long a server that is stopped goes on judging.")
    keep_seconds: Count = Field(86_400, description="How long a page of results can be read.")
    workspaces: list[Workspaces] = Field(default=[], description="The first entry that matches holds.")

    @field_validator("private_networks")
    @classmethod
    def _networks(cls, texts: list[str]) -> list[str]:
        """Every text is a network. Raises ValueError."""
        for text in texts:
            ipaddress.ip_network(text)
        return texts

    def of(self, organization: str | None, workspace: str | None) -> Workspaces:
        """What holds for one workspace: the first entry that matches, or the shipped pack as it is."""
        names = organization or "", workspace or ""
        found = (
            each
            for each in self.workspaces
            if fnmatchcase(names[0], each.organization) and fnmatchcase(names[1], each.workspace)
        )
        return next(found, Workspaces())


def read(path: Path) -> File:
    """The server's configuration with whole paths in it. Raises ConfigError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from None
    try:
        return _whole(File.model_validate(table), path.resolve().parent)
    except ValidationError as error:
        raise explained(error, path, File) from None


def _whole(file: File, folder: Path) -> File:
    """The same with its paths seen from the root."""

    def seen(name: str | None) -> str | None:
        return None if name is None else str(folder / name)

    entries = [
        each.model_copy(update={k: seen(getattr(each, k)) for k in ("config", "waivers")}) for each in file.workspaces
    ]
    return file.model_copy(update={"ca_file": seen(file.ca_file), "workspaces": entries})
