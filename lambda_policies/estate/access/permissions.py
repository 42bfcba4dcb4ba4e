"""The resource policy of a function: each permission as the statement that AWS makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.estate.access.links import Link, Part
from lambda_policies.estate.access.placing import ACCOUNT, SOMETHING, stand_in
from lambda_policies.estate.accounts import in_own_account
from lambda_policies.iam.document import Condition, Document, Principal, Statement
from lambda_policies.iam.parties import Kind, party
from lambda_policies.values import Absent, Known, Members, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_policies.estate.access.arns import Arns
    from lambda_policies.estate.models.function import Function
    from lambda_policies.estate.models.permission import Permission

CONDITIONS = (
    ("source_arn", "ArnLike", "aws:SourceArn"),
    ("source_account", "StringEquals", "aws:SourceAccount"),
    ("principal_org_id", "StringEquals", "aws:PrincipalOrgID"),
    ("event_source_token", "StringEquals", "lambda:EventSourceToken"),
    ("function_url_auth_type", "StringEquals", "lambda:FunctionUrlAuthType"),
)
"""Which condition AWS makes of each argument."""
VIA_URL = "invoked_via_function_url"
"""An argument that AWS provider 6 brought."""


def link_of(permission: Permission, function: Function, arns: Arns, *, own: bool = False) -> Link:
    """The permission as a policy document of one statement, attached to *function*.

    *own* gives sources that are the plan's own and known only after apply an ARN of their own. A token makes it secret.
    """
    statement = Statement(
        index=0,
        effect=Known("Allow"),
        actions=_texts(permission.action),
        resources=_resources(permission, function, arns),
        principals=_principals(permission.principal),
        conditions=Members(tuple(_conditions(permission, arns if own else None))),
    )
    document = Document(Known("2012-10-17"), Members((statement,)))
    secret = permission.resource.sensitive or not isinstance(permission.event_source_token, Absent)
    return Link(Part.RESOURCE, Known(document, sensitive=secret), permission.address, "principal")


def _resources(permission: Permission, function: Function, arns: Arns) -> Members[str]:
    arn = arns.of(function.resource) or "*"
    match permission.qualifier:
        case Known(qualifier):
            return Members((f"{arn}:{qualifier}",))
        case Unknown() as hole:
            return Members((), hole)
        case Absent():
            return Members((arn,))


def _principals(value: Value[str]) -> Members[Principal]:
    match value:
        case Known(text):
            service = party(text).kind is Kind.SERVICE
            return Members((Principal("Service" if service else "*" if text == "*" else "AWS", text),))
        case Unknown() as hole:
            return Members((), hole)
        case Absent():
            return Members()


def _conditions(permission: Permission, arns: Arns | None) -> Iterator[Condition]:
    for name, operator, key in CONDITIONS:
        value: Value[str] = getattr(permission, name)
        if arns is not None and isinstance(value, Unknown):
            value = _own(permission, value, arns)
        if not isinstance(value, Absent):
            yield Condition(operator, key, _texts(value))
    match permission.resource.value((VIA_URL,)):
        case Known(True):
            yield Condition("Bool", "lambda:InvokedViaFunctionUrl", Members(("true",)))
        case Unknown() as hole:
            yield Condition("Bool", "lambda:InvokedViaFunctionUrl", Members((), hole))


def _own(permission: Permission, hole: Unknown, arns: Arns) -> Value[str]:
    """A stand-in for the ARN or account of something of the plan's own; the hole where it may be anybody's."""
    if hole.at == permission.source_account.at:
        return Known(ACCOUNT, hole.at) if in_own_account(permission, hole) else hole
    patterns = arns.symbols(hole)
    if patterns:
        return Known(stand_in(patterns[0]), hole.at)
    return Known(SOMETHING, hole.at) if hole.present and hole.at == permission.source_arn.at else hole


def _texts(value: Value[str]) -> Members[str]:
    match value:
        case Known(text):
            return Members((text,))
        case Unknown() as hole:
            return Members((), hole)
        case Absent():
            return Members()
