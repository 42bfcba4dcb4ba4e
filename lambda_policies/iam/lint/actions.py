"""Whether the actions that a statement names exist, and whether its kind of document can be about them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lambda_policies.data.actions import action as facts
from lambda_policies.data.actions import names, resource_control_services
from lambda_policies.iam.globs import is_every_action
from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import Clause, Paper
from lambda_policies.iam.matching import matches

SAME_POLICY = {
    "s3": ("s3", "s3-object-lambda"),
    "execute-api": ("execute-api",),
    "sns": ("sns",),
    "sqs": ("sqs",),
    "kms": ("kms",),
    "secretsmanager": ("secretsmanager",),
    "lambda": ("lambda",),
    "ecr": ("ecr",),
    "events": ("events",),
    "elasticfilesystem": ("elasticfilesystem",),
}
"""The services whose actions the policy of a resource may name, by the service of that resource."""
UNLISTED = frozenset({"sns:receive"})
"""Actions that the service authorization reference leaves out, and AWS's own default policies name."""
SELECTING = ("dynamodb:Query", "dynamodb:Scan", "dynamodb:GetItem", "dynamodb:BatchGetItem")


def lints(paper: Paper, *, fresh: bool) -> Iterator[Lint]:
    """Each action by itself. *fresh*: the data is not older than what a document can name."""
    for clause in paper.clauses:
        for action in (*clause.actions, *clause.texts("NotAction")):
            found = _wrong(action)
            if found is not None:
                yield Lint(*found, clause.index, (action,), certain=fresh or found[0] not in AGEING)
            else:
                yield from _placed(action, clause, paper)
        yield from _attributes(clause)


AGEING = frozenset({"INVALID_ACTION", "INVALID_SERVICE_IN_ACTION"})
"""Codes that newer data may take back."""


@lru_cache(maxsize=4096)
def _wrong(action: str) -> tuple[str, str] | None:
    if is_every_action(action):
        return None
    service, colon, name = action.partition(":")
    if not colon or not service or not name or " " in action:
        return "MISSING_ARN_FIELD" if action.startswith("arn:") else "INVALID_ACTION", "names what is no action"
    if "*" in service or "?" in service:
        return "WILDCARD_IN_SERVICE_NAME", "names services by a wildcard, so that it is about services to come"
    known = names(service.lower())
    if known is None:
        return "INVALID_SERVICE_IN_ACTION", "names an action of a service that AWS does not have"
    if action.lower() in UNLISTED or _is_known(service.lower(), name.lower(), known):
        return None
    return "INVALID_ACTION", "names an action that its service does not have"


def _is_known(service: str, name: str, known: tuple[str, ...]) -> bool:
    head, star, tail = name.partition("*")
    if "?" in name or tail:
        return any(matches(name, one) for one in known)
    return any(one.lower().startswith(head) for one in known) if star else facts(service, name) is not None


def _placed(action: str, clause: Clause, paper: Paper) -> Iterator[Lint]:
    service = action.partition(":")[0].lower()
    if is_every_action(action):
        return
    kind = paper.subject.kind
    if kind is Kind.TRUST and service != "sts":
        says = "names an action that a trust policy cannot be about"
        yield Lint("UNSUPPORTED_ACTION_IN_POLICY", says, clause.index, (action,))
    own = SAME_POLICY.get(paper.subject.service)
    if kind is Kind.RESOURCE and own and service not in own:
        says = "names an action of another service than the resource's"
        yield Lint("UNSUPPORTED_ACTION_IN_POLICY", says, clause.index, (action,))
    if kind is Kind.RESOURCE_CONTROL and service not in resource_control_services():
        says = "names an action that resource control policies do not reach"
        yield Lint("RCP_SYNTAX_ERROR_ACTION", says, clause.index, (action,), certain=False)


def _attributes(clause: Clause) -> Iterator[Lint]:
    if (
        not clause.allows
        or clause.asks("dynamodb:attributes") is not True
        or clause.asks("dynamodb:select") is not False
    ):
        return
    reading = next((action for action in clause.actions if any(matches(action, one) for one in SELECTING)), None)
    if reading is not None:
        says = "limits the attributes that are read, and not dynamodb:Select, so that all of them can be asked for"
        yield Lint("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", says, clause.index, (reading,))
