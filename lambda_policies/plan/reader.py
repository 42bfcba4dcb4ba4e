"""The border of the house: from the bytes of a file to a typed, partly decoded plan document."""

from __future__ import annotations

import re
from functools import cache

import msgspec
from msgspec import Struct

from lambda_policies.plan import impostors
from lambda_policies.plan.limits import Limits, collector_off
from lambda_policies.plan.model import Document
from lambda_policies.plan.raw import too_deep
from lambda_policies.plan.sharing import detach
from lambda_policies.plan.text import utf8

_OBJECT_LINE = re.compile(rb"^\{", re.MULTILINE)


class Loaded(Struct, frozen=True):
    """A plan that was read, and what a person should know about how."""

    document: Document
    notices: tuple[str, ...] = ()


def read_plan(data: bytes, name: str, limits: Limits | None = None) -> Loaded:
    """Read a plan file: plain, gzip, with a byte order mark, in UTF-16 or between a wrapper's lines.

    ``name`` is how messages call the file. Raises PlanError for everything that is no plan or over a limit, and
    its subclass BinaryPlanError for a binary plan.
    """
    limits = limits or Limits()
    data = utf8(data, name, limits)
    impostors.refuse_head(data, name)
    try:
        with collector_off():
            document, body, notices = _decode(data, name)
            impostors.refuse_document(document, body, name)
            limits.check_document(document, name)
            detach(document)
    except RecursionError:
        raise too_deep(name, limits.max_depth) from None
    return Loaded(document, notices)


@cache
def _decoder() -> msgspec.json.Decoder[Document]:
    return msgspec.json.Decoder(Document)


def _decode(data: bytes, name: str) -> tuple[Document, bytes, tuple[str, ...]]:
    """The document, the JSON that it was decoded from, and notices."""
    try:
        return _decoder().decode(data), data, ()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        start = _OBJECT_LINE.search(data)
        if start is None:
            raise impostors.explain(data, name, error) from None
    body = _unwrapped(data[start.start() :])
    try:
        document = _decoder().decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise impostors.explain(body, name, error) from None
    return document, body, (_stripped(data, start.start(), len(body), name),)


def _unwrapped(data: bytes) -> bytes:
    """Leave out the lines behind the first JSON object, unless one of them begins another."""
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except msgspec.DecodeError as error:
        end = impostors.trailing(error)
        if end is not None and _is_log(data, end):
            return data[:end]
    return data


def _is_log(data: bytes, start: int) -> bool:
    """Whether what begins at ``start`` stands on lines of its own, and neither goes on with JSON nor begins more."""
    gap = data[:start].rstrip(b" \t\r")
    return gap.endswith(b"\n") and data[start : start + 1] not in b"}]," and not _OBJECT_LINE.search(data, start)


def _stripped(data: bytes, start: int, length: int, name: str) -> str:
    """Say how many lines were left out, never what they hold: a wrapper repeats the whole output there."""
    before, behind = (len(part.splitlines()) for part in (data[:start], data[start + length :]))
    return (
        f"{name}: left out {before} line(s) before and {behind} behind the plan, which a wrapper printed "
        "(for hashicorp/setup-terraform: terraform_wrapper: false)."
    )
