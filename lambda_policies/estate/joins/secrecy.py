"""Whether what a value is made from is a secret itself, as far as the plan says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lambda_policies.data.secret_attributes import carries_anything, secret_attributes
from lambda_policies.plan.addresses import parse
from lambda_policies.plan.origins import Kind, Origin
from lambda_policies.plan.raw import decode
from lambda_policies.plan.references import SURE
from lambda_policies.values import Known, any_of

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.plan.resources import PriorData, Resource

Block = tuple[tuple[str, ...], str, str, str]
PARAMETER = "aws_ssm_parameter"


class Secrecy:
    """What the attributes of one plan hold."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self._answers: dict[tuple[tuple[str, ...], str], bool | None] = {}

    def of(self, origin: Origin) -> bool | None:
        """Whether *origin* is an attribute that holds a secret; None where the plan does not look behind it."""
        if origin.kind is not Kind.RESOURCE or origin.reference is None:
            return None if origin.kind is Kind.OPAQUE else False
        key = origin.module, origin.reference.text
        if key not in self._answers:
            self._answers[key] = self._decided(origin)
        return self._answers[key]

    def _decided(self, origin: Origin) -> bool | None:
        reference = origin.reference
        if reference is None or carries_anything(reference.type):
            return None
        attribute = str(reference.path[0]) if reference.path else ""
        block = (origin.module, reference.kind, reference.type, reference.name)
        if reference.type == PARAMETER and attribute in {"value", ""}:
            return self._parameter(block, attribute)
        named = secret_attributes(reference.type)
        if not attribute:
            return None if named or any(_holds_true(marks) for marks in self._marks(block)) else False
        if attribute in named:
            return True
        return attribute not in SURE and any(_holds_true(_child(marks, attribute)) for marks in self._marks(block))

    def _parameter(self, block: Block, attribute: str) -> bool | None:
        """A parameter holds a secret where it is a SecureString."""
        kinds = [*self._kinds(block)]
        secure = any_of(kind == "SecureString" if kind else None for kind in kinds) if kinds else None
        return None if secure and not attribute else secure

    def _kinds(self, block: Block) -> Iterator[str | None]:
        for resource in self._resources.get(block, ()):
            match resource.value(("type",), computed=True):
                case Known(str(kind)):
                    yield kind
                case _:
                    yield None
        for data in self._data.get(block, ()):
            yield data.values.get("type") if isinstance(data.values, dict) else None

    def _marks(self, block: Block) -> Iterator[Any]:
        """What Terraform marks sensitive in each object of a block."""
        for resource in self._resources.get(block, ()):
            yield resource.after_sensitive
        for data in self._data.get(block, ()):
            yield decode(data.state.sensitive_values)

    @cached_property
    def _resources(self) -> dict[Block, list[Resource]]:
        plan = self.estate.plan
        found: dict[Block, list[Resource]] = defaultdict(list)
        for (module, mode, kind, name), resources in plan.instances.items():
            found[plan.configuration.path(module), mode, kind, name] += resources
        return found

    @cached_property
    def _data(self) -> dict[Block, list[PriorData]]:
        found: dict[Block, list[PriorData]] = defaultdict(list)
        for data in self.estate.plan.prior_data:
            found[parse(data.address).config].append(data)
        return found


def _child(node: Any, name: str) -> Any:
    return node.get(name) if isinstance(node, dict) else node


def _holds_true(node: Any) -> bool:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return node is True or any(_holds_true(child) for child in children)
