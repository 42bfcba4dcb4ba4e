"""From the bytes of a file to UTF-8: compression, byte order marks and UTF-16."""

from __future__ import annotations

import codecs
import zlib

from lambda_policies.errors import PlanError
from lambda_policies.plan.limits import Limits

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
# PowerShell's `>` writes UTF-16 with a mark; what passed through other tools may have lost it.
_UTF16 = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)


def utf8(data: bytes, name: str, limits: Limits) -> bytes:
    """Decompress gzip and turn UTF-16 into UTF-8 without a mark; PlanError where that fails or grows too big."""
    limits.check_size(len(data), name)
    if data.startswith(_GZIP):
        data = _gunzip(data, name, limits)
    for start, encoding in _UTF16:
        if data.startswith(start):
            return _from_utf16(data, encoding, name)
    return data.removeprefix(codecs.BOM_UTF8)


def _gunzip(data: bytes, name: str, limits: Limits) -> bytes:
    members: list[bytes] = []
    room = limits.max_bytes + 1
    try:
        while data and room > 0:
            stream = zlib.decompressobj(_GZIP_WINDOW)
            members.append(stream.decompress(data, room))
            room -= len(members[-1])
            if room > 0 and not stream.eof:
                raise _damaged(name, "it ends in the middle of the compressed data")
            data = stream.unused_data.lstrip(b"\0")
    except zlib.error:
        raise _damaged(name, "the compressed data is damaged") from None
    limits.check_size(limits.max_bytes + 1 - room, name)
    return members[0] if len(members) == 1 else b"".join(members)


def _damaged(name: str, why: str) -> PlanError:
    return PlanError(f"{name} is gzip, but {why}.", "Compress the plan again: gzip -k plan.json")


def _from_utf16(data: bytes, encoding: str, name: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError as error:
        raise PlanError(
            f"{name} looks like UTF-16, but is not: it breaks at byte {error.start:,}.",
            "Write it again, in PowerShell with: terraform show -json tfplan | Out-File -Encoding utf8 plan.json",
        ) from None
