"""The policy of a resource as the engine takes it: what is open in it, but certainly the plan's own, has a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.estate.access.placing import ACCOUNT, SOMETHING, stand_in
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.document import Condition, Principal, Statement
from lambda_policies.iam.matching import matches
from lambda_policies.values import Known, Members, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.access.arns import Arns
    from lambda_policies.estate.access.resource_policies import ResourcePolicy
    from lambda_policies.iam.document import Document
    from lambda_policies.values import Value

_Change: TypeAlias = Callable[[Statement], Statement]
NOBODY = "nobody-named-this-7Q2v"
"""A name that no policy has by chance."""
EVERYTHING = Members(("*",))
_CALLER = "aws_caller_identity."


def aimed(policy: ResourcePolicy, arns: Arns) -> Access:
    """What *policy* says of its own resource: whatever an Allow names there is that, and so is a Deny of its ARN."""
    return _access(policy, arns, lambda one: _on_owner(one, policy, arns))


def named(policy: ResourcePolicy, arns: Arns) -> Access:
    """What *policy*, of an endpoint, says of the resources behind it: the plan's own are nobody else's."""
    return _access(policy, arns, lambda one: _named(one, arns))


def beyond(access: Access, arns: Arns) -> Access:
    """*access* of a role, for questions about what nobody named: the plan's own resources are themselves alone."""
    return replace(access, identity=tuple(_attached(one, arns) for one in access.identity))


def _attached(held: Attached, arns: Arns) -> Attached:
    if not isinstance(held.document, Known):
        return held
    document = held.document.value
    items = tuple(_named(one, arns) for one in document.statements.items)
    changed = replace(document, statements=Members(items, document.statements.rest))
    return Attached(held.label, Known(changed, held.document.at, held.document.sensitive))


def _access(policy: ResourcePolicy, arns: Arns, of_resources: _Change) -> Access:
    document: Value[Document] = policy.link.document
    if isinstance(document, Known):
        statements = document.value.statements
        items = tuple(of_resources(_filled(one, arns)) for one in statements.items)
        kept = replace(document.value, statements=Members(items, statements.rest))
        document = Known(kept, document.at, document.sensitive)
    return Access(resource=Attached(policy.link.label, document), symbols=arns.symbols)


def _on_owner(one: Statement, policy: ResourcePolicy, arns: Arns) -> Statement:
    found = one.resources
    if found is None or (one.effect == Known("Deny") and not _covers(found, policy, arns)):
        return one
    return replace(one, resources=EVERYTHING)


def _covers(found: Members[str], policy: ResourcePolicy, arns: Arns) -> bool:
    """Whether a Deny certainly is about the policy's own resource."""
    own = policy.arn
    if "*" in found.items or (own and any(matches(text, own) or matches(own, text) for text in found.items)):
        return True
    sources = [arns.source(feed) for feed in found.rest.feeds] if found.rest is not None else []
    return any(source is not None and source.resource is policy.owner for source in sources)


def _named(one: Statement, arns: Arns) -> Statement:
    return one if one.resources is None else replace(one, resources=_texts(one.resources, arns))


def _filled(one: Statement, arns: Arns) -> Statement:
    """A statement with a name for each caller and each value of a condition that certainly is the plan's own."""
    principals = one.principals
    if principals is not None and principals.rest is not None:
        own = _own(principals.rest, arns)
        if own:
            principals = Members((*principals.items, *(Principal("AWS", text) for text in own)))
    conditions = tuple(_condition(each, arns) for each in one.conditions.items)
    return replace(one, principals=principals, conditions=Members(conditions, one.conditions.rest))


def _condition(one: Condition, arns: Arns) -> Condition:
    return Condition(one.operator, one.key, _texts(one.values, arns))


def _texts(found: Members[str], arns: Arns) -> Members[str]:
    own = _own(found.rest, arns) if found.rest is not None else ()
    return Members((*found.items, *own)) if own else found


def _own(hole: Unknown, arns: Arns) -> tuple[str, ...]:
    """Stand-ins for what a hole certainly is, the plan's own; empty where it may be anybody's."""
    if not hole.present or not hole.feeds:
        return ()
    if all(_CALLER in feed and feed.endswith(".account_id") for feed in hole.feeds):
        return (ACCOUNT,)
    found = arns.symbols(hole)
    if found:
        return tuple(stand_in(text) for text in found)
    sources = [arns.source(feed) for feed in hole.feeds]
    own = all(
        source is not None
        and source.resource is not None
        and source.resource.mode == "managed"
        and source.resource.type.startswith("aws_")
        and str(source.attribute[-1] if source.attribute else "arn").endswith("arn")
        for source in sources
    )
    return (SOMETHING,) if own else ()
