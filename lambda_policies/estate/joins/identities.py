"""Which object an identifier means, in a form that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lambda_policies.estate.joins.links import feeding
from lambda_policies.values import Known, Value

if TYPE_CHECKING:
    from lambda_policies.estate.base import Model
    from lambda_policies.plan.index import Plan

Kinds = Mapping[str, str]
"""Terraform types, and for each the attribute that identifies an object of it."""


class Identities:
    """Look-ups of objects of one plan by identifier."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._addresses: dict[tuple[str, str], dict[str, str]] = {}

    def of(self, model: Model, value: Value[str], kinds: Kinds) -> str | None:
        """The address of what *value*, an attribute of *model*, means, or its text; None where that is open."""
        fed = feeding(model, value)
        if fed is not None and fed.type in kinds:
            return fed.address
        return self.literal(value.value, kinds) if isinstance(value, Known) else None

    def literal(self, text: str, kinds: Kinds) -> str:
        """The same of an identifier that is known: the address of the object that has it, or else the text."""
        found = (self._by(kind, attribute).get(text) for kind, attribute in kinds.items())
        return next((address for address in found if address is not None), f"={text}")

    def _by(self, kind: str, attribute: str) -> dict[str, str]:
        key = kind, attribute
        if key not in self._addresses:
            known = ((one.value((attribute,), computed=True), one) for one in self.plan.by_type.get(kind, ()))
            self._addresses[key] = {value.value: one.address for value, one in known if isinstance(value, Known)}
        return self._addresses[key]


def same(one: str | None, other: str | None) -> bool | None:
    """Whether two identities are one object's; None where one is open."""
    return None if one is None or other is None else one == other
