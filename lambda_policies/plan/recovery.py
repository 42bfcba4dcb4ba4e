"""What rebuilds from source the values that a plan leaves open. The plan does not know how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from lambda_policies.plan.references import Source
    from lambda_policies.plan.resources import Path, Resource
    from lambda_policies.values import Known, Unknown, Value


class Recovery(Protocol):
    """Rebuilds values. What it cannot rebuild stays as the plan has it."""

    def better(self, resource: Resource, path: Path, found: Known[Any] | Unknown) -> Value[Any]:
        """*found*, the value of *resource* at *path*, with what of its holes can be filled."""

    def tree(self, resource: Resource, at: str) -> Known[Any] | None:
        """What the JSON text at the attribute path *at* holds, where parts of it are known; None where none are."""

    def sources(self, resource: Resource, path: Path) -> tuple[Source, ...] | None:
        """What feeds the holes that are left at *path*; None where that is not known better."""

    def local(self, module: tuple[str, ...], name: str) -> tuple[str, ...] | None:
        """What the local *name* of the module at path *module* refers to; None where it is not found."""
