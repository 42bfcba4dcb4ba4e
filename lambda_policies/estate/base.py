"""What every model is: a frozen pydantic view of one kind of resource, whose fields are read when they are asked for.

A field holds a ``Value`` and names the attribute path that it is read from. Its name is that path in words:
``tracing_config[0].mode`` is ``tracing_config_mode``, and a pack writes it ``tracing_config.mode``. Only an attribute
whose name is a join's (``role``) is read under a longer one (``role_arn``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeAlias, TypeVar, get_args

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from lambda_policies.errors import PlanError
from lambda_policies.plan.resources import NOTHING, Path, Resource, dotted, parse_path
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate

T = TypeVar("T")
Attribute: TypeAlias = Annotated[Known[T] | Unknown | Absent, "read from the plan"]


_BARE: dict[str, Any] = {
    "__pydantic_fields_set__": frozenset(),
    "__pydantic_extra__": None,
    "__pydantic_private__": None,
}
"""What pydantic keeps beside the fields; ``model_construct`` sets it too, and walks all fields to do so."""


class At(Struct, frozen=True, dict=True):
    """Where a field is read, what stands for "not set" there, and what holds then.

    ``text`` is the path in Terraform's notation. ``computed``: the provider may fill it in although nobody sets it,
    so that unknown stays unknown. ``default``: what AWS uses where it is not set; None where there is no such value.
    ``many``: a list or map.
    """

    path: Path
    text: str
    unset: tuple[Any, ...] = ()
    computed: bool = False
    default: Any = None
    many: bool = False

    @cached_property
    def missing(self) -> Value[Any]:
        """What holds where it is not set."""
        return Absent(self.text) if self.default is None else Known(self.default, self.text)

    def read(self, resource: Resource) -> Value[Any]:
        """Read the attribute of *resource*."""
        if len(self.path) == 1:
            known = resource.plain(self.path[0], self.text)
            if known is not None:
                return self.missing if known is NOTHING or known.value in self.unset else known
        value = resource.value(self.path, computed=self.computed, many=self.many, at=self.text)
        if isinstance(value, Absent) or (isinstance(value, Known) and self.unset and value.value in self.unset):
            return self.missing
        return value


def at(path: str, *, unset: Sequence[Any] = (), computed: bool = False, default: Any = None, many: bool = False) -> Any:
    """Declare a field that is read at *path*, in Terraform's notation."""
    where = parse_path(path)
    return Field(json_schema_extra={"at": At(where, dotted(where), tuple(unset), computed, default, many)})  # type: ignore[dict-item]


class Model(BaseModel):
    """A view of one resource of one of the ``TYPES``. ``address`` is its full address; joins are cached properties.

    ``LANDS_ON`` are the types of what its address may name, where these are others.
    """

    model_config = ConfigDict(frozen=True, defer_build=True, extra="ignore", arbitrary_types_allowed=True)
    TYPES: ClassVar[tuple[str, ...]] = ()
    LANDS_ON: ClassVar[tuple[str, ...]] = ()

    address: str
    if TYPE_CHECKING:  # the way back is no field: it is set with them and never validated or dumped
        resource: Resource
        estate: Estate

    @classmethod
    def read(cls, resource: Resource, estate: Estate) -> Self:
        """View *resource*."""
        return cls.made(address=resource.address, resource=resource, estate=estate)

    @classmethod
    def made(cls, **values: Any) -> Self:
        """A model of *values*; every other field is read when it is asked for."""
        model = cls.__new__(cls)
        for name, value in _BARE.items():
            object.__setattr__(model, name, value)
        model.__dict__.update(values)
        return model

    @classmethod
    def all_of(cls, estate: Estate) -> Iterator[Self]:
        """Every one of them in the plan of *estate*."""
        for kind in cls.TYPES:
            for resource in estate.plan.by_type.get(kind, ()):
                yield estate.view(cls, resource)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The addresses of the functions that it is about: those of its joins ``function`` or ``functions``."""
        kind = type(self)
        match self.function if hasattr(kind, "function") else None:
            case Known(function):
                return (function.address,)
        return tuple(one.address for one in self.functions) if hasattr(kind, "functions") else ()

    @property
    def doubt(self) -> Unknown | None:
        """What leaves open whether it is what its model says; None where it certainly is."""
        return None

    def __getattr__(self, name: str) -> Any:
        """Read a field when it is first asked for; another type than the provider's schema says is a ``PlanError``."""
        field = _fields(type(self)).get(name)
        if field is None:
            raise AttributeError(name)
        value = field[0].read(self.resource)
        if type(value) is Known and type(value.value) is not field[1]:
            value = _checked(self, value, field[1])
        self.__dict__[name] = value
        return value

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


@cache
def held_type(model: type[Model], name: str) -> Any:
    """The type that a field holds where it is known."""
    known = get_args(model.model_fields[name].annotation)[0]
    return get_args(known)[0]


@cache
def _fields(model: type[Model]) -> dict[str, tuple[At, Any]]:
    """Where each field of *model* is read, and the type that it holds."""
    return {name: (where, held_type(model, name)) for name, where in places(model).items()}


def _checked(model: Model, value: Known[Any], kind: Any) -> Known[Any]:
    try:
        held = _adapter(kind).validate_python(value.value)
    except ValidationError:
        msg = f"{model.address}: the plan gives {value.at} in another type than the AWS provider does."
        raise PlanError(msg) from None
    return value if held is value.value else Known(held, value.at, value.sensitive)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
