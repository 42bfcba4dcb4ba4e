"""The ways by which anybody may call a function: its URL, a route or method of an API, or a permission for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_policies.estate.joins.links import feeding
from lambda_policies.estate.models.api_method import ApiMethod
from lambda_policies.estate.models.api_route import ApiRoute
from lambda_policies.values import Absent, Known, Unknown, Value, all_of

if TYPE_CHECKING:
    from lambda_policies.estate.models.function import Function

NONE = "NONE"
_PREFLIGHT = "OPTIONS"


class Opening(Struct, frozen=True):
    """One way in at *address*: certainly open to everyone, or (None) where *hole* leaves that open."""

    address: str
    answer: bool | None
    called: str
    hole: Unknown | None = None


def openings(function: Function) -> tuple[Opening, ...]:
    """Every way by which anybody may call *function*, certain ones first."""
    found = [*_callers(function), *_urls(function), *_routes(function), *_methods(function)]
    return tuple(sorted((one for one in found if one.answer is not False), key=lambda one: one.answer is None))


def _callers(function: Function) -> Iterator[Opening]:
    from lambda_policies.estate.access.callers import Who

    for caller in function.estate.access.who_can_invoke(function):
        if caller.who in {Who.ANONYMOUS, Who.ANY_ACCOUNT} and caller.fenced is not True:
            sure = True if caller.sure and caller.fenced is False else None
            yield Opening(caller.address, sure, f"by {caller.address}, which is for everyone", caller.hole)
        elif caller.who is Who.UNKNOWN and caller.permission.principal.at:
            yield Opening(caller.address, None, "", caller.hole)


def _urls(function: Function) -> Iterator[Opening]:
    for url in function.urls.items:
        kind = url.authorization_type
        called = f"through {url.address}, which asks for no signature"
        yield Opening(url.address, _is(kind, NONE), called, _hole(kind))
    if function.urls.rest is not None:
        yield Opening(function.address, None, "", function.urls.rest)


def _routes(function: Function) -> Iterator[Opening]:
    for route in function.estate.of(ApiRoute):
        key, kind = route.route_key, route.authorization_type
        asked = not (isinstance(key, Known) and (key.value.upper().startswith(_PREFLIGHT) or key.value[:1] == "$"))
        reached = function in route.functions or (None if route.reached.rest else False)
        speaks = _is(route.protocol, "HTTP")
        called = f"through {route.address}, which authorises nobody"
        answer = all_of((asked, reached, speaks, _is(kind, NONE)))
        yield Opening(route.address, answer, called, _hole(kind, key, route.protocol) or route.reached.rest)


def _methods(function: Function) -> Iterator[Opening]:
    for method in function.estate.of(ApiMethod):
        verb, kind, key = method.http_method, method.authorization, method.api_key_required
        reached = function in method.functions or (None if method.reached.rest else False)
        asked = None if isinstance(verb, Unknown) else not _is(verb, _PREFLIGHT)
        free = None if isinstance(key, Unknown) else not _is(key, True)  # noqa: FBT003 - the value
        called = f"through {method.address}, which authorises nobody"
        answer = all_of((asked, reached, _is(kind, NONE), free, _is_reachable(method)))
        yield Opening(method.address, answer, called, _hole(kind, verb, key) or method.reached.rest)


def _is_reachable(method: ApiMethod) -> bool | None:
    """Whether the internet reaches the API of a method: no policy of it and no private endpoint may stand before it."""
    api = feeding(method, method.rest_api_id)
    if api is None or method.estate.plan.by_type.get("aws_api_gateway_rest_api_policy"):
        return None
    kinds = api.value(("endpoint_configuration", 0, "types"), many=True)
    open_ = isinstance(kinds, Unknown) or not isinstance(api.value(("policy",)), Absent)
    return False if isinstance(kinds, Known) and "PRIVATE" in kinds.value else None if open_ else True


def _is(value: Value[object], wanted: object) -> bool | None:
    return None if isinstance(value, Unknown) else isinstance(value, Known) and value.value == wanted


def _hole(*values: Value[object]) -> Unknown | None:
    return next((value for value in values if isinstance(value, Unknown)), None)
