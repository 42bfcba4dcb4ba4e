"""The model of an IAM policy document, with holes where a plan does not say what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from lambda_policies.values import Absent, Members, Value

PrincipalType: TypeAlias = Literal["AWS", "Service", "Federated", "CanonicalUser", "*"]


class DocumentError(ValueError):
    """A text or tree that is not an IAM policy document. The message says what is wrong and quotes no values."""


@dataclass(frozen=True, slots=True)
class Principal:
    """One principal as written: the key it stands under and its text. ``"Principal": "*"`` has the type ``*``."""

    type: PrincipalType
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator on one key. The values are alternatives; the conditions of a statement hold together."""

    operator: str
    key: str
    values: Members[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. ``index`` is its place in the document, from 0; an element that is not written is None.

    Exactly one of ``actions`` and ``not_actions`` is set, and at most one of each other pair.
    """

    index: int
    effect: Value[str]
    sid: Value[str] = Absent()  # noqa: RUF009 - frozen
    actions: Members[str] | None = None
    not_actions: Members[str] | None = None
    resources: Members[str] | None = None
    not_resources: Members[str] | None = None
    principals: Members[Principal] | None = None
    not_principals: Members[Principal] | None = None
    conditions: Members[Condition] = Members()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document: its version and its statements, with a rest where there may be more of them."""

    version: Value[str]
    statements: Members[Statement]
