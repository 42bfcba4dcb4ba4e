"""The results of a peer as it writes them, reduced to what they say: which check, where, with which outcome.

Formats: Checkov 3 (``-o json``, one report or a list of them) and Trivy (``--format json``). Text in them is the
peer's and of the plan; it is escaped where it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from lambda_policies.errors import ConfigError, LpError
from lambda_policies.plan.index import Plan
from lambda_policies.plan.raw import decode
from lambda_policies.settings.words import quoted

_MOST = 200_000_000
"""Bytes of a peer's results; Checkov's are some ten times as big as the plan."""
_CHECKOV = "checkov -f plan.json -o json > results.json"
_TRIVY = "trivy config --format json --output results.json plan.json"
_TRIVY_ID = re.compile(r"(?:AVD-)?AWS-(\d{4})")
_HASHED = re.compile(r"_[0-9a-f]{32}$")


class Said(StrEnum):
    """What a peer says of one resource."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Record:
    """One result: the check as guardrails name it, the address in the plan, what was said, and the check's title."""

    check: str
    address: str
    said: Said
    title: str = ""


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer's results for one plan. ``unplaced`` counts those about what the plan does not hold."""

    name: str
    version: str
    records: tuple[Record, ...]
    unplaced: int = 0

    @property
    def title(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}".strip()

    def carries(self, identity: str) -> bool:
        """Whether an id that a guardrail carries is one of this peer's."""
        return identity.startswith(_PREFIXES[self.name])


_PREFIXES = {"Checkov": ("CKV_", "CKV2_"), "Trivy": ("TRV:",)}


def checkov(path: Path, plan: str, addresses: Collection[str]) -> Peer:
    """Read Checkov's results for *plan*, the name of a file. Raises ConfigError."""
    written = _read(path)
    reports = [each for each in (written if isinstance(written, list) else [written]) if _is_report(each)]
    if not reports:
        raise _unreadable(path, "Checkov", _CHECKOV)
    try:
        records = [record for report in reports for record in _of_report(report)]
        version = str(reports[0].get("summary", {}).get("checkov_version", ""))
    except (AttributeError, TypeError):
        raise _unreadable(path, "Checkov", _CHECKOV) from None
    mine = [record for file, record in records if PurePosixPath(file).name == PurePosixPath(plan).name]
    return _placed("Checkov", version, mine or [record for _, record in records], addresses)


def trivy(path: Path, _plan: str, addresses: Collection[str]) -> Peer:
    """Read Trivy's results. A pass of Trivy's names no resource and says nothing of one. Raises ConfigError."""
    written = _read(path)
    if not isinstance(written, dict) or "SchemaVersion" not in written:
        raise _unreadable(path, "Trivy", _TRIVY)
    try:
        found = [each for result in written.get("Results") or () for each in result.get("Misconfigurations") or ()]
        records = [record for each in found for record in _of_trivy(each)]
        version = str(written.get("Trivy", {}).get("Version", ""))
    except (AttributeError, TypeError):
        raise _unreadable(path, "Trivy", _TRIVY) from None
    return _placed("Trivy", version, records, addresses)


READERS: Mapping[str, Callable[[Path, str, Collection[str]], Peer]] = {"checkov": checkov, "trivy": trivy}
"""How the results of each peer are read, by the name of its option."""


def read(files: Mapping[str, Path | None], plan: Plan) -> list[Peer]:
    """The peers whose results are given, by the names of their options. Raises ConfigError."""
    peers = [READERS[name](file, plan.name, plan.by_address) for name, file in files.items() if file]
    if not peers:
        raise ConfigError("There is nothing to compare with.", "Name results with --checkov FILE or --trivy FILE.")
    for peer in peers:
        if peer.unplaced and not peer.records:
            sentence = f"Nothing in the results of {peer.name} is about a resource of {quoted(plan.name)}."
            raise ConfigError(sentence, "Give the results of a scan of this very plan.")
    return peers


def _is_report(written: Any) -> bool:
    kind = written.get("check_type", "") if isinstance(written, dict) else ""
    return str(kind).startswith("terraform") and isinstance(written.get("results"), dict)


def _of_report(report: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    """The file and the record of each result of one report."""
    for said in Said:
        for each in report["results"].get(f"{said}_checks") or ():
            address = each.get("resource_address") or each.get("resource") or ""
            yield (
                str(each.get("file_path", "")),
                Record(str(each.get("check_id", "")), str(address), said, str(each.get("check_name", ""))),
            )


def _of_trivy(found: Mapping[str, Any]) -> Iterator[Record]:
    number = _TRIVY_ID.fullmatch(str(found.get("AVDID") or found.get("ID") or ""))
    address = (found.get("CauseMetadata") or {}).get("Resource") or ""
    if number and address and found.get("Status", "FAIL") == "FAIL":
        yield Record(f"TRV:{number[1]}", str(address), Said.FAILED)


def _placed(name: str, version: str, records: Iterable[Record], addresses: Collection[str]) -> Peer:
    """The records about resources of the plan; a peer may leave out the module or put a hash behind the name."""
    tails: dict[str, list[str]] = {}
    for address in addresses:
        tails.setdefault(_tail(address), []).append(address)
    placed, unplaced = [], 0
    for record in records:
        candidates = tails.get(_HASHED.sub("", record.address), ())
        if record.address in addresses:
            placed.append(record)
        elif len(candidates) == 1:
            placed.append(replace(record, address=candidates[0]))
        else:
            unplaced += 1
    return Peer(name, version, tuple(placed), unplaced)


def resource_type(address: str) -> str:
    """The Terraform type in an address."""
    return _tail(address).partition(".")[0]


def _tail(address: str) -> str:
    """The type and the name of a resource, without modules and keys."""
    return ".".join(re.sub(r"\[[^\]]*\]", "", address).split(".")[-2:])


def _read(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    if len(data) > _MOST:
        raise ConfigError(f"{path} is bigger than {_MOST} bytes.", "Let the peer leave out code blocks (--compact).")
    try:
        return decode(data, str(path))
    except LpError:
        raise ConfigError(f"{path} is not JSON.", "Write it with the peer's own JSON output.") from None


def _unreadable(path: Path, peer: str, command: str) -> ConfigError:
    return ConfigError(f"{path} holds no results of {peer} for a plan.", f"Make them: {command}")
