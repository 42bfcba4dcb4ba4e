"""Terraform's addresses, read and printed exactly, and the references of expressions, taken apart.

Reading understands what every version prints: HCL's quoting since 0.15 and Go's before. Printing is HCL's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lambda_policies.errors import PlanError
from lambda_policies.plan.quoting import KEY, TEXT_KEY, quoted, unquoted

IDENTIFIER = r"[^\W\d][\w-]*"
_STEP = re.compile(rf"module\.({IDENTIFIER})({KEY})?(?:\.|\Z)")
_STEPS = rf"(?:module\.{IDENTIFIER}(?:{KEY})?\.)*"
_ADDRESS = re.compile(
    rf"({_STEPS})(?:(data|ephemeral|action|list)\.)?(?!module\.)({IDENTIFIER})\.({IDENTIFIER})({KEY})?"
)
_PATH = re.compile(_STEPS)
_PART = re.compile(rf"(?:\A|\.)(?:({IDENTIFIER})|\*)|({KEY})")
_RESOURCES = frozenset({"data", "ephemeral", "action"})
_NAMED = frozenset({"module", "var", "local", "each", "count", "path", "terraform", "tofu"})
_SHOWN = 200


class _Every(str):
    """A key that stands for all; equal to itself alone, not to the key of an instance that is called ``*``."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    __hash__ = str.__hash__


EVERY: Final = _Every("*")
"""The key of a resource whose instances are not known yet, printed ``[*]``."""

Key: TypeAlias = str | int | None
Config: TypeAlias = tuple[tuple[str, ...], str, str, str]


class Step(NamedTuple):
    """One module call on the way to a resource; ``key`` where the call has ``count`` or ``for_each``."""

    name: str
    key: Key = None

    def __str__(self) -> str:
        return f"module.{self.name}{print_key(self.key)}"


class Address(Struct, frozen=True):
    """The full address of one resource instance. ``mode`` is ``managed``, ``data``, ``ephemeral`` or ``action``."""

    module: tuple[Step, ...]
    mode: str
    type: str
    name: str
    key: Key = None

    def __str__(self) -> str:
        """The address as Terraform prints it."""
        path = "".join(f"{step}." for step in self.module)
        mode = "" if self.mode == "managed" else f"{self.mode}."
        return f"{path}{mode}{self.type}.{self.name}{print_key(self.key)}"

    @property
    def config(self) -> Config:
        """The block that it comes from: module names without keys, mode, type and name."""
        return tuple(step.name for step in self.module), self.mode, self.type, self.name

    @property
    def module_address(self) -> str:
        """The address of the module instance that it is in; empty for the root."""
        return ".".join(map(str, self.module))


def parse(text: str) -> Address:
    """Read an address; PlanError where it is none."""
    found = _ADDRESS.fullmatch(text)
    if not found:
        raise _unreadable(text)
    path, mode, kind, name, key = found.groups()
    return Address(_steps(path) if path else (), mode or "managed", kind, name, key and read_key(key))


def parse_module(text: str) -> tuple[Step, ...]:
    """Read the address of a module instance; the root's is empty. PlanError where it is none."""
    if text and not _PATH.fullmatch(f"{text}."):
        raise _unreadable(text)
    return _steps(text)


def print_key(key: Key) -> str:
    """A key with its brackets as Terraform prints it; empty for None."""
    if key is None:
        return ""
    if key is EVERY:
        return "[*]"
    return f"[{key}]" if isinstance(key, int) else f"[{quoted(key)}]"


def read_key(text: str) -> str | int:
    """A key from its printed form with brackets, which KEY has matched."""
    if text == "[*]":
        return EVERY
    return unquoted(text[2:-2]) if TEXT_KEY.match(text) else int(text[1:-1])


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[Step, ...]:
    """The module calls of a path that is known to be one; the resources of a module instance share it."""
    return tuple(Step(found[1], found[2] and read_key(found[2])) for found in _STEP.finditer(path))


class Reference(Struct, frozen=True):
    """What an expression refers to.

    ``kind`` is ``managed``, ``data``, ``ephemeral``, ``action``, ``module``, ``var``, ``local``, ``each``, ``count``,
    ``path``, ``terraform`` (OpenTofu's ``tofu`` too), ``self``, or ``other``: what has no such form, a provider's
    function say. ``type`` is set for resources, ``name`` for all but ``self`` and ``other``. ``key`` is the instance of
    a resource or module, ``path`` the attributes, indexes and keys behind it, up to the first splat.
    """

    text: str
    kind: str
    type: str = ""
    name: str = ""
    key: Key = None
    path: tuple[str | int, ...] = ()

    def with_path(self, path: tuple[str | int, ...]) -> Reference:
        """The same thing, another path of it."""
        return replace(self, path=path)


@lru_cache(maxsize=1 << 14)
def parse_reference(text: str) -> Reference:
    """Take a reference apart; never fails, what cannot be read is of kind ``other``."""
    names, steps = _parts(text)
    first = names[0] if names else ""
    if first == "self":
        return Reference(text, "self", path=(*names[1:], *steps))
    kind = "terraform" if first == "tofu" else first if first in _RESOURCES or first in _NAMED else "managed"
    skipped, wanted = (0, 2) if kind == "managed" else (1, 3) if kind in _RESOURCES else (1, 2)
    if len(names) < wanted:
        return Reference(text, "other")
    head, path = names[skipped:wanted], (*names[wanted:], *steps)
    key: Key = None
    if len(names) == wanted and steps and (kind == "module" or wanted - skipped > 1):
        key, path = (None, ()) if steps[0] is EVERY else (steps[0], steps[1:])
    path = path[: path.index(EVERY)] if EVERY in path else path
    return Reference(text, kind, head[0] if len(head) > 1 else "", head[-1], key, path)


def _parts(text: str) -> tuple[tuple[str, ...], tuple[str | int, ...]]:
    """The names up to the first key, and keys and names from there on; empty where something else is between."""
    found = list(_PART.finditer(text))
    if not found or sum(part.end() - part.start() for part in found) != len(text):
        return (), ()
    parts = [part[1] or (read_key(part[2]) if part[2] else EVERY) for part in found]
    first = next((n for n, part in enumerate(found) if not part[1]), len(found))
    return tuple(str(part) for part in parts[:first]), tuple(parts[first:])


def _unreadable(text: str) -> PlanError:
    sentence = f"{text[:_SHOWN]!a} is not an address of a resource or module."
    return PlanError(sentence, "Write the plan file again; do not edit it.")
