"""Bounds on what a plan may cost: bytes, nesting and number of changes. Going over one is an error, never a cut."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from lambda_policies.errors import PlanError
from lambda_policies.plan.model import ConfigModule, ConfigResource, Document, ModuleCall, StateModule

DEPTH = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How big a plan may be. Fields are the settings' names; the environment's are ``LP_`` and the name in capitals.

    ``max_bytes`` bounds the file as given and as decompressed, ``max_depth`` how deep JSON values nest,
    ``max_changes`` how many resource changes there are.
    """

    max_bytes: int = 512 * 1024 * 1024
    max_depth: int = DEPTH
    max_changes: int = 500_000

    def check_size(self, size: int, name: str) -> None:
        """Raise PlanError where a file of this size in bytes is too big."""
        if size > self.max_bytes:
            raise _over(f"{name} is bigger than {self.max_bytes:,} bytes", "max_bytes")

    def check_document(self, document: Document, name: str) -> None:
        """Raise PlanError where the document has too many changes or nests too deep."""
        if len(document.resource_changes or ()) + len(document.deferred_changes) > self.max_changes:
            raise _over(f"{name} has more than {self.max_changes:,} resource changes", "max_changes")
        if _document_deeper_than(document, self.max_depth):
            raise too_deep(name, self.max_depth)


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep the cyclic garbage collector off: it is the main cost of decoding many small objects."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def decode(raw: bytes | msgspec.Raw, what: str = "a value of the plan", depth: int = DEPTH) -> object:
    """Decode a part of the plan that was left raw; PlanError where it is not UTF-8 JSON or nests deeper than ``depth``.

    ``what`` names the part in the error, such as an address; it never holds a value.
    """
    try:
        value: object = msgspec.json.decode(raw)
    except RecursionError:
        raise too_deep(what, depth) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise PlanError(
            f"{what} holds a value that is not valid JSON in UTF-8.", "Write the plan file again; do not edit it."
        ) from None
    # A value of n levels takes at least 2n bytes, so the small ones need no walk.
    if memoryview(raw).nbytes > 2 * depth and _deeper_than([value], depth):
        raise too_deep(what, depth)
    return value


def too_deep(what: str, depth: int) -> PlanError:
    """Say that JSON values nest deeper than the bound."""
    return _over(f"{what} nests JSON values more than {depth} levels deep", "max_depth")


def _over(sentence: str, setting: str) -> PlanError:
    return PlanError(f"{sentence}.", f"If this is really your plan, raise {setting} (LP_{setting.upper()}).")


def _deeper_than(values: Iterable[object], depth: int) -> bool:
    """Level by level, without recursion; types are compared by identity because every expression passes here."""
    level: list[Any] = list(values)
    for _ in range(depth + 1):
        dicts = [value for value in level if type(value) is dict]
        lists = [value for value in level if type(value) is list]
        if not dicts and not lists:
            return False
        level = [inner for outer in dicts for inner in outer.values() if type(inner) is not str]
        level += [inner for outer in lists for inner in outer if type(inner) is not str]
    return True


def _document_deeper_than(document: Document, depth: int) -> bool:
    if document.prior_state and _state_deeper_than(document.prior_state.values.root_module, depth):
        return True
    return bool(document.configuration and _configuration_deeper_than(document.configuration.root_module, depth))


def _state_deeper_than(root: StateModule, depth: int) -> bool:
    """Every module level is two levels of JSON: the list and the object."""
    level = [root]
    for _ in range(0, depth, 2):
        level = [child for module in level for child in module.child_modules]
        if not level:
            return False
    return True


def _configuration_deeper_than(root: ConfigModule, depth: int) -> bool:
    """Every module level is three levels of JSON: the calls, the call and its module."""
    level = [root]
    for used in range(0, depth, 3):
        if _deeper_than((part for module in level for part in _expressions(module)), depth - used):
            return True
        level = [call.module for module in level for call in module.module_calls.values()]
        if not level:
            return False
    return True


def _expressions(module: ConfigModule) -> Iterator[object]:
    blocks: list[ConfigResource | ModuleCall] = [*module.resources, *module.module_calls.values()]
    for block in blocks:
        yield block.expressions
        yield block.count_expression
        yield block.for_each_expression
    for output in module.outputs.values():
        yield output.expression
