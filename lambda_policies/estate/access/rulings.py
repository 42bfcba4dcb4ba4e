"""The answer to one question about access, with the request that proves it and the documents that decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_policies.estate.access.links import Link, Part, hole_in, statement_of
from lambda_policies.values import Reason, Unknown

if TYPE_CHECKING:
    from lambda_policies.iam.access import Request
    from lambda_policies.iam.simulate import Match
MANY = 3
_TOLD_ELSEWHERE = ("aws:principal", "aws:userid", "aws:username", "aws:resourceaccount")
"""Keys that say again who asks, or of what."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A yes, a no, or None for undecided, about the role at the address ``subject``.

    ``request`` proves a yes: the concrete request, already replayed; None where a document that is sensitive would
    show in it. ``allowing`` and ``denying`` are the statements that take it in, each a document and its index from 0.
    ``ceilings`` are the boundary and the service control policies. Undecided, ``hole`` names what feeds it and
    ``open_links`` the documents that are not wholly known; ``doubt`` is the sentence where it is something else.
    """

    answer: bool | None
    subject: str = ""
    request: Request | None = None
    allowing: tuple[tuple[Link, int], ...] = ()
    denying: tuple[tuple[Link, int], ...] = ()
    ceilings: tuple[Link, ...] = ()
    hole: Unknown | None = None
    open_links: tuple[Link, ...] = ()
    doubt: str = ""

    @property
    def granting(self) -> tuple[tuple[Link, int], ...]:
        """The statements of the role's own policies, or of a resource's, that allow it."""
        return tuple(one for one in self.allowing if one[0].part in {Part.IDENTITY, Part.RESOURCE, Part.TRUST})

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that decide, in words."""
        return tuple(statement_of(link, index) for link, index in (*self.allowing, *self.denying))

    @property
    def chain(self) -> str:
        """What allows it, and what does not stop it: ``statement 2 of aws_iam_policy.work (attached by …)``."""
        said = " and ".join(statement_of(link, index) for link, index in self.granting[:2]) or "nothing"
        ceilings = [link.called for link in self.ceilings]
        return f"{said}; {_joined(ceilings)} {_do(ceilings)} not stop it" if ceilings else said

    @property
    def sentence(self) -> str:
        """The answer in words: ``As aws_iam_role.fn, iam:PassRole on arn:… is allowed by statement 2 of …``."""
        if self.answer:
            return f"As {self.subject}, {self.shown_request or 'this'} is allowed by {self.chain}."
        if self.answer is False:
            return f"As {self.subject}, nothing allows this."
        return f"Whether {self.subject} may do this is open: {self.why_open}."

    @property
    def why_open(self) -> str:
        """What keeps it undecided, as the end of a sentence."""
        if self.doubt:
            return self.doubt
        told = [_openness(link) for link in self.open_links[:MANY]]
        if told:
            return _joined(told)
        feeds = f", from {_joined(list(self.hole.feeds[:MANY]))}" if self.hole and self.hole.feeds else ""
        return f"what decides is known only after apply{feeds}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where a person edits what decides, the statement that grants first."""
        links = [link for link, _ in (*self.granting, *self.denying)] or list(self.open_links)
        found = [address for link in links for address in (link.address, link.via) if address]
        return tuple(dict.fromkeys(found))

    @property
    def shown_request(self) -> str:
        """The request in words: ``iam:PassRole on arn:… where aws:SourceVpc is vpc-1``; empty where there is none."""
        return "" if self.request is None else described(self.request)


def described(request: Request) -> str:
    """A request in words, without its caller."""
    conditions = [
        f"{key} is {' and '.join(values)}"
        for key, values in sorted(request.context.items())
        if not key.startswith(_TOLD_ELSEWHERE)
    ]
    where = f" where {_joined(conditions)}" if conditions else ""
    on = "" if request.resource == "*" else f" on {request.resource}"
    return f"{request.action}{on}{where}"


def statements(matches: Iterable[Match], links: Mapping[str, Link], *, allow: bool) -> Iterator[tuple[Link, int]]:
    """The statements among *matches* that certainly take a request in and allow it, or deny it."""
    for match in matches:
        if match.certain and match.statement is not None and match.allows is allow:
            yield links[match.label], match.statement


def _openness(link: Link) -> str:
    """What of a document is open."""
    hole = hole_in(link)
    if hole is None:
        return f"{link.called} may be another role's"
    if hole.reason is Reason.OUTSIDE:
        return f"{link.called} is not in this plan"
    feeds = f", from {_joined(list(hole.feeds[:MANY]))}" if hole.feeds else ""
    return f"{link.called} is known only after apply{feeds}"


def _joined(words: list[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)


def _do(words: list[str]) -> str:
    return "does" if len(words) == 1 else "do"
