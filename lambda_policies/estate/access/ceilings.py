"""Service control policies: those that the plan makes, and those that somebody hands in.

Each level of an organisation has to allow, and policies of one level add up. A policy that only denies stands beside
AWS's own full access, since without that it would leave nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.estate.access.links import Link, Part
from lambda_policies.estate.accounts import is_account
from lambda_policies.estate.documents import read_document
from lambda_policies.iam.document import Document, DocumentError, Statement
from lambda_policies.values import Absent, Known, Members, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.resources import Resource

Levels: TypeAlias = tuple[tuple[Link, ...], ...]

POLICY, ATTACHMENT = "aws_organizations_policy", "aws_organizations_policy_attachment"
KINDS: tuple[Value[str], ...] = (Absent("type"), Known("SERVICE_CONTROL_POLICY", "type"))
_FULL_ACCESS = Link(
    Part.SCP,
    Known(
        Document(
            Known("2012-10-17"),
            Members((Statement(0, Known("Allow"), actions=Members(("*",)), resources=Members(("*",))),)),
        )
    ),
    name="arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
)


def given(files: Sequence[tuple[str, Document]]) -> Levels:
    """The policies of files, by name of file, each a level of its own."""
    return tuple(_level((Link(Part.SCP, Known(document), name=name),)) for name, document in files)


def planned(estate: Estate) -> Levels:
    """The policies of the plan that certainly bind its own account: attached to it or to the root above all."""
    levels: dict[str, list[Link]] = defaultdict(list)
    for attachment in estate.plan.by_type.get(ATTACHMENT, ()):
        policy = estate.plan.references.sources(attachment, ("policy_id",), known=True).only
        match attachment.value(("target_id",)):
            case Known(str(target)) if policy is not None and _binds(target, policy, estate):
                levels[target].append(_link(policy, attachment.address))
    return tuple(_level(tuple(level)) for level in levels.values())


def _binds(target: str, policy: Resource, estate: Estate) -> bool:
    if policy.type != POLICY or policy.value(("type",)) not in KINDS:
        return False
    return target.startswith("r-") or (is_account(target) and target == estate.account)


def _link(policy: Resource, via: str) -> Link:
    link = Link(Part.SCP, Unknown("content"), policy.address, "content", via)
    try:
        return replace(link, document=read_document(policy, policy.value(("content",))))
    except DocumentError as error:
        return replace(link, malformed=str(error))


def _level(links: tuple[Link, ...]) -> tuple[Link, ...]:
    return links if any(link.known is None or _grants(link.known) for link in links) else (_FULL_ACCESS, *links)


def _grants(document: Document) -> bool:
    held = document.statements
    return held.rest is not None or any(statement.effect != Known("Deny") for statement in held.items)
