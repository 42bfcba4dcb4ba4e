"""Reading archives of strangers: only plain files, only below the top, only as much as the bounds allow."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

import msgspec
from msgspec import Struct

from lambda_policies.source.bundle import Bundle, plain_name
from lambda_policies.source.tree import LONGEST

ENTRIES = 20_000
"""Members of an archive."""
DIRECTORY = 8 << 20
"""Bytes of a zip's directory."""
UNPACKED = 64 << 20
"""Bytes that come out of a compressed tar archive."""
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_BYTES = 22
_COMMENT = 1 << 16
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MODULE = re.compile(r"tfconfig/m-([\w.-]*)/([^/]+)")
_MANIFEST = "tfconfig/modules.json"
_BROKEN = (OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error, zipfile.BadZipFile)


class ArchiveError(ValueError):
    """A file that is no archive, or more than the bounds allow. The message is the end of a sentence."""


class _Entry(Struct, rename="pascal"):
    key: str
    dir: str


def of_plan(path: Path) -> Bundle:
    """The module source in a binary plan; files are named as seen from where it was made. Raises ``ArchiveError``."""
    with _zip(path) as packed:
        folders = _folders(packed)
        bundle = Bundle(_modules(packed, folders), {key: folder for key, folder in folders.items() if key})
    bundle.root = folders.get("", "")
    return bundle


def of_archive(path: Path) -> Bundle:
    """The source in a zip, tar or tar.gz archive. Raises ``ArchiveError``."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from None
    if start == _ZIP:
        with _zip(path) as packed:
            return Bundle(_plain(packed))
    try:
        with path.open("rb") as file:
            return _of_tar(file, start)
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from None


def of_tar(data: bytes) -> Bundle:
    """The source in the bytes of a tar or tar.gz archive. Raises ``ArchiveError``."""
    return _of_tar(io.BytesIO(data), data[: len(_GZIP)])


def _of_tar(file: IO[bytes], start: bytes) -> Bundle:
    try:
        with gzip.GzipFile(fileobj=file) as unpacked:
            stream = cast("IO[bytes]", unpacked if start.startswith(_GZIP) else file)
            return Bundle(_tarred(_Bounded(stream)))
    except (*_BROKEN, tarfile.TarError) as error:
        why = str(error) if isinstance(error, ArchiveError) else "is neither a folder nor a zip or tar archive"
        raise ArchiveError(why) from None


def _zip(path: Path) -> zipfile.ZipFile:
    """A zip whose directory is small enough to be read."""
    try:
        with path.open("rb") as file:
            _check_directory(file)
        return zipfile.ZipFile(path)
    except _BROKEN as error:
        raise ArchiveError(str(error) if isinstance(error, ArchiveError) else "is no zip archive") from None


def _check_directory(file: IO[bytes]) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - _END_BYTES - _COMMENT, 0))
    tail = file.read()
    end = tail[-_END_BYTES:]
    if not (end.startswith(_END) and end.endswith(b"\0\0")):
        at = tail.rfind(_END)
        end = tail[at : at + _END_BYTES] if at >= 0 else b""
    if len(end) != _END_BYTES:
        raise ArchiveError("is no zip archive")
    count, length = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if count > ENTRIES or length > DIRECTORY:
        raise ArchiveError("holds more files than are read")


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """What a member holds, at most one byte more than is taken; None where it is no plain file or broken."""
    mode = member.external_attr >> 16
    is_plain = not member.is_dir() and (mode == 0 or mode & 0o170000 in {0, 0o100000})
    if not is_plain or member.flag_bits & 1 or member.compress_type not in _METHODS:
        return None
    try:
        with packed.open(member) as stream:
            return stream.read(Bundle.max_file + 1)
    except _BROKEN:
        return None


def _plain(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes | None]]:
    for member in packed.infolist():
        name = plain_name(member.filename)
        if name and not member.is_dir():
            yield name, _read(packed, member)


def _folders(packed: zipfile.ZipFile) -> dict[str, str]:
    """The folder of each module by the names of its calls, as the plan says; the root's is under no name."""
    try:
        data = _read(packed, packed.getinfo(_MANIFEST))
        entries = msgspec.json.decode(data or b"", type=list[_Entry])
    except (KeyError, msgspec.DecodeError, RecursionError):
        raise ArchiveError("holds no source of modules") from None
    return {entry.key: _folder(entry.dir) for entry in entries if len(entry.dir) < LONGEST and entry.dir.isprintable()}


def _folder(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/")).as_posix()
    return "" if path == "." else path


def _modules(packed: zipfile.ZipFile, folders: dict[str, str]) -> Iterator[tuple[str, bytes | None]]:
    """The files of each folder once: several calls of one module have the same."""
    seen: dict[str, str] = {}
    for member in packed.infolist():
        found = _MODULE.fullmatch(member.filename)
        folder = folders.get(found[1]) if found else None
        if found and folder is not None and found[2].isprintable() and seen.setdefault(folder, found[1]) == found[1]:
            yield f"{folder}/{found[2]}" if folder else found[2], _read(packed, member)


class _Bounded:
    """A stream that ends with an error where more comes out of it than the bound allows."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = UNPACKED

    def read(self, size: int) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ArchiveError("holds more than is read")
        return data


def _tarred(stream: _Bounded) -> Iterator[tuple[str, bytes | None]]:
    with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as packed:
        for number, member in enumerate(packed):
            if number == ENTRIES:
                raise ArchiveError("holds more files than are read")
            name = plain_name(member.name)
            if name and not member.isdir():
                file = packed.extractfile(member) if member.isreg() else None
                yield name, file.read(Bundle.max_file + 1) if file else None
