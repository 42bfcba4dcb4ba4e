"""What a plan can say about an attribute: known, unknown or absent.

Everything that decides is built on these three cases and on Kleene's connectives, so that forgetting a value can
make an answer unknown but never flip it. The cases are msgspec structs, since a big plan makes millions of them and
frozen dataclasses take five times as long to make.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Reason(StrEnum):
    """Why a value is unknown."""

    AFTER_APPLY = "after apply"
    OUTSIDE = "outside"


class Known(Struct, Generic[T_co], frozen=True, gc=False):
    """The plan fixes this value.

    ``at`` is the attribute path in Terraform's notation; a sensitive value is never shown in any report.
    """

    value: T_co
    at: str = ""
    sensitive: bool = False


class Unknown(Struct, frozen=True, gc=False):
    """The plan does not fix this value.

    ``feeds`` names what decides it (addresses or references, never values). ``present`` is True where the value
    is certainly set although what it is set to is unknown, such as the ARN of a resource that the plan creates.
    """

    at: str = ""
    reason: Reason = Reason.AFTER_APPLY
    feeds: tuple[str, ...] = ()
    present: bool = False


class Absent(Struct, frozen=True, gc=False):
    """The configuration does not set this attribute (null, empty, or the provider's rendering of unset)."""

    at: str = ""


Value: TypeAlias = Known[T] | Unknown | Absent


class Members(Struct, Generic[T_co], frozen=True, gc=False):
    """The known members of a collection, and an Unknown where there may be more of them."""

    items: tuple[T_co, ...] = ()
    rest: Unknown | None = None


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Kleene's conjunction: False where one is False, else None where one is None, else True."""
    result: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Kleene's disjunction: True where one is True, else None where one is None, else False."""
    result: bool | None = False
    for answer in answers:
        if answer is True:
            return True
        if answer is None:
            result = None
    return result


def negate(answer: bool | None) -> bool | None:  # noqa: FBT001 - a truth value is the operand here, not a flag
    """Kleene's negation."""
    return None if answer is None else not answer
