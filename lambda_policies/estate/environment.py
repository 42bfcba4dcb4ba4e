"""What a function's environment is made of, and which of it Terraform marks sensitive."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lambda_policies.estate.base import places
from lambda_policies.estate.models.function import Function
from lambda_policies.plan.origins import Origin, origins
from lambda_policies.values import Known, Reason, Unknown

if TYPE_CHECKING:
    from lambda_policies.plan.resources import Path

AT = places(Function)["environment_variables"]


class Environment(Struct, frozen=True, dict=True):
    """The environment variables of a function. ``at`` is their attribute path."""

    function: Function
    at: str = AT.text

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """Everything that the values are made from; literals between references do not show."""
        return origins(self.function.resource, AT.path)

    @cached_property
    def known(self) -> bool:
        """Whether every value is known."""
        match self.function.environment_variables:
            case Known(dict(variables)):
                return not any(isinstance(value, Unknown) for value in variables.values())
        return False

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """The paths of the values that are marked sensitive, the path of all of them where the whole map is."""
        marks = _at(self.function.resource.after_sensitive, AT.path)
        if isinstance(marks, dict):
            return tuple(f"{self.at}.{name}" for name, mark in sorted(marks.items()) if mark is True)
        return (self.at,) if marks is True else ()

    @property
    def says_marks(self) -> bool:
        """Whether the plan has marks at all; Terraform writes them since 0.15."""
        return self.function.resource.after_sensitive is not None

    def reveals(self, origin: Origin) -> bool | None:
        """Whether *origin* is an attribute that holds a secret."""
        answer: bool | None = self.function.estate.joins.reveals(origin)
        return answer

    def secrets(self) -> list[Origin]:
        """The origins that hold a secret."""
        return [origin for origin in self.origins if self.reveals(origin)]

    @property
    def declared(self) -> list[Origin]:
        """The origins that pass through a variable or output which is declared sensitive."""
        return [origin for origin in self.origins if origin.sensitive and origin.sure]

    def hidden(self) -> Unknown | None:
        """What may pass on a secret unseen; also where nothing is known of what the values are made from."""
        unseen = next(
            (one for one in self.origins if self.reveals(one) is None or (one.sensitive and not one.sure)), None
        )
        if unseen is None:
            return None if self.origins else Unknown(self.at)
        elsewhere = unseen.reference is not None and unseen.reference.kind == "data"
        return Unknown(self.at, Reason.OUTSIDE if elsewhere else Reason.AFTER_APPLY, (unseen.text,))


def _at(node: Any, path: Path) -> Any:
    for step in path:
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int):
            node = node[step] if step < len(node) else None
    return node
