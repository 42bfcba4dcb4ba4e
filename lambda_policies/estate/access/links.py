"""One policy document on the way from a role, or to a function, and how a sentence calls it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.document import Document
from lambda_policies.iam.engine.decisions import holes
from lambda_policies.values import Absent, Known, Unknown, Value


class Part(StrEnum):
    """What a policy document is for."""

    IDENTITY = "policy"
    BOUNDARY = "permissions boundary"
    SCP = "service control policy"
    RESOURCE = "resource policy"
    TRUST = "trust policy"


@dataclass(frozen=True, slots=True)
class Link:
    """One policy document that decides.

    ``address`` and ``at`` say where a person edits it (the attachment, for a managed policy that is not the plan's);
    ``via`` is the attachment between a role and a document of the plan, ``name`` the ARN or file of a document that
    the plan does not hold. ``sure`` is False where it may belong to somebody else. ``malformed`` says why AWS would
    refuse it.
    """

    part: Part
    document: Value[Document]
    address: str = ""
    at: str = ""
    via: str = ""
    name: str = ""
    sure: bool = True
    malformed: str = ""

    @property
    def called(self) -> str:
        """How a sentence calls it: ``the permissions boundary aws_iam_policy.limit``, ``AWS's AmazonS3FullAccess``."""
        if self.name.startswith("arn:") and "::aws:policy/" in self.name:
            called = f"AWS's {self.name.rpartition('/')[2]}"
        else:
            called = self.name or self.address
        if self.part is Part.IDENTITY:
            return called
        return f"the {self.part} {called}"

    @property
    def label(self) -> str:
        """What tells it from every other document of one question."""
        return f"{self.part} {self.address} {self.at} {self.via} {self.name}"

    @property
    def known(self) -> Document | None:
        """The document, where anything of it is known."""
        return self.document.value if isinstance(self.document, Known) else None

    @property
    def secret(self) -> bool:
        """Whether nothing of its text may be shown."""
        return isinstance(self.document, Known) and self.document.sensitive

    @property
    def is_open(self) -> bool:
        """Whether something of it is not known, or whose it is."""
        return not self.sure or (not isinstance(self.document, Absent) and hole_in(self) is not None)


def hole_in(link: Link) -> Unknown | None:
    """What of a document is not known, as one hole; None where all is."""
    return holes(Access((Attached(link.label, link.document),)))


def statement_of(link: Link, index: int) -> str:
    """How a sentence calls a statement, counted from 0 here and from 1 there, and never by a text that is secret."""
    attached = f" (attached by {link.via})" if link.via else ""
    return f"statement {index + 1} of {link.called}{attached}"
