"""What one role may do: the documents that decide it, put together once and asked as often as somebody likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from lambda_policies.estate.access.aiming import beyond
from lambda_policies.estate.access.boundaries import boundary_of
from lambda_policies.estate.access.identity import identity_of
from lambda_policies.estate.access.obstacles import obstacle
from lambda_policies.estate.access.placing import about, placed, stand_in
from lambda_policies.estate.access.rulings import Ruling, statements
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.engine import not_granted
from lambda_policies.values import Known, Members, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.access.arns import Arns
    from lambda_policies.estate.access.ceilings import Levels
    from lambda_policies.estate.access.links import Link
    from lambda_policies.estate.models.role import Role
    from lambda_policies.iam.document import Document, Statement
    from lambda_policies.iam.engine import Decision
    from lambda_policies.plan.resources import Resource


class RoleAccess:
    """The effective access of one role; with ``bounded`` False as if it had no permissions boundary."""

    def __init__(  # noqa: PLR0913 - what decides, and what is left out
        self,
        role: Role,
        scps: Levels,
        arns: Arns,
        resource: Link | None = None,
        owner: str = "",
        *,
        bounded: bool = True,
    ) -> None:
        self.role = role
        self._has_boundary = bounded
        self.scps = scps
        self.arns = arns
        self.resource = resource
        self.owner = owner
        self._rulings: dict[object, Ruling] = {}

    @cached_property
    def policies(self) -> tuple[Link, ...]:
        """The policies that are attached to it, certainly or perhaps."""
        return identity_of(self.role)

    @cached_property
    def boundary(self) -> Link | None:
        """Its permissions boundary."""
        return boundary_of(self.role) if self._has_boundary else None

    @cached_property
    def in_plan(self) -> RoleAccess:
        """The same without a boundary that is not in this plan: as far as the plan itself goes."""
        boundary = None if self.boundary is None else self.boundary.document
        if not isinstance(boundary, Unknown) or boundary.reason is not Reason.OUTSIDE:
            return self
        return RoleAccess(self.role, self.scps, self.arns, self.resource, self.owner, bounded=False)

    @cached_property
    def ceilings(self) -> tuple[Link, ...]:
        """What limits its policies: its boundary, and service control policies."""
        boundary = () if self.boundary is None else (self.boundary,)
        return (*boundary, *(link for level in self.scps for link in level))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every document that decides."""
        resource = () if self.resource is None else (self.resource,)
        return (*self.policies, *self.ceilings, *resource)

    @cached_property
    def is_blind(self) -> bool:
        """Whether nothing can be certain: a document of which nothing is known may deny everything."""
        return any(isinstance(link.document, Unknown) for link in self.links)

    @cached_property
    def by_label(self) -> dict[str, Link]:
        """The same by the label that an answer has them under."""
        return {link.label: link for link in self.links}

    @cached_property
    def access(self) -> Access:
        """The documents as the engine takes them."""
        arn = self.arns.of(self.role.resource) or ""
        return Access(
            identity=tuple(attached(link) for link in self.policies),
            boundary=None if self.boundary is None else attached(self.boundary),
            scps=tuple(tuple(attached(link) for link in level) for level in self.scps),
            principal="" if "*" in arn or "?" in arn else arn,
            resource=None if self.resource is None else attached(self.resource),
            owner=self.owner,
            symbols=self.arns.symbols,
        )

    def beside(self, resource: Link, owner: str) -> RoleAccess:
        """The same together with the policy of what is acted on; *owner* is the account of that, 12 digits or empty."""
        return RoleAccess(self.role, self.scps, self.arns, resource, owner)

    def why_not(self, actions: Sequence[str], resources: Sequence[str] = ()) -> str:
        """What keeps it from doing any of that, as the end of a sentence."""
        return obstacle(self.access, self.by_label, actions, resources) or "no statement allows it"

    def bounded(self, statement: Statement) -> Statement:
        """*statement*, with a hole that certainly names a resource as the pattern of that resource's ARN."""
        resources = statement.resources
        if resources is None or resources.rest is None or not (found := self.arns.symbols(resources.rest)):
            return statement
        return replace(statement, resources=Members((*resources.items, *found)))

    def may(
        self,
        actions: Sequence[str],
        resources: Sequence[str] = (),
        context: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Ruling:
        """Whether it may do one of *actions* on one of *resources*, patterns both; without resources, on anything.

        *context* fixes condition keys, as ``{"iam:PassedToService": ("lambda.amazonaws.com",)}``; others are free.
        """
        key = tuple(actions), tuple(resources), tuple(sorted((context or {}).items()))
        if key not in self._rulings:
            self._rulings[key] = self._ruled(not_granted(self.access, actions, resources, context))
        return self._rulings[key]

    def may_beyond(
        self,
        actions: Sequence[str],
        resources: Sequence[str],
        context: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Ruling:
        """Whether it may do one of *actions* on *resources* that nobody named, such as ``arn:*:s3:::{NOBODY}/x``.

        What its policies say of the plan's own resources is no answer, although their names are not known yet.
        """
        key = "beyond", tuple(actions), tuple(resources), tuple(sorted((context or {}).items()))
        if key not in self._rulings:
            self._rulings[key] = self._ruled(not_granted(beyond(self.access, self.arns), actions, resources, context))
        return self._rulings[key]

    def may_on(
        self, actions: Sequence[str], resource: Resource, context: Mapping[str, tuple[str, ...]] | None = None
    ) -> Ruling:
        """Whether it may do one of *actions* on *resource* of the plan, or on something in it; *context* as in ``may``.

        A reference to the resource's ARN in a policy is that resource, although the ARN is known only after apply.
        """
        pattern = self.arns.of(resource)
        if pattern is None:
            return Ruling(None, self.role.address, hole=Unknown("arn", feeds=(resource.address,)))
        key = tuple(actions), id(resource), tuple(sorted((context or {}).items()))
        if key not in self._rulings:
            there = placed(self.access, resource, pattern, self.arns)
            found = not_granted(there, actions, about(stand_in(pattern)), context)
            if found.holds is not False:
                found = not_granted(self.access, actions, about(pattern), context)
                found = replace(found, holds=found.holds or None, request=None)
            self._rulings[key] = self._ruled(found)
        return self._rulings[key]

    def _ruled(self, decision: Decision) -> Ruling:
        """The answer to whether something is allowed, from whether none of it is."""
        answer = None if decision.holds is None else not decision.holds
        secret = any(link.secret for link in self.links)
        return Ruling(
            answer=answer,
            subject=self.role.address,
            request=None if secret else decision.request,
            allowing=tuple(statements(decision.matches, self.by_label, allow=True)),
            denying=tuple(statements(decision.matches, self.by_label, allow=False)),
            ceilings=self.ceilings,
            hole=decision.unknown if answer is None else None,
            open_links=tuple(link for link in self.links if link.is_open) if answer is None else (),
            doubt=decision.doubt,
        )


def attached(link: Link) -> Attached:
    """A document as the engine takes it."""
    return Attached(link.label, link.document if link.sure else _perhaps(link.document))


def _perhaps(document: Value[Document]) -> Value[Document]:
    """A document that may be somebody else's: whether its statements allow or deny anything here is open."""
    if not isinstance(document, Known):
        return document
    statements = document.value.statements
    open_ = tuple(replace(one, effect=Unknown("effect")) for one in statements.items)
    return Known(replace(document.value, statements=Members(open_, statements.rest)))
