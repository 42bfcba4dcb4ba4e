"""What hands events to a function and does not wait for what becomes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_policies.data.services import invokes_asynchronously
from lambda_policies.estate.base import Model
from lambda_policies.estate.exposure import service_of
from lambda_policies.estate.joins.candidates import ANY, candidates
from lambda_policies.estate.joins.links import feeding
from lambda_policies.estate.models.permission import Permission
from lambda_policies.plan.resources import Path
from lambda_policies.values import Absent, Known, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.function import Function
    from lambda_policies.plan.resources import Resource

TARGETS: dict[str, tuple[str, Path]] = {
    "aws_cloudwatch_event_target": ("events", ("arn",)),
    "aws_cloudwatch_log_subscription_filter": ("logs", ("destination_arn",)),
    "aws_scheduler_schedule": ("scheduler", ("target", 0, "arn")),
    "aws_sns_topic_subscription": ("sns", ("endpoint",)),
}
"""What names one target: its service, and where the target stands."""
NOTIFICATION = "aws_s3_bucket_notification"


class Trigger(Struct, frozen=True):
    """One thing that may invoke a function asynchronously. ``hole`` is what leaves open whether it does."""

    address: str
    service: str
    hole: Unknown | None = None


class TriggerLinks:
    """Look-ups of asynchronous triggers of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def of(self, function: Function) -> tuple[Trigger, ...]:
        """The asynchronous triggers of *function*, certain ones first."""
        found = (*self._by_function.get(function.address, ()), *self._by_function.get(ANY, ()))
        return tuple(sorted(found, key=lambda trigger: trigger.hole is not None))

    @cached_property
    def _by_function(self) -> dict[str, list[Trigger]]:
        """Triggers by the function's address; under ANY the first of those that may be any function's."""
        found: dict[str, list[Trigger]] = defaultdict(list)
        for permission in self.estate.of(Permission):
            match service_of(permission):
                case Known(service) if invokes_asynchronously(service):
                    self._add(found, permission, permission.function_name, Trigger(permission.address, service))
                case Unknown() as hole if not _is_somebody(permission):
                    self._add(found, permission, permission.function_name, Trigger(permission.address, "", hole))
        for resource, target, trigger in self._targets():
            self._add(found, self.estate.view(Model, resource), target, trigger)
        found[ANY] = found[ANY][:1]
        return found

    def _add(self, found: dict[str, list[Trigger]], model: Model, target: Value[str], trigger: Trigger) -> None:
        match self.estate.joins.function_at(model, target):
            case Known(function):
                found[function.address].append(trigger)
            case Unknown(reason=Reason.AFTER_APPLY) as hole:
                maybe = Trigger(trigger.address, trigger.service, trigger.hole or hole)
                for address in hole.feeds if isinstance(target, Known) else candidates(model, target):
                    found[address].append(maybe)

    def _targets(self) -> Iterator[tuple[Resource, Value[str], Trigger]]:
        """Every resource that names a target, the target and the trigger that it is."""
        for kind, (service, path) in TARGETS.items():
            for resource in self.estate.plan.by_type.get(kind, ()):
                trigger = Trigger(resource.address, service)
                match resource.value(("protocol",)) if service == "sns" else Absent():
                    case Known(protocol) if protocol != "lambda":
                        continue
                    case Unknown() as hole:
                        trigger = Trigger(resource.address, service, hole)
                yield resource, resource.value(path), trigger
        for resource in self.estate.plan.by_type.get(NOTIFICATION, ()):
            for path in _notified(resource):
                yield resource, resource.value(path), Trigger(resource.address, "s3")


def _is_somebody(permission: Permission) -> bool:
    """Whether the open principal is a role or user of the plan, hence no service."""
    source = feeding(permission, permission.principal)
    return source is not None and source.type.startswith("aws_iam_")


def _notified(resource: Resource) -> Iterator[Path]:
    """Where a bucket's notifications name functions; the first place where their number is open."""
    match resource.value(("lambda_function",), many=True):
        case Known(list() as blocks):
            yield from (("lambda_function", number, "lambda_function_arn") for number in range(len(blocks)))
        case Unknown():
            yield ("lambda_function", 0, "lambda_function_arn")
