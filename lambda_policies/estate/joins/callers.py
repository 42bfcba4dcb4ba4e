"""Which synchronous callers a function has, and how long each of them waits."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.candidates import ANY, candidates
from lambda_policies.estate.joins.links import feeding
from lambda_policies.estate.models.synchronous_caller import SynchronousCaller
from lambda_policies.values import Absent, Known, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.function import Function
    from lambda_policies.plan.resources import Resource

REST = 29_000
HTTP = 30_000
APPSYNC = 30_000
PROTOCOLS = {"HTTP": HTTP, "WEBSOCKET": REST}
BALANCERS = frozenset({"aws_lb", "aws_alb"})
LISTENERS = {
    "aws_lb_listener": "default_action",
    "aws_alb_listener": "default_action",
    "aws_lb_listener_rule": "action",
    "aws_alb_listener_rule": "action",
}
"""Where each kind of listener names the target groups that it forwards to."""


class CallerLinks:
    """Look-ups of synchronous callers of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def of(self, function: Function) -> tuple[SynchronousCaller, ...]:
        """The callers of *function*, those that may only call it among them."""
        return (*self._by_function.get(function.address, ()), *self._by_function.get(ANY, ()))

    def limit(self, caller: SynchronousCaller) -> Value[int]:
        """How long *caller* waits, in milliseconds."""
        if not isinstance(caller.timeout_milliseconds, Absent):
            return caller.timeout_milliseconds
        kind = caller.resource.type
        if kind == "aws_api_gateway_integration":
            return Known(REST, "timeout_milliseconds")
        if kind == "aws_appsync_datasource":
            return Known(APPSYNC)
        return self._of_api(caller) if kind == "aws_apigatewayv2_integration" else self._of_balancer(caller)

    def balancers(self, caller: SynchronousCaller) -> tuple[Resource, ...]:
        """The load balancers that forward to the target group of *caller*."""
        group = feeding(caller, caller.target_group_arn)
        return tuple(self._balancers.get(group.address, ())) if group else ()

    @cached_property
    def _by_function(self) -> dict[str, list[SynchronousCaller]]:
        """Callers by the function's address; under ANY the first that waits the shortest of those that may call any."""
        found: dict[str, list[SynchronousCaller]] = defaultdict(list)
        for caller in self.estate.of(SynchronousCaller):
            if caller.waits is False:
                continue
            match caller.function:
                case Known(function):
                    found[function.address].append(caller)
                case Unknown(reason=Reason.AFTER_APPLY):
                    for address in candidates(caller, caller.target):
                        found[address].append(caller)
        found[ANY] = sorted(found.get(ANY, ()), key=_patience)[:1]
        return found

    def _of_api(self, caller: SynchronousCaller) -> Value[int]:
        api = feeding(caller, caller.api_id)
        if api is None:
            return Unknown("api_id", Reason.OUTSIDE)
        match api.value(("protocol_type",)):
            case Known(protocol):
                return Known(PROTOCOLS.get(protocol, REST))
            case Unknown() as hole:
                return hole
        return Unknown("api_id", Reason.OUTSIDE)

    def _of_balancer(self, caller: SynchronousCaller) -> Value[int]:
        """The shortest idle timeout of the load balancers that forward to the target group."""
        limits = [balancer.value(("idle_timeout",)) for balancer in self.balancers(caller)]
        known = [limit.value * 1000 for limit in limits if isinstance(limit, Known)]
        if known and len(known) == len(limits):
            return Known(min(known))
        holes = (limit for limit in limits if isinstance(limit, Unknown))
        return next(holes, Unknown("target_group_arn", Reason.OUTSIDE))

    @cached_property
    def _balancers(self) -> dict[str, list[Resource]]:
        """The load balancers that forward to each target group, by the group's address."""
        plan = self.estate.plan
        found: dict[str, list[Resource]] = defaultdict(list)
        for kind, block in LISTENERS.items():
            for listener in plan.by_type.get(kind, ()):
                balancer = _behind(listener)
                for group in plan.references.sources(listener, (block,), known=True).items:
                    if balancer is not None and group.resource is not None:
                        found[group.resource.address].append(balancer)
        return found


def _behind(listener: Resource) -> Resource | None:
    """The load balancer of a listener, or of the listener that a rule belongs to."""
    sources = listener.plan.references.sources
    owner = listener
    if listener.type.endswith("_rule"):
        found = sources(listener, ("listener_arn",), known=True).only
        if found is None:
            return None
        owner = found
    balancer = sources(owner, ("load_balancer_arn",), known=True).only
    return balancer if balancer is not None and balancer.type in BALANCERS else None


def _patience(caller: SynchronousCaller) -> int:
    return caller.limit.value if isinstance(caller.limit, Known) else 0
