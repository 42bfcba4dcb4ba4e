"""What a guardrail is: one requirement with its identity, reason, logic, fix and examples.

A guardrail is a value and its logic a plain function; nothing registers at import time. Coded guardrails live in
one file each beside this one and expose ``GUARDRAIL``; declared guardrails are built from YAML by ``packs``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from lambda_policies.estate.base import Model
from lambda_policies.verdicts import Effect, Outcome, Severity, Verdict

Resources: TypeAlias = Mapping[str, Mapping[str, Any]]

M = TypeVar("M", bound=Model)


class Citation(Struct, frozen=True):
    """A section of one of the five source documents that asks for a guardrail, by name, in no words of theirs."""

    document: str
    section: str


class Settings(Struct, frozen=True):
    """What a guardrail may know beside the plan: the day, whose accounts these are, and its own parameters."""

    as_of: date
    accounts: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    trusted_accounts: frozenset[str] = frozenset()
    layer_publishers: frozenset[str] = frozenset()
    parameters: Mapping[str, Any] = msgspec.field(default_factory=dict)


class Parameter(Struct, frozen=True):
    """A number, word or list that a pack may set for a guardrail."""

    name: str
    default: Any
    about: str


class Example(Struct, frozen=True):
    """A small configuration and the outcome that the guardrail must reach on it.

    ``resources`` maps ``type.name`` to attributes; a text that holds ``${…}`` is a reference as in HCL, and one to
    a computed attribute makes the value unknown, as in a real plan. ``at`` is the attribute path that decides.
    ``before`` is what was there before the plan, in the same form; without it the plan creates everything.
    """

    name: str
    outcome: Outcome
    resources: Resources
    at: str = ""
    before: Resources | None = None


def passing(name: str, resources: Resources, at: str = "", before: Resources | None = None) -> Example:
    """Show a configuration that meets the requirement."""
    return Example(name, Outcome.PASS, resources, at, before)


def failing(name: str, resources: Resources, at: str, before: Resources | None = None) -> Example:
    """Show a configuration that does not, because of the attribute *at*."""
    return Example(name, Outcome.FAIL, resources, at, before)


def undecidable(name: str, resources: Resources, at: str, before: Resources | None = None) -> Example:
    """Show a configuration about which the plan says too little, at the attribute *at*."""
    return Example(name, Outcome.UNKNOWN, resources, at, before)


class Guardrail(Struct, Generic[M], frozen=True, kw_only=True):
    """One requirement. ``title`` is a sentence, ``why`` a paragraph; ``fix`` a sentence, ``fix_hcl`` what to write.

    ``check`` yields one verdict for each address it speaks about and nothing where it does not apply.
    ``lands_on`` are the Terraform types its verdicts point at. ``profile`` is the first shipped profile that holds
    it, and ``effect`` what that makes of a failing verdict where it is not what the severity says.
    """

    id: str
    slug: str
    title: str
    why: str
    severity: Severity
    about: type[M]
    lands_on: tuple[str, ...]
    documents: tuple[Citation, ...]
    peers: tuple[str, ...]
    fix: str
    fix_hcl: str
    check: Callable[[M, Settings], Iterable[Verdict]]
    examples: tuple[Example, ...]
    parameters: tuple[Parameter, ...] = ()
    applies: str = ""
    profile: str = "baseline"
    effect: Effect | None = None
