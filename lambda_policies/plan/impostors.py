"""Files that are no plan: what each is, in one sentence, and the command that makes the plan."""

from __future__ import annotations

import re

import msgspec
from msgspec import Raw

from lambda_policies.errors import PlanError
from lambda_policies.plan.model import Document, StateModule, StateValues
from lambda_policies.plan.shapes import JSON_SHAPES, PLAN_AND_SHOW, SHOW, TEXT_SHAPES

_HEAD = 64 * 1024
_MAJORS = re.compile(r"[01]\.[0-9]{1,9}")
_OTHER_MAJOR = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}")
_BYTE = re.compile(r"\(byte (\d+)\)")


class BinaryPlanError(PlanError):
    """A plan file as ``plan -out`` writes it: it holds a plan, but ``show -json`` has to print it."""


def refuse_head(data: bytes, name: str) -> None:
    """Refuse what its first bytes give away; BinaryPlanError where it is a binary plan."""
    if not data[:_HEAD].strip():
        raise PlanError(f"{name} is empty.", _hint(PLAN_AND_SHOW, data))
    if data.startswith(b"PK\x03\x04"):
        raise _archive(data, name)
    if data.startswith(b"tfplan"):
        raise PlanError(
            f"{name} is a binary plan of Terraform 0.11 or older, which cannot print JSON.",
            f"Plan with Terraform 0.12 or newer: {_hint(PLAN_AND_SHOW, data)}",
        )


def explain(data: bytes, name: str, error: Exception) -> PlanError:
    """What the file is, given why it could not be decoded (``error`` is msgspec's)."""
    start = data[:_HEAD].lstrip()
    if start.startswith((b"'", b'"')):
        sentence = f"{name} is in quotation marks: JSON inside a string, not JSON."
        return PlanError(sentence, f"Redirect the output, do not echo it: {_hint(SHOW, data)}")
    if start.startswith(b"{"):
        return _explain_object(data, name, error)
    for shape in TEXT_SHAPES:
        if shape.pattern.search(start):
            return PlanError(shape.sentence.format(name=name), _hint(shape.hint, data))
    if isinstance(error, msgspec.ValidationError):
        return PlanError(f"{name} is JSON, but not an object as a plan is.", _hint(PLAN_AND_SHOW, data))
    return PlanError(f"{name} is not JSON.", _hint(PLAN_AND_SHOW, b""))  # nobody knows what wrote it


def refuse_document(document: Document, data: bytes, name: str) -> None:
    """Refuse JSON that decodes but is no plan, is of an unknown major format, or had its changes cut out."""
    if document.format_version and not _MAJORS.fullmatch(document.format_version):
        raise _other_format(document.format_version, data, name)
    if not document.format_version or (document.resource_changes is None and _is_null(document.planned_values)):
        raise _not_a_plan(data, name)
    if not document.resource_changes and not document.deferred_changes and _is_cut(document):
        raise PlanError(
            f"{name} plans new resources but does not list them: its resource_changes were cut out.",
            f"Pass the whole file: {_hint(SHOW, data)}",
        )


def _archive(data: bytes, name: str) -> PlanError:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError):
        return PlanError(f"{name} is a damaged or cut zip archive.", _hint(SHOW, data))
    if "tfplan" in members:
        return BinaryPlanError(f"{name} is a binary plan, not JSON.", _hint(SHOW, data))
    return PlanError(f"{name} is a zip archive, and no plan is in it.", "Unpack it and pass the plan's JSON file.")


def _explain_object(data: bytes, name: str, error: Exception) -> PlanError:
    keys = _first_keys(data, error)
    if keys and (known := _known_shape(keys, data, name)):
        return known
    if isinstance(error, msgspec.ValidationError):
        return PlanError(f"{name} is not shaped as a plan: {error}.", f"Write it again: {_hint(SHOW, data)}")
    if isinstance(error, UnicodeDecodeError):
        return PlanError(f"{name} is not UTF-8.", f"Write it again, in UTF-8: {_hint(SHOW, data)}")
    if "truncated" in str(error):
        return PlanError(
            f"{name} ends in the middle of the JSON, after {len(data):,} bytes.",
            f"Write it again, and look whether the disk was full or the log cut: {_hint(SHOW, data)}",
        )
    end = trailing(error)
    if end is not None and data[end : end + 1] == b"{":
        sentence = f"{name} holds more than one JSON document: another begins at byte {end:,}."
        return PlanError(sentence, f"Pass each plan as a file of its own: {_hint(SHOW, data)}")
    at = f" at byte {offset(error):,}" if offset(error) is not None else ""
    return PlanError(f"{name} is broken JSON{at}.", f"Write it again, and do not edit it: {_hint(SHOW, data)}")


def offset(error: Exception) -> int | None:
    """The byte that msgspec's message names."""
    found = _BYTE.search(str(error))
    return int(found[1]) if found else None


def trailing(error: Exception) -> int | None:
    """Where text begins that follows a complete JSON value; None where the error is another."""
    at = offset(error) if "trailing characters" in str(error) else None
    # msgspec names the byte behind the first one that is too much.
    return None if at is None else at - 1


def _first_keys(data: bytes, error: Exception) -> frozenset[str]:
    """The top-level keys of the first JSON object."""
    end = trailing(error)
    try:
        return frozenset(msgspec.json.decode(data if end is None else data[:end], type=dict[str, Raw]))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return frozenset()


def _known_shape(keys: frozenset[str], data: bytes, name: str) -> PlanError | None:
    if "format_version" in keys and keys & {"resource_changes", "planned_values"}:
        return None
    for shape in JSON_SHAPES:
        if shape.keys <= keys:
            return PlanError(shape.sentence.format(name=name), _hint(shape.hint, data))
    return None


def _not_a_plan(data: bytes, name: str) -> PlanError:
    keys = frozenset(msgspec.json.decode(data, type=dict[str, Raw]))
    if known := _known_shape(keys, data, name):
        return known
    if "format_version" not in keys:
        return PlanError(f"{name} is JSON, but not a plan: it has no format_version.", _hint(PLAN_AND_SHOW, data))
    return PlanError(
        f"{name} has neither resource_changes nor planned_values: `show -json` ran without a plan file.",
        _hint(PLAN_AND_SHOW, data),
    )


def _other_format(version: str, data: bytes, name: str) -> PlanError:
    if _OTHER_MAJOR.fullmatch(version):
        sentence = f"{name} has format {version}; only 0.x and 1.x are understood."
        return PlanError(sentence, "If it is newer than this lambda-policies: pip install --upgrade lambda-policies")
    return PlanError(f"{name} has a format_version that is none.", f"Write it again: {_hint(SHOW, data)}")


def _is_null(raw: Raw) -> bool:
    return bytes(memoryview(raw)[:5]) == b"null"


def _is_cut(document: Document) -> bool:
    """Whether something is planned that neither the changes nor the state before know.

    Plans with ``-target`` or ``-refresh-only`` list no change of what they leave alone, but the state knows it.
    """
    if _is_null(document.planned_values):
        return False
    try:
        planned = msgspec.json.decode(document.planned_values, type=StateValues).root_module
    except (msgspec.DecodeError, UnicodeDecodeError):
        return True
    state = document.prior_state()
    before = state.values.root_module if state else StateModule()
    return not _addresses(planned) <= _addresses(before)


def _addresses(root: StateModule) -> set[str]:
    found: set[str] = set()
    modules = [root]
    while modules:
        module = modules.pop()
        found.update(resource.address for resource in module.resources)
        modules += module.child_modules
    return found


def _hint(hint: str, data: bytes) -> str:
    """Fill in the tool that wrote the file: OpenTofu names itself or its registry early."""
    head = data[: 16 * _HEAD].lower()
    return hint.format(tool="tofu" if b"opentofu" in head else "terraform")
