"""``aws_cloudwatch_metric_alarm``."""

from __future__ import annotations

from typing import Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Known, Unknown, Value, all_of


class Alarm(Model):
    """An alarm on one metric. ``dimensions`` say whose metric it is."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_cloudwatch_metric_alarm",)

    alarm_name: Attribute[str] = at("alarm_name")
    arn: Attribute[str] = at("arn", computed=True)
    namespace: Attribute[str] = at("namespace")
    metric_name: Attribute[str] = at("metric_name")
    dimensions: Attribute[dict[str, Any]] = at("dimensions", many=True)

    def watches_what(self, other: Alarm) -> bool | None:
        """Whether it is on the same metric of the same function as *other*, of which everything is known."""
        pairs = (
            (self.namespace, other.namespace),
            (self.metric_name, other.metric_name),
            (self.watched, other.watched),
        )
        return all_of(None if isinstance(one, Unknown) else _text(one) == _text(same) for one, same in pairs)

    @property
    def watched(self) -> Value[str]:
        """The name of the function in its dimensions."""
        match self.dimensions:
            case Known(dimensions, at, sensitive):
                name = dimensions.get("FunctionName", "")
                return name if isinstance(name, Unknown) else Known(str(name), at, sensitive)
            case other:
                return other


def _text(value: Value[str]) -> str:
    return value.value if isinstance(value, Known) else ""
