"""Which functions a queue or topic is wired to: those that it feeds, and those that send it what failed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_policies.estate.base import Model
from lambda_policies.estate.models.event_invoke_config import EventInvokeConfig
from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.estate.models.function import Function
from lambda_policies.iam.matching import matches
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Absent, Known, Unknown, Value, all_of, any_of

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.resources import Resource

ENDS = ("topic_arn", "endpoint")
SUBSCRIPTION, OPAQUE = "aws_sns_topic_subscription", "terraform_data"


class Wiring(Struct, frozen=True):
    """Whether something is wired to functions (``answer``), and to which of the plan; ``hole`` leaves it open."""

    answer: bool | None = False
    functions: tuple[Function, ...] = ()
    hole: Unknown | None = None


class Wire(Struct, frozen=True):
    """One end of a wire, an attribute of *model*, and the function or the other end that is behind it."""

    model: Model
    end: Value[str]
    function: Value[Function]


class WiringLinks:
    """Wires of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def of(self, owner: Resource | None, hole: Unknown) -> Wiring:
        """What the queue or topic *owner* is wired to, a topic through queues too; *hole* where that is open itself."""
        if owner is None:
            return Wiring(None, (), hole) if self._wires else Wiring()
        return self._of(owner)

    def _of(self, owner: Resource) -> Wiring:
        found = [(self._is(wire.model, wire.end, owner), wire) for wire in self._wires]
        wired = [(answer, wire) for answer, wire in found if answer is not False]
        beyond = [found for one in self._onward for found in self._beyond(one, owner)]
        sure = (wire.function for answer, wire in wired if answer)
        functions = [one.value for one in sure if isinstance(one, Known)]
        functions += [one for each in beyond if each.answer for one in each.functions]
        holes = [wire.end for _, wire in wired if isinstance(wire.end, Unknown)]
        holes += [each.hole for each in beyond if each.hole is not None]
        answer = any_of([*(one for one, _ in wired), *(each.answer for each in beyond)])
        hole = next(iter(holes), None) if answer is None else None
        return Wiring(answer, tuple(dict.fromkeys(functions)), hole)

    def _beyond(self, subscription: Model, owner: Resource) -> Iterator[Wiring]:
        """What is behind the queues that are subscribed to the topic *owner*, or may be."""
        topic, endpoint = (subscription.resource.value((name,), at=name) for name in ENDS)
        subscribed = self._is(subscription, topic, owner) if owner.type == "aws_sns_topic" else False
        for queue in self.estate.plan.by_type.get("aws_sqs_queue", ()) if subscribed is not False else ():
            behind = self._of(queue)
            answer = all_of((subscribed, self._is(subscription, endpoint, queue), behind.answer))
            if answer:
                yield behind
            elif answer is None:
                yield Wiring(
                    None, (), next((one for one in (topic, endpoint) if isinstance(one, Unknown)), behind.hole)
                )

    @cached_property
    def _wires(self) -> tuple[Wire, ...]:
        return tuple(wire for wire in self._all() if not isinstance(wire.end, Absent))

    @cached_property
    def _onward(self) -> tuple[Model, ...]:
        found = self.estate.plan.by_type.get(SUBSCRIPTION, ())
        return tuple(self.estate.view(Model, resource) for resource in found)

    def _all(self) -> Iterator[Wire]:
        for function in self.estate.of(Function):
            yield Wire(function, function.dead_letter_config_target_arn, Known(function))
        for config in self.estate.of(EventInvokeConfig):
            yield Wire(config, config.destination_config_on_failure_destination, config.function)
        for mapping in self.estate.of(EventSourceMapping):
            yield Wire(mapping, mapping.event_source_arn, mapping.function)
            yield Wire(mapping, mapping.destination_config_on_failure_destination_arn, mapping.function)
        for subscription in self._onward:
            topic, endpoint = (subscription.resource.value((name,), at=name) for name in ENDS)
            match subscription.resource.value(("protocol",), at="protocol"):
                case Known("lambda"):
                    yield Wire(subscription, topic, self.estate.joins.function_at(subscription, endpoint))
                case Unknown() as hole:
                    yield Wire(subscription, hole, hole)

    def _is(self, model: Model, end: Value[str], owner: Resource) -> bool | None:
        """Whether *end*, an attribute of *model*, is the ARN of *owner*."""
        pattern = self.estate.access.arns.of(owner)
        match end:
            case Known(text):
                return True if text == pattern else None if pattern and matches(pattern, text) else False
            case Absent():
                return False
        sources = model.resource.plan.references.sources(model.resource, parse_path(end.at))
        if sources.only is owner:
            return True
        behind = [source.resource for source in sources.items]
        told = bool(behind) and all(one is not None and one.type != OPAQUE for one in behind)
        return False if told and owner not in behind else None
