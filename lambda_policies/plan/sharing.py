"""Letting go of the file: of its bytes only what may be read is kept, and equal parts once.

Instances of one block differ in few attributes: what is unknown or sensitive of them is written alike, as are
references to one type, name or module; modules that are called with copies of one source have the same blocks. A raw
part that was just decoded keeps the bytes of the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from msgspec import Raw

from lambda_policies.plan.model import NULL, ConfigModule, ConfigResource, Document, ResourceChange

T = TypeVar("T", str, tuple[str, ...])


class _Pool:
    """One of each part and word."""

    def __init__(self) -> None:
        self._parts: dict[bytes, Raw] = {b"null": NULL}
        self._blocks: dict[tuple[str, str, int, int], ConfigResource] = {}
        self._words: dict[str | tuple[str, ...], str | tuple[str, ...]] = {}

    def part(self, raw: Raw) -> Raw:
        text = bytes(raw)
        known = self._parts.get(text)
        if known is None:
            known = self._parts[text] = Raw(text)
        return known

    def block(self, block: ConfigResource) -> ConfigResource:
        block.raw_expressions, block.raw_for_each = self.part(block.raw_expressions), self.part(block.raw_for_each)
        key = block.address, block.provider_config_key, id(block.raw_expressions), id(block.raw_for_each)
        return self._blocks.setdefault(key, block)

    def word(self, word: T) -> T:
        return self._words.setdefault(word, word)  # type: ignore[return-value]  # what it equals is of its type


def detach(document: Document) -> None:
    """Make *document* independent of the bytes that it was decoded from, without what no guardrail reads."""
    pool = _Pool()
    document.planned_values = NULL
    document.variables = document.variables.copy()
    document.raw_prior_state = document.raw_prior_state.copy()
    for change in document.resource_changes or ():
        _share_change(change, pool)
    for put_off in document.deferred_changes:
        _share_change(put_off.resource_change, pool)
    if document.configuration is not None:
        for module in _modules(document.configuration.root_module):
            _share_module(module, pool)


def _share_change(change: ResourceChange, pool: _Pool) -> None:
    change.type, change.name, change.mode = pool.word(change.type), pool.word(change.name), pool.word(change.mode)
    change.module_address = pool.word(change.module_address)
    inner = change.change
    inner.actions = pool.word(inner.actions)
    inner.before, inner.after = pool.part(inner.before), pool.part(inner.after)
    inner.after_unknown = pool.part(inner.after_unknown)
    inner.after_sensitive = pool.part(inner.after_sensitive)
    inner.before_sensitive = pool.part(inner.before_sensitive)


def _share_module(module: ConfigModule, pool: _Pool) -> None:
    module.resources = [pool.block(block) for block in module.resources]
    for call in module.module_calls.values():
        call.raw_expressions, call.raw_for_each = pool.part(call.raw_expressions), pool.part(call.raw_for_each)
    for output in module.outputs.values():
        output.raw_expression = pool.part(output.raw_expression)


def _modules(root: ConfigModule) -> Iterator[ConfigModule]:
    open_ = [root]
    while open_:
        module = open_.pop()
        yield module
        open_ += (call.module for call in module.module_calls.values())
