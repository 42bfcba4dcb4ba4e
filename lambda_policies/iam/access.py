"""What access is asked about: policy documents by the place where they stand, and one concrete request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lambda_policies.iam.document import Document
from lambda_policies.values import Known, Unknown, Value

ANONYMOUS = "anonymous"
"""The principal of a request that nobody signed."""

Symbols: TypeAlias = Callable[[Unknown], tuple[str, ...] | None]
"""The ARN patterns one of which a hole in a document certainly matches, such as ``arn:*:s3:::*`` for the ARN of a
bucket that is not made yet; None where it can be anything."""


def no_symbols(_: Unknown) -> None:
    """Nothing is known of any hole."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A policy document and what to call it where an answer names it, such as ``aws_iam_role_policy.fn``.

    A document that is Unknown may say anything; one that is Absent is not there.
    """

    label: str
    document: Value[Document]


@dataclass(frozen=True, slots=True)
class Access:
    """The documents that decide about requests.

    ``identity`` are the policies of one role or user and ``principal`` is its ARN, empty where nobody in particular
    is meant. ``boundary`` None means that there is none. ``scps`` has one tuple for each level, the organisation's
    root first; without any, service control policies limit nothing. ``resource`` is the policy of what is acted on:
    without ``identity`` it is the subject itself. ``owner`` is the account of that resource, 12 digits or empty.
    """

    identity: tuple[Attached, ...] = ()
    boundary: Attached | None = None
    scps: tuple[tuple[Attached, ...], ...] = ()
    session: Attached | None = None
    resource: Attached | None = None
    principal: str = ""
    owner: str = ""
    symbols: Symbols = field(default=no_symbols, compare=False)

    @property
    def documents(self) -> tuple[Attached, ...]:
        """All of them."""
        single = [each for each in (self.boundary, self.session, self.resource) if each is not None]
        return (*self.identity, *single, *(each for level in self.scps for each in level))


@dataclass(frozen=True, slots=True)
class Request:
    """One concrete request.

    ``principal`` is the ARN of a role, user or session, a service principal, the ARN of an identity provider, or
    ``anonymous``. ``resource`` is an ARN, or ``*`` for an action that takes none. ``context`` has the values of
    condition keys by their names in lower case; a key that is not there is missing.
    """

    principal: str
    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def attached(label: str, document: Document) -> Attached:
    """A document that is known."""
    return Attached(label, Known(document))
