"""Which functions are behind a stage, a method or a route of API Gateway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from lambda_policies.estate.exposure import service_of
from lambda_policies.estate.joins.candidates import candidates
from lambda_policies.estate.joins.identities import same
from lambda_policies.estate.joins.links import feeding
from lambda_policies.estate.models.api_method import ApiMethod
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.permission import Permission
from lambda_policies.estate.models.synchronous_caller import SynchronousCaller
from lambda_policies.estate.models.usage_plan import UsagePlan
from lambda_policies.values import Absent, Known, Members, Reason, Unknown, Value, all_of, any_of

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.api_route import ApiRoute

APIS = {"aws_api_gateway_rest_api": "id", "aws_apigatewayv2_api": "id"}
RESOURCES = {"aws_api_gateway_resource": "id", "aws_api_gateway_rest_api": "root_resource_id"}
INTEGRATIONS = {"aws_apigatewayv2_integration": "id"}
KINDS = frozenset({"aws_api_gateway_integration", *INTEGRATIONS})
PREFIX = "integrations/"


class Link(NamedTuple):
    """What leads to a function, and whether it belongs to what is asked about."""

    address: str
    function: Value[Function]
    belongs: bool | None = True


class ApiLinks:
    """Look-ups of APIs of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def api(self, model: Model) -> str | None:
        """The identity of the API that *model* belongs to."""
        for name in ("rest_api_id", "api_id"):
            value = getattr(model, name, Absent())
            if not isinstance(value, Absent):
                return self.estate.joins.identities.of(model, value, APIS)
        return None

    def behind_api(self, model: Model) -> Members[Function]:
        """The functions behind the API that *model* belongs to."""
        return members(self._of_api(self.api(model)))

    def behind_method(self, method: ApiMethod) -> Members[Function]:
        """The functions that *method* is integrated with."""
        return members(self._of_method(method))

    def behind_route(self, route: ApiRoute) -> Members[Function]:
        """The functions that *route* leads to."""
        return members(self._of_route(route))

    def protocol(self, route: ApiRoute) -> Value[str]:
        """What the API of *route* speaks."""
        api = self.estate.plan.by_address.get(self.api(route) or "")
        return api.value(("protocol_type",)) if api else Unknown("api_id", Reason.OUTSIDE)

    def meters(self, method: ApiMethod) -> bool | None:
        """Whether a usage plan knows the keys of the API of *method*."""
        api = self.api(method)
        return any_of(self._meters(plan, api) for plan in self.estate.of(UsagePlan))

    def _meters(self, plan: UsagePlan, api: str | None) -> bool | None:
        sources = plan.resource.plan.references.sources(plan.resource, ("api_stages",), known=True).items
        named = {source.resource.address for source in sources if source.resource and source.resource.type in APIS}
        match plan.api_stages:
            case Known(stages) if not named:
                ids = [stage.get("api_id") if isinstance(stage, dict) else stage for stage in stages]
                return any_of(same(self._written(one), api) for one in ids)
            case Absent():
                return False
        if api in named:
            return True
        return None if api is None or any(source.resource is None for source in sources) or not named else False

    def _written(self, text: Any) -> str | None:
        return self.estate.joins.identities.literal(text, APIS) if isinstance(text, str) else None

    def _of_api(self, api: str | None) -> Iterator[Link]:
        for other in self._links if api is None else (api, None):
            belongs = same(api, other)
            yield from (link._replace(belongs=belongs) for link in self._links.get(other, ()))

    def _of_method(self, method: ApiMethod) -> Iterator[Link]:
        own = self._path(method), _verb(method.http_method)
        for here, caller in self._near(method):
            other = self._path(caller), _verb(caller.http_method)
            belongs = all_of((here, *(same(mine, its) for mine, its in zip(own, other, strict=True))))
            yield Link(caller.address, called(caller), belongs)

    def _path(self, model: ApiMethod | SynchronousCaller) -> str | None:
        """The identity of the path of a method or integration, perhaps taken over from another method."""
        fed = feeding(model, model.resource_id)
        if fed is not None and fed.type in ApiMethod.TYPES:
            model = self.estate.view(ApiMethod, fed)
        return self.estate.joins.identities.of(model, model.resource_id, RESOURCES)

    def _of_route(self, route: ApiRoute) -> Iterator[Link]:
        target = route.target
        if isinstance(target, Known):
            target = Known(target.value.removeprefix(PREFIX), target.at)
        own = self.estate.joins.identities.of(route, target, INTEGRATIONS)
        if not isinstance(target, Absent):
            for here, caller in self._near(route):
                belongs = all_of((here, None)) if own is None else own == caller.address
                yield Link(caller.address, called(caller), belongs)

    def _near(self, model: Model) -> Iterator[tuple[bool | None, SynchronousCaller]]:
        """The integrations of the API of *model*, and those whose API is open."""
        api = self.api(model)
        for other in self._callers if api is None else (api, None):
            here = same(api, other)
            yield from ((here, caller) for caller in self._callers.get(other, ()))

    @cached_property
    def _callers(self) -> dict[str | None, list[SynchronousCaller]]:
        """The integrations of API Gateway by API."""
        found: dict[str | None, list[SynchronousCaller]] = defaultdict(list)
        for caller in self.estate.of(SynchronousCaller):
            if caller.resource.type in KINDS:
                found[self.api(caller)].append(caller)
        return found

    @cached_property
    def _links(self) -> dict[str | None, list[Link]]:
        """What leads from each API to functions: its integrations, and permissions that name it as their source."""
        found: dict[str | None, list[Link]] = defaultdict(list)
        for api, callers in self._callers.items():
            found[api] += (Link(caller.address, called(caller)) for caller in callers)
        for permission in self.estate.of(Permission):
            match service_of(permission):
                case Known("apigateway"):
                    api = self._source(permission)
                    if api is not None:
                        found[api].append(Link(permission.address, permission.function))
        return found

    def _source(self, permission: Permission) -> str | None:
        """The API that a permission names as its source."""
        fed = feeding(permission, permission.source_arn)
        return fed.address if fed is not None and fed.type in APIS else None


def called(caller: SynchronousCaller) -> Value[Function]:
    """The function that *caller* calls; absent where what it is made from can be none."""
    function = caller.function
    if isinstance(function, Unknown) and isinstance(caller.target, Unknown) and not candidates(caller, caller.target):
        return Absent(caller.target.at)
    return function


def _verb(method: Value[str]) -> str | None:
    return method.value.upper() if isinstance(method, Known) else None


def members(links: Iterable[Link]) -> Members[Function]:
    """The functions of *links* that belong, and what leaves open whether there are more."""
    found: list[Function] = []
    maybe: list[str] = []
    for link in links:
        match link.function, link.belongs:
            case Known(function), True:
                found.append(function)
            case ((Known() | Unknown(reason=Reason.AFTER_APPLY)), (True | None)):
                maybe.append(link.address)
    rest = Unknown(feeds=tuple(dict.fromkeys(maybe))) if maybe else None
    return Members(tuple(dict.fromkeys(found)), rest)
