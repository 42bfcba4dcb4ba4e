"""Which function's newest version an alias follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_policies.estate.models.function import Function
from lambda_policies.values import Absent, Known, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.models.alias import Alias


VERSION = (("version",), ())
"""What of a function names its version; before 1.1 Terraform names the function alone."""


def followed_by(alias: Alias) -> Value[Function]:
    """The function whose attribute ``version`` *alias* points at; absent where it points at a version by number."""
    version = alias.function_version
    if not isinstance(version, Unknown):
        return Absent(version.at)
    sources = alias.resource.plan.references.sources(alias.resource, ("function_version",))
    owner = sources.only
    if owner is None or owner.type not in Function.TYPES or owner.mode != "managed":
        return version
    if any(source.attribute not in VERSION for source in sources.items):
        return version
    return Known(alias.estate.view(Function, owner), version.at)
