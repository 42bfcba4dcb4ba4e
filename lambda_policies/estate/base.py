"""What every model is: a frozen, lazily built pydantic view of one kind of resource.

A field holds a ``Value`` and names the attribute path that it is read from. Its name is that path in words:
``tracing_config[0].mode`` is ``tracing_config_mode``, and a pack writes it ``tracing_config.mode``. Only an attribute
whose name is a join's (``role``) is read under a longer one (``role_arn``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, PrivateAttr, ValidationError
from pydantic_core import CoreSchema, core_schema

from lambda_policies.errors import PlanError
from lambda_policies.plan.resources import Path, Resource, parse_path
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate

T = TypeVar("T")
SelfModel = TypeVar("SelfModel", bound="Model")


class Reading:
    """Lets pydantic check what a Known holds against the field's type, and leave Unknown and Absent as they are."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Build the schema of ``Known[T] | Unknown | Absent`` from that of ``T``."""
        known = next(arg for arg in get_args(source) if getattr(arg, "__origin__", None) is Known)
        return core_schema.no_info_wrap_validator_function(_read, handler.generate_schema(get_args(known)[0]))


def _read(raw: Any, inner: Any) -> Any:
    return Known(inner(raw.value), raw.at, raw.sensitive) if type(raw) is Known else raw


Attribute: TypeAlias = Annotated[Known[T] | Unknown | Absent, Reading()]


@dataclass(frozen=True, slots=True)
class At:
    """Where a field is read, what stands for "not set" there, and what holds then.

    ``computed``: the provider may fill it in although nobody sets it, so that unknown stays unknown.
    ``default``: what AWS uses where it is not set; None where there is no such value. ``many``: a list or map.
    """

    path: Path
    unset: tuple[Any, ...] = ()
    computed: bool = False
    default: Any = None
    many: bool = False

    def read(self, resource: Resource) -> Value[Any]:
        """Read the attribute of *resource*."""
        value = resource.value(self.path, computed=self.computed, many=self.many)
        match value:
            case Known(held, at=where) if isinstance(held, (int, str)) and held in self.unset:
                value = Absent(where)
        if isinstance(value, Absent) and self.default is not None:
            return Known(self.default, value.at)
        return value


def at(
    path: str, *, unset: Sequence[Any] = (), computed: bool = False, default: Any = None, many: bool = False
) -> Any:
    """Declare a field that is read at *path*, in Terraform's notation."""
    return Field(json_schema_extra={"at": At(parse_path(path), tuple(unset), computed, default, many)})  # type: ignore[dict-item]


class Model(BaseModel):
    """A view of one resource of one of the ``TYPES``. ``address`` is its full address; joins are cached properties.

    ``LANDS_ON`` are the types of what its address may name, where these are others.
    """

    model_config = ConfigDict(frozen=True, defer_build=True, extra="ignore", arbitrary_types_allowed=True)
    TYPES: ClassVar[tuple[str, ...]] = ()
    LANDS_ON: ClassVar[tuple[str, ...]] = ()

    address: str
    _resource: Resource = PrivateAttr()
    _estate: Estate = PrivateAttr()

    @classmethod
    def read(cls: type[SelfModel], resource: Resource, estate: Estate) -> SelfModel:
        """View *resource*. A value of another type than the provider's schema says is a ``PlanError``."""
        values: dict[str, Any] = {"address": resource.address}
        for name, where in places(cls).items():
            values[name] = where.read(resource)
        try:
            model = cls.model_validate(values)
        except ValidationError as error:
            wrong = ", ".join(sorted({str(detail["loc"][0]) for detail in error.errors(include_input=False)}))
            msg = f"{resource.address}: the plan gives {wrong} in another type than the AWS provider does."
            raise PlanError(msg) from None
        model._resource = resource  # noqa: SLF001 - its own private attribute, set once
        model._estate = estate  # noqa: SLF001
        return model

    @classmethod
    def all_of(cls: type[SelfModel], estate: Estate) -> Iterator[SelfModel]:
        """Every one of them in the plan of *estate*."""
        for kind in cls.TYPES:
            for resource in estate.plan.by_type.get(kind, ()):
                yield estate.view(cls, resource)

    @property
    def resource(self) -> Resource:
        """The resource that this is a view of."""
        return self._resource

    @property
    def estate(self) -> Estate:
        """The estate that it belongs to."""
        return self._estate

    def __hash__(self) -> int:
        return hash(self.address)

    def __eq__(self, other: object) -> bool:
        return self is other


@cache
def places(model: type[Model]) -> dict[str, At]:
    """Where each field of *model* is read, by field name."""
    found: dict[str, At] = {}
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and isinstance(extra.get("at"), At):
            found[name] = extra["at"]  # type: ignore[assignment]
    return found
