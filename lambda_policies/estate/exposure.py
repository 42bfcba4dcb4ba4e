"""Whom a permission lets in: the one definition of public and narrowed."""

from __future__ import annotations

from lambda_policies.estate.models.permission import Permission
from lambda_policies.iam.guards import names_someone
from lambda_policies.iam.parties import Kind, party
from lambda_policies.values import Absent, Known, Unknown, Value, any_of

NARROWING = (
    ("principal_org_id", "aws:principalorgid"),
    ("source_arn", "aws:sourcearn"),
    ("source_account", "aws:sourceaccount"),
    ("event_source_token", "lambda:eventsourcetoken"),
)


def admits_anyone(permission: Permission) -> bool | None:
    """Whether the principal is everyone."""
    match permission.principal:
        case Known(text):
            return party(text).kind is Kind.ANYONE
        case Absent():
            return False
    return None


def is_narrowed(permission: Permission) -> bool | None:
    """Whether an organisation, a source or a token narrows whom the permission lets in."""
    return any_of(_names_someone(value, key) for value, key in _narrowing(permission))


def service_of(permission: Permission) -> Value[str]:
    """The service that the principal is, ``s3`` or ``events``; absent where it is no service."""
    match permission.principal:
        case Known(text, at=at):
            service = party(text).service
            return Known(service, at) if service else Absent(at)
    return permission.principal


def open_narrowing(permission: Permission) -> Unknown | None:
    """The first value that may narrow the permission and is not known."""
    return next((value for value, _ in _narrowing(permission) if isinstance(value, Unknown)), None)


def _narrowing(permission: Permission) -> tuple[tuple[Value[str], str], ...]:
    return tuple((getattr(permission, name), key) for name, key in NARROWING)


def _names_someone(value: Value[str], key: str) -> bool | None:
    match value:
        case Known(text):
            return names_someone(key, text)
        case Unknown(present=present):
            return True if present else None
    return False
