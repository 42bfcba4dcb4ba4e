"""The permissions boundary of a role: the most that its policies can give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.estate.access.links import Link, Part
from lambda_policies.estate.access.managed import aws_document
from lambda_policies.estate.documents import document_in
from lambda_policies.estate.joins.links import one_by_arn
from lambda_policies.estate.models.policy import Policy
from lambda_policies.iam.document import DocumentError
from lambda_policies.values import Absent, Known, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.models.role import Role


def boundary_of(role: Role) -> Link | None:
    """The boundary of *role*, None where it has none."""
    arn = role.permissions_boundary
    match one_by_arn(role, arn, Policy):
        case Known(policy):
            return _of_policy(policy, role)
        case Unknown() as hole:
            name = arn.value if isinstance(arn, Known) else ""
            document = aws_document(name) or hole
            shown = "" if isinstance(arn, Known) and arn.sensitive else name
            return Link(Part.BOUNDARY, document, role.address, arn.at, name=shown)
        case Absent():
            return None


def _of_policy(policy: Policy, role: Role) -> Link:
    try:
        document = document_in(policy, policy.policy)
    except DocumentError as error:
        hole = Unknown(policy.policy.at)
        return Link(Part.BOUNDARY, hole, policy.address, policy.policy.at, role.address, malformed=str(error))
    return Link(Part.BOUNDARY, document, policy.address, policy.policy.at, role.address)
