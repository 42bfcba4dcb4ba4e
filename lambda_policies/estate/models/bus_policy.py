"""The policy of an event bus: ``aws_cloudwatch_event_bus_policy``, or one statement of it as a permission."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

from lambda_policies.estate.access.links import Link, Part
from lambda_policies.estate.access.resource_policies import ResourcePolicy
from lambda_policies.estate.joins.wiring import Wiring
from lambda_policies.estate.models.held_policy import HeldPolicy
from lambda_policies.iam.document import Condition, Document, Principal, Statement
from lambda_policies.values import Absent, Known, Members, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.resources import Resource

PERMISSION = "aws_cloudwatch_event_permission"


class BusPolicy(HeldPolicy):
    """What says who may use an event bus."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_cloudwatch_event_bus_policy", PERMISSION)

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[Self]:
        """Every policy, and every permission."""
        yield from super().all_of(estate)
        for resource in estate.plan.by_type.get(PERMISSION, ()):
            held = ResourcePolicy(_link(resource), None, None)
            yield cls.made(address=resource.address, resource=resource, estate=estate, held=held)

    @property
    def wiring(self) -> Wiring:
        """Whose functions are behind a bus is not asked."""
        return Wiring()


def _link(resource: Resource) -> Link:
    """A permission as the statement that AWS makes of it."""
    principal = resource.value(("principal",), at="principal")
    condition = [resource.value(("condition", 0, name), at=name) for name in ("type", "key", "value")]
    statement = Statement(
        index=0,
        effect=Known("Allow"),
        actions=_texts(resource.value(("action",)), "events:PutEvents"),
        resources=Members(("*",)),
        principals=_principals(principal),
        conditions=_conditions(resource.value(("condition",), many=True), *condition),
    )
    document = Document(Known("2012-10-17"), Members((statement,)))
    return Link(Part.RESOURCE, Known(document, sensitive=resource.sensitive), resource.address, "principal")


def _principals(value: Value[str]) -> Members[Principal]:
    match value:
        case Known(text):
            return Members((Principal("AWS", text),))
        case Unknown() as hole:
            return Members((), hole)
    return Members()


def _texts(value: Value[str], default: str) -> Members[str]:
    match value:
        case Known(text):
            return Members((text,))
        case Unknown() as hole:
            return Members((), hole)
    return Members((default,))


def _conditions(block: Value[Any], operator: Value[str], key: Value[str], value: Value[str]) -> Members[Condition]:
    match block, operator, key:
        case Absent(), _, _:
            return Members()
        case _, Known(test), Known(name):
            return Members((Condition(test, name, _texts(value, "")),))
    hole = next((one for one in (operator, key, block) if isinstance(one, Unknown)), None)
    return Members((), hole)
