"""Which policies of resources let a role in by name, beside what the role's own policies say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lambda_policies.estate.documents import TYPE
from lambda_policies.iam.matching import matches
from lambda_policies.values import Known, any_of

if TYPE_CHECKING:
    from lambda_policies.estate.access.arns import Arns
    from lambda_policies.estate.access.resource_policies import ResourcePolicy
    from lambda_policies.estate.models.role import Role
    from lambda_policies.iam.document import Statement
    from lambda_policies.plan.resources import Resource


def naming(role: Role, policies: Iterable[ResourcePolicy], arns: Arns) -> Iterator[tuple[ResourcePolicy, bool | None]]:
    """The policies that allow *role* something by name; None where the plan leaves open whether they do."""
    own = arns.of(role.resource) or ""
    for policy in policies:
        document = policy.link.known
        if document is None:
            if _mentions(policy, role):
                yield policy, None
            continue
        named = any_of(_names(one, own, policy, role) for one in document.statements.items)
        if named is not False:
            yield policy, named


def _names(statement: Statement, own: str, policy: ResourcePolicy, role: Role) -> bool | None:
    if statement.principals is None or statement.effect == Known("Deny"):
        return False
    texts = [principal.text for principal in statement.principals.items if principal.type == "AWS"]
    if any(text == own for text in texts):
        return True
    if any("*" in own and matches(own, text) for text in texts):
        return None
    return None if statement.principals.rest is not None and _mentions(policy, role) else False


def _mentions(policy: ResourcePolicy, role: Role) -> bool:
    """Whether the configuration of a policy, or of the document that it takes, refers to the role."""
    carrier = role.estate.plan.by_address[policy.link.address]
    return any(found is role.resource for found in _behind(carrier, (policy.link.at,)))


def _behind(resource: Resource, path: tuple[str, ...]) -> Iterator[Resource]:
    for source in resource.plan.references.sources(resource, path, known=True).items:
        if source.resource is not None and source.resource.type == TYPE and source.resource.mode == "data":
            yield from _in_statements(source.resource)
        elif source.resource is not None:
            yield source.resource


def _in_statements(data: Resource) -> Iterator[Resource]:
    sources = data.plan.references.sources(data, ("statement",), known=True).items
    yield from (source.resource for source in sources if source.resource is not None)
