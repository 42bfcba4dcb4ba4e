"""Whether what a value is made from is a secret itself, as far as the plan says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lambda_policies.data.secret_attributes import carries_anything, secret_attributes
from lambda_policies.plan.origins import Kind, Origin
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
        answer = self._answers[key]
        return answer if origin.sure or not answer else None

    def plain(self, origins: tuple[Origin, ...]) -> frozenset[Any]:
        """The values of the parameters among *origins* that hold plain strings."""
        return frozenset(value for origin in origins for value in self._plain(origin))

    @cached_property
    def has_parameters(self) -> bool:
        """Whether there is a parameter in the plan, made or read."""
        return any(kind == PARAMETER for _, _, kind, _ in (*self._resources, *self._data))

    def _plain(self, origin: Origin) -> Iterator[Any]:
        reference = origin.reference
        if reference is None or reference.type != PARAMETER or self.of(origin) is not False:
            return
        block = (origin.module, reference.kind, reference.type, reference.name)
        for resource in self._resources.get(block, ()):
            match resource.value(("value",), computed=True):
                case Known(value):
                    yield value
        for data in self._data.get(block, ()):
            yield data.values.get("value") if isinstance(data.values, dict) else None

    def _decided(self, origin: Origin) -> bool | None:
        reference = origin.reference
        if reference is None or carries_anything(reference.type):
            return None
        attribute = str(reference.path[0]) if reference.path else ""
        block = (origin.module, reference.kind, reference.type, reference.name)
        if reference.type == PARAMETER and attribute in {"value", ""}:
            return self._parameter(block, attribute)
        named = secret_attributes(reference.type)
        if attribute in named:
            return True
        if attribute in SURE:
            return False
        if not attribute:
            return None if named or self._is_marked(block) is not False else False
        return self._is_marked(block, attribute)

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

    def _is_marked(self, block: Block, attribute: str = "") -> bool | None:
        """Whether Terraform marks an attribute sensitive, or any where none is named.

        Of data sources that were read while planning there are no marks; those of AWS that hold secrets are listed.
        """
        marks = (resource.after_sensitive for resource in self._resources.get(block, ()))
        if any(_holds_true(_child(mark, attribute) if attribute else mark) for mark in marks):
            return True
        return None if block in self._data and not block[2].startswith("aws_") else False

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
        plan = self.estate.plan
        for data in plan.prior_data:
            found[plan.configuration.path(data.module), "data", data.type, data.state.name].append(data)
        return found


def _child(node: Any, name: str) -> Any:
    return node.get(name) if isinstance(node, dict) else node


def _holds_true(node: Any) -> bool:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return node is True or any(_holds_true(child) for child in children)
