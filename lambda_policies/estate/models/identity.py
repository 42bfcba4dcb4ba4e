"""Identities that no function runs as: policies of users, groups and permission sets, and roles of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from lambda_policies.estate.access.aiming import beyond
from lambda_policies.estate.access.links import Link, Part
from lambda_policies.estate.access.rulings import Ruling, statements
from lambda_policies.estate.base import Model
from lambda_policies.estate.documents import read_document
from lambda_policies.estate.models.role import Role
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.document import DocumentError
from lambda_policies.iam.engine import not_granted
from lambda_policies.values import Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.resources import Resource

HELD = {
    "aws_iam_user_policy": "policy",
    "aws_iam_group_policy": "policy",
    "aws_ssoadmin_permission_set_inline_policy": "inline_policy",
}
"""Where each type holds its document."""


class Identity(Model):
    """A role that no function runs as (``role``), or one policy of people (``link``)."""

    TYPES: ClassVar[tuple[str, ...]] = (*Role.TYPES, *HELD)

    role: Any
    link: Any

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[Self]:
        """Each role that certainly is, or may be, no execution role, and each policy."""
        for role in estate.of(Role):
            if not role.functions and role.trusts_lambda is not True:
                yield cls.made(address=role.address, resource=role.resource, estate=estate, role=role, link=None)
        for kind in HELD:
            for resource in estate.plan.by_type.get(kind, ()):
                link = _link(resource)
                yield cls.made(address=resource.address, resource=resource, estate=estate, role=None, link=link)

    @property
    def at(self) -> str:
        """Where verdicts about it point."""
        return "name" if self.link is None else str(self.link.at)

    @property
    def doubt(self) -> Unknown | None:
        """The trust document of a role, where that leaves open whether a function may run as it."""
        open_ = self.role is not None and self.role.trusts_lambda is None
        return Unknown(self.role.assume_role_policy.at) if open_ else None

    def may(
        self,
        actions: Sequence[str],
        resources: Sequence[str] = (),
        context: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Ruling:
        """Whether it may do one of *actions* on one of *resources* that nobody named."""
        if self.link is None:
            return self.estate.access.of(self.role).may_beyond(actions, resources, context)
        link: Link = self.link
        arns = self.estate.access.arns
        access = Access(identity=(Attached(link.label, link.document),), symbols=arns.symbols)
        found = not_granted(beyond(access, arns), actions, resources, context)
        return Ruling(
            answer=None if found.holds is None else not found.holds,
            subject=self.address,
            request=None if link.secret else found.request,
            allowing=tuple(statements(found.matches, {link.label: link}, allow=True)),
            hole=found.unknown if found.holds is None else None,
            open_links=(link,) if found.holds is None and link.is_open else (),
            doubt=found.doubt,
        )


def _link(resource: Resource) -> Link:
    at = HELD[resource.type]
    link = Link(Part.IDENTITY, Unknown(at), resource.address, at)
    try:
        return replace(link, document=read_document(resource, resource.value((at,), at=at)))
    except DocumentError as error:
        return replace(link, malformed=str(error))
