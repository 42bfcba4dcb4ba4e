"""Who can invoke a function: everyone whom a permission lets in, said once for each permission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from lambda_policies.estate.access.permissions import link_of
from lambda_policies.estate.models.permission import Permission
from lambda_policies.iam.access import Access, Attached
from lambda_policies.iam.engine import Class, Fence, who
from lambda_policies.iam.matching import matches
from lambda_policies.values import Absent, Known, Unknown, any_of

if TYPE_CHECKING:
    from lambda_policies.estate.access.arns import Arns
    from lambda_policies.estate.models.function import Function
    from lambda_policies.estate.models.function_url import FunctionUrl
    from lambda_policies.iam.access import Request
    from lambda_policies.iam.engine import Caller as Found

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
    ``request`` is one that is let in, where that is certain and nothing sensitive would show in it.
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
    request: Request | None = None

    @property
    def address(self) -> str:
        """Where a person edits it."""
        return self.permission.address


_CLASSES = {
    Class.ANONYMOUS: Who.ANONYMOUS,
    Class.ANY_ACCOUNT: Who.ANY_ACCOUNT,
    Class.ORGANISATION: Who.ORGANISATION,
    Class.ACCOUNT: Who.ACCOUNT,
    Class.SERVICE: Who.SERVICE,
}


def callers_of(function: Function, arns: Arns) -> tuple[Caller, ...]:
    """Everyone whom the plan's permissions let invoke *function*, the widest first."""
    permissions = function.permissions
    found = [caller for one in permissions.items for caller in _callers(one, function, arns)]
    for address in permissions.rest.feeds if permissions.rest else ():
        open_ = function.estate.view(Permission, function.estate.plan.by_address[address])
        if _may_be_meant(open_, function):
            found += [replace(one, sure=False) for one in _callers(open_, function, arns)]
    order = list(Who)
    return tuple(sorted(found, key=lambda caller: (order.index(caller.who), not caller.sure)))


def _may_be_meant(permission: Permission, function: Function) -> bool:
    """Whether a permission that is open may be about *function*: one that is written as a name names its candidates."""
    match permission.function_name, permission.function:
        case Known(), Unknown(feeds=feeds):
            return function.address in feeds
    return True


def _callers(permission: Permission, function: Function, arns: Arns) -> Iterator[Caller]:
    direct, by_url = (reaches(permission, action) for action in (INVOKE, URL))
    if direct is not False:
        yield replace(_caller(permission, function, arns, INVOKE), sure=direct is True)
    elif by_url is not False:
        yield replace(_caller(permission, function, arns, URL), via_url=True, sure=by_url is True)


def reaches(permission: Permission, action: str) -> bool | None:
    """Whether the permission is about *action*."""
    match permission.action:
        case Known(pattern):
            return matches(pattern, action)
        case Unknown():
            return None
    return False


def has_open_url(function: Function) -> bool | None:
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


def _caller(permission: Permission, function: Function, arns: Arns, action: str) -> Caller:
    base = Caller(Who.UNKNOWN, permission, fences=tuple(_fences(permission)), qualifier=_qualifier(permission))
    if isinstance(permission.principal, Unknown):
        return replace(base, fenced=None, hole=permission.principal)
    link = link_of(permission, function, arns, own=True)
    reach = who(Access(resource=Attached(link.label, link.document)), action)
    open_url = action == URL and has_open_url(function) is not False
    let_in = [one for one in reach.callers if one.kind is not Class.ANONYMOUS or open_url]
    if not let_in:
        return base
    caller = _told(base, let_in[0])
    if link.secret:
        return replace(caller, name="" if _is_secret(permission) else caller.name, hole=reach.unknown)
    return replace(caller, hole=reach.unknown, request=let_in[0].request)


def _is_secret(permission: Permission) -> bool:
    """Whether the name of a caller would show something sensitive."""
    values = (permission.principal, permission.principal_org_id)
    return any(isinstance(value, Known) and value.sensitive for value in values)


def _told(base: Caller, found: Found) -> Caller:
    """The widest class of callers that a permission lets in."""
    kind = _CLASSES.get(found.kind, Who.IDENTITY)
    if kind is Who.SERVICE:
        fenced = found.fence is not Fence.NONE or (None if not found.certain else False)
        if found.name == "*":
            return replace(base, who=Who.ANY_SERVICE, fenced=fenced)
        return replace(base, who=kind, name=found.name, fenced=fenced)
    wide = kind in {Who.ANONYMOUS, Who.ANY_ACCOUNT}
    return replace(base, who=kind, name=found.name, fenced=(False if found.certain else None) if wide else True)


def _qualifier(permission: Permission) -> str:
    match permission.qualifier:
        case Known(text, sensitive=False):
            return text
    return ""


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
