"""The policies of a role: everything attached to it, and what may be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lambda_policies.estate.access.links import Link, Part
from lambda_policies.estate.access.managed import aws_document
from lambda_policies.values import Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.grants import Grant
    from lambda_policies.estate.models.role import Role


def identity_of(role: Role) -> tuple[Link, ...]:
    """Everything that is attached to *role*, certainly or perhaps."""
    joins = role.estate.joins
    sure = [link_of(grant) for grant in joins.grants_of(role)]
    open_ = [grant for owner, grant in joins.unplaced_grants() if _may_be(owner, role)]
    return (*sure, *(replace(link_of(grant), sure=False) for grant in open_))


def link_of(grant: Grant) -> Link:
    """The policy document of a grant: the plan's, AWS's own, or one that is somewhere else."""
    name, via, document = "", grant.via, grant.document
    if isinstance(grant.policy_arn, Known) and not via:
        name, via = grant.policy_arn.value, grant.address
        document = aws_document(name) or document
        name = "" if grant.policy_arn.sensitive else name
    if grant.malformed:
        document = Unknown(grant.at)
    return Link(Part.IDENTITY, document, grant.address, grant.at, via, name, malformed=grant.malformed)


def _may_be(owner: Value[Role], role: Role) -> bool:
    """Whether a role that is open may be *role*: unless all that it is made from are other roles."""
    if not isinstance(owner, Unknown):
        return False
    roles = [_address(feed, role.estate) for feed in owner.feeds]
    return not roles or None in roles or role.address in roles


def _address(feed: str, estate: Estate) -> str | None:
    """The address of the role that the text of a feed names; None for anything else."""
    known = estate.plan.by_address
    address = feed if feed in known else feed.rpartition(".")[0]
    found = known.get(address)
    return address if found is not None and found.type == "aws_iam_role" else None
