"""What a lint is, and what kinds of policy documents there are."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a policy document is attached to, which decides what it may say."""

    IDENTITY = "identity"
    TRUST = "trust"
    RESOURCE = "resource"
    ENDPOINT = "endpoint"
    SERVICE_CONTROL = "service control"
    RESOURCE_CONTROL = "resource control"


class Subject(Struct, frozen=True):
    """The kind of a document; the service of its resource, as actions name it; and how many characters it may have."""

    kind: Kind
    service: str = ""
    quota: int | None = None

    @property
    def is_iam(self) -> bool:
        """Whether IAM itself keeps the document, and is as strict about Sids as it is."""
        return self.kind in (Kind.IDENTITY, Kind.TRUST)

    @property
    def has_principal(self) -> bool:
        """Whether its statements say whom they are about."""
        return self.kind in (Kind.TRUST, Kind.RESOURCE)


class Lint(Struct, frozen=True):
    """One thing that is wrong, under the code that AWS gives it.

    ``says`` continues "Statement 1 …", or "The policy document …" where ``statement`` is None. ``shows`` are the texts
    that decide. It is not ``certain`` where the data may be older than what the document names.
    """

    code: str
    says: str
    statement: int | None = None
    shows: tuple[str, ...] = ()
    certain: bool = True
