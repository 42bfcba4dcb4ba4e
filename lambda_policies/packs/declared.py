"""A guardrail as it is written in YAML, strictly checked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}[0-9]{1,6}$")]


class Strict(BaseModel):
    """What people write: nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DeclaredParameter(Strict):
    """A number, word or list that a pack may set."""

    default: Any
    about: Line


class DeclaredExample(Strict):
    """A small configuration and the outcome on it."""

    name: Line
    outcome: Literal["pass", "fail", "unknown"]
    at: str = ""
    resources: dict[str, dict[str, Any]]


class DeclaredGuardrail(Strict):
    """One requirement about the paths of one model.

    ``about`` names the model, ``when`` narrows it, ``require`` maps paths to operators; a bare word or number means
    ``is``, a list ``in``. ``because`` is the sentence of a failing verdict; ``{value}`` in it is the deciding value and
    ``{name}`` a parameter. ``leads`` names guardrails that speak of the same cause at the same address.
    """

    id: Id
    slug: Slug
    title: Line
    why: Prose
    severity: Literal["critical", "high", "medium", "low", "info"]
    about: str
    applies: str = ""
    when: dict[str, Any] = Field(default_factory=dict)
    require: dict[str, Any] = Field(min_length=1)
    because: Line
    parameters: dict[str, DeclaredParameter] = Field(default_factory=dict)
    leads: tuple[Id, ...] = ()
    documents: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    peers: tuple[str, ...] = ()
    profile: Literal["baseline", "strict"] = "baseline"
    effect: Literal["deny", "warn", "off"] | None = None
    fix: Prose
    fix_hcl: Prose
    examples: tuple[DeclaredExample, ...] = ()
