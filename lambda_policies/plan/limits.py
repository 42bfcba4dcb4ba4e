"""Bounds on what a plan may cost: bytes, nesting and number of changes. Going over one is an error, never a cut."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from lambda_policies.plan.model import ConfigModule, Document
from lambda_policies.plan.raw import DEPTH, over, too_deep


class Limits(Struct, frozen=True):
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
            raise over(f"{name} is bigger than {self.max_bytes:,} bytes", "max_bytes")

    def check_document(self, document: Document, name: str) -> None:
        """Raise PlanError where the document has too many changes or nests too deep."""
        if len(document.resource_changes or ()) + len(document.deferred_changes) > self.max_changes:
            raise over(f"{name} has more than {self.max_changes:,} resource changes", "max_changes")
        configuration = document.configuration
        if configuration is not None and _configuration_deeper_than(configuration.root_module, self.max_depth):
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


def _configuration_deeper_than(root: ConfigModule, depth: int) -> bool:
    """Every module level is three levels of JSON: the calls, the call and its module."""
    level = [root]
    for _ in range(0, depth, 3):
        level = [call.module for module in level for call in module.module_calls.values()]
        if not level:
            return False
    return True
