"""Who can invoke a function: everyone whom a permission lets in, said once for each permission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from lambda_policies.data.services import needs_no_source
from lambda_policies.estate.exposure import is_narrowed
from lambda_policies.estate.models.function_url import FunctionUrl
from lambda_policies.estate.models.permission import Permission
from lambda_policies.iam.guards import names_someone
from lambda_policies.iam.matching import matches
from lambda_policies.iam.parties import Kind, Party, party
from lambda_policies.values import Absent, Known, Unknown, Value, any_of

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function

INVOKE, URL = "lambda:InvokeFunction", "lambda:InvokeFunctionUrl"


class Who(StrEnum):
    """Classes of callers, the widest first."""

    ANONYMOUS = "anyone on the internet, without a signature"
    ANY_ACCOUNT = "anyone in any AWS account"
    UNKNOWN = "somebody who is known only after apply"
    ANY_SERVICE = "any AWS service"
    ORGANISATION = "organisation"
    ACCOUNT = "account"
    IDENTITY = "identity"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whom one permission lets invoke a function.

    ``name`` is the organisation, account, ARN or service; empty where the class says it all. ``via_url``: through the
    function's URL only. ``fenced``: for a service, whether the source on whose behalf it calls is named; None where
    that is open. ``fences`` are the conditions that hold, as ``aws:SourceArn arn:…``, a secret one without its value.
    ``sure`` is False where the plan leaves open whether the permission is this function's, or its action an invocation.
    """

    who: Who
    permission: Permission
    name: str = ""
    via_url: bool = False
    fenced: bool | None = True
    fences: tuple[str, ...] = ()
    qualifier: str = ""
    sure: bool = True
    hole: Unknown | None = None

    @property
    def address(self) -> str:
        """Where a person edits it."""
        return self.permission.address


def callers_of(function: Function) -> tuple[Caller, ...]:
    """Everyone whom the plan's permissions let invoke *function*, the widest first."""
    permissions = function.permissions
    found = [caller for one in permissions.items for caller in _callers(one, function)]
    for address in permissions.rest.feeds if permissions.rest else ():
        open_ = function.estate.view(Permission, function.estate.plan.by_address[address])
        meant = _is_meant(open_, function)
        found += [
            replace(caller, sure=caller.sure and bool(meant))
            for caller in _callers(open_, function)
            if meant is not False
        ]
    order = list(Who)
    return tuple(sorted(found, key=lambda caller: (order.index(caller.who), not caller.sure)))


def _is_meant(permission: Permission, function: Function) -> bool | None:
    """Whether a permission whose block is gone is about *function*: by its name, where there is one place only."""
    match permission.function_name, permission.function:
        case Known(), Unknown(feeds=feeds):
            alone = feeds == (function.address,) and function.estate.joins.places == 1
            return (True if alone else None) if function.address in feeds else False
    return None


def _callers(permission: Permission, function: Function) -> Iterator[Caller]:
    direct, by_url = (reaches(permission, action) for action in (INVOKE, URL))
    if direct is not False:
        yield replace(_caller(permission), sure=direct is True)
    elif by_url is not False:
        caller = _caller(permission, by_url=True)
        open_url = _has_open_url(function)
        if caller.who is Who.ANONYMOUS and open_url is False:
            caller = replace(caller, who=Who.ANY_ACCOUNT)
        yield replace(caller, via_url=True, sure=by_url is True)


def reaches(permission: Permission, action: str) -> bool | None:
    """Whether the permission is about *action*."""
    match permission.action:
        case Known(pattern):
            return matches(pattern, action)
        case Unknown():
            return None
    return False


def _has_open_url(function: Function) -> bool | None:
    """Whether the function has a URL that takes requests without a signature."""
    urls = function.urls
    return any_of([*(_is_open(url) for url in urls.items), None if urls.rest else False])


def _is_open(url: FunctionUrl) -> bool | None:
    match url.authorization_type:
        case Known(kind):
            return kind == "NONE"
        case Unknown():
            return None
    return False


def _caller(permission: Permission, *, by_url: bool = False) -> Caller:
    fences = tuple(_fences(permission))
    match permission.qualifier:
        case Known(text, sensitive=False):
            qualifier = text
        case _:
            qualifier = ""
    base = Caller(Who.UNKNOWN, permission, fences=fences, qualifier=qualifier)
    match permission.principal:
        case Known(text, sensitive=sensitive):
            found = _named(base, party(text), by_url=by_url)
            return replace(found, name="") if sensitive else found
        case Unknown() as hole:
            return replace(base, fenced=is_narrowed(permission), hole=hole)
    return base


def _named(base: Caller, found: Party, *, by_url: bool) -> Caller:
    match found.kind:
        case Kind.ANYONE:
            return _everyone(base, by_url=by_url)
        case Kind.SERVICE:
            return replace(base, who=Who.SERVICE, name=found.text, fenced=_is_fenced(base.permission, found.service))
        case Kind.ACCOUNT:
            return replace(base, who=Who.ACCOUNT, name=found.account)
    return replace(base, who=Who.IDENTITY, name=found.text)


def _everyone(base: Caller, *, by_url: bool) -> Caller:
    permission = base.permission
    match permission.principal_org_id:
        case Known(organisation, sensitive=sensitive) if names_someone("aws:principalorgid", organisation):
            return replace(base, who=Who.ORGANISATION, name="" if sensitive else organisation)
        case Unknown() as hole:
            return replace(base, who=Who.ORGANISATION, fenced=True if hole.present else None, hole=hole)
    sources = (permission.source_arn, permission.source_account)
    if any(not isinstance(value, Absent) for value in sources):
        return replace(base, who=Who.ANY_SERVICE, fenced=is_narrowed(permission))
    match permission.function_url_auth_type:
        case Known("AWS_IAM"):
            return replace(base, who=Who.ANY_ACCOUNT)
        case Unknown() as hole if by_url:
            return replace(base, who=Who.ANONYMOUS, fenced=None, hole=hole)
    return replace(base, who=Who.ANONYMOUS if by_url else Who.ANY_ACCOUNT, fenced=is_narrowed(permission))


def _is_fenced(permission: Permission, service: str) -> bool | None:
    """Whether a service may call for a named source only."""
    if needs_no_source(service):
        return True
    return any_of(
        (
            _is_named(permission.source_account, "aws:sourceaccount"),
            _is_named(permission.source_arn, "aws:sourcearn"),
            _is_named(permission.event_source_token, "lambda:eventsourcetoken"),
        )
    )


def _is_named(value: Value[str], key: str) -> bool | None:
    match value:
        case Known(text):
            return names_someone(key, text)
        case Unknown(present=present):
            return True if present else None
    return False


def _fences(permission: Permission) -> Iterator[str]:
    for name, key in (
        ("source_arn", "aws:SourceArn"),
        ("source_account", "aws:SourceAccount"),
        ("principal_org_id", "aws:PrincipalOrgID"),
        ("function_url_auth_type", "lambda:FunctionUrlAuthType"),
    ):
        match getattr(permission, name):
            case Known(text, sensitive=False):
                yield f"{key} {text}"
            case Known():
                yield key
            case Unknown() as hole:
                yield f"{key} {', '.join(hole.feeds) or 'known after apply'}"
    if not isinstance(permission.event_source_token, Absent):
        yield "lambda:EventSourceToken"
