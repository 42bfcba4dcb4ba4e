"""Whether a role may do something on one resource of the plan, whose ARN may not be known yet.

Where a policy takes the resource's ARN by reference, the plan has a hole there, and the hole is that ARN. So it gets
a name that nothing else has, in the policy as in the question.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.document import Document, Statement
from lambda_policies.iam.engine import not_granted
from lambda_policies.values import Known, Members, Value

if TYPE_CHECKING:
    from lambda_policies.estate.access.arns import Arns
    from lambda_policies.plan.resources import Resource

_WILD = re.compile(r"[*?]+")
ACCOUNT, _NAME = "000000000000", "known-after-apply-7Q2v"
_STANDS_FOR = {1: "aws", 3: "xx-none-1", 4: ACCOUNT}
"""A partition, region and account that no pattern names by chance."""
SOMETHING = f"arn:aws:unknown:{_STANDS_FOR[3]}:{ACCOUNT}:{_NAME}"
"""The ARN of something of which not even the kind is known."""


def placed(access: Access, resource: Resource, pattern: str, arns: Arns) -> Access:
    """*access*, with the stand-in for the ARN of *resource* wherever its policies refer to it."""
    named = stand_in(pattern)
    return replace(access, identity=tuple(_placed(each, resource, pattern, named, arns) for each in access.identity))


def stand_in(pattern: str) -> str:
    """The ARN of a pattern, with a name of its own for each part that is not known."""
    parts = pattern.split(":", 5)
    return ":".join(_WILD.sub(_STANDS_FOR.get(n, _NAME), part) for n, part in enumerate(parts))


def about(named: str) -> tuple[str, ...]:
    """The resource and what is in it."""
    return (named, f"{named}/*")


def _placed(held: Attached, resource: Resource, pattern: str, named: str, arns: Arns) -> Attached:
    document: Value[Document] = held.document
    if not isinstance(document, Known):
        return held
    statements = document.value.statements
    items = tuple(_statement(one, resource, pattern, named, arns) for one in statements.items)
    return Attached(held.label, Known(replace(document.value, statements=Members(items, statements.rest))))


def _statement(one: Statement, resource: Resource, pattern: str, named: str, arns: Arns) -> Statement:
    found = one.resources
    if found is None:
        return one
    if one.effect == Known("Deny"):
        hit = any(_overlap(text, pattern) for text in found.items)
        return replace(one, resources=Members((*found.items, *about(named)), found.rest)) if hit else one
    if found.rest is None or not found.rest.present:
        return one
    sources = [arns.source(feed) for feed in found.rest.feeds]
    if not any(source is not None and source.resource is resource for source in sources):
        return one
    return replace(one, resources=Members((*found.items, *about(named)), found.rest))


def _overlap(one: str, other: str) -> bool:
    """Whether two patterns of resources have an ARN in common, or may."""
    everything = Statement(0, Known("Allow"), actions=Members(("*",)), resources=Members((one,)))
    access = Access((Attached("", Known(Document(Known("2012-10-17"), Members((everything,))))),))
    return not_granted(access, (), about(other)).holds is not True
