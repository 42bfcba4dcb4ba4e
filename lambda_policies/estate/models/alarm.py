"""``aws_cloudwatch_metric_alarm``."""

from __future__ import annotations

from typing import Any, ClassVar

from lambda_policies.estate.base import Attribute, Model, at
from lambda_policies.values import Known, Unknown, Value


class Alarm(Model):
    """An alarm on one metric. ``dimensions`` say whose metric it is."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_cloudwatch_metric_alarm",)

    alarm_name: Attribute[str] = at("alarm_name")
    arn: Attribute[str] = at("arn", computed=True)
    namespace: Attribute[str] = at("namespace")
    metric_name: Attribute[str] = at("metric_name")
    dimensions: Attribute[dict[str, Any]] = at("dimensions", many=True)

    def watches(self, function_name: str, metric_name: str) -> bool | None:
        """Whether it watches that metric of that function."""
        wanted = (self.namespace, "AWS/Lambda"), (self.metric_name, metric_name), (self.watched, function_name)
        answers = [None if isinstance(value, Unknown) else _text(value) == text for value, text in wanted]
        return False if False in answers else None if None in answers else True

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
