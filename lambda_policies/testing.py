"""For authors of modules: a test that says what a plan of the module would be denied for.

def test_the_module_is_safe() -> None:
    assert_plan_passes("plan.json", source=".")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from lambda_policies import pipeline, resolved
from lambda_policies.data.runtimes import retrieved
from lambda_policies.errors import PlanError
from lambda_policies.report import FORMATS, Style
from lambda_policies.settings.layers import Layer
from lambda_policies.verdicts import Effect, Report

if TYPE_CHECKING:
    from lambda_policies.plan.model import Configuration
    from lambda_policies.sourcing import Code, Find

__all__ = ["assert_plan_passes"]


def assert_plan_passes(  # noqa: PLR0913 - one parameter per option
    plan: str | Path | bytes | Mapping[str, Any],
    *,
    profile: str = "baseline",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    accounts: Sequence[str] = (),
    unknown: str | None = None,
    source: str | Path | None = None,
    as_of: date | None = None,
) -> Report:
    """The report of a plan that nothing is denied in. Raises AssertionError with the whole report where something is.

    *plan* is what ``terraform show -json`` printed: a path, its bytes, or what ``json`` made of them. *select* and
    *ignore* are ids, slugs or family words; *parameters* are as ``{"LP1203.minimum": 30}``; *accounts* are your own;
    *unknown* is what an undecided verdict leads to: deny, warn or off; *source* is the folder of the root module.
    Dates are judged as on *as_of*, by default the day that the runtimes' table was retrieved, so that a test says
    tomorrow what it says today. Raises LpError where the plan or an argument cannot be read.
    """
    layer = Layer(
        profile=profile,
        select=tuple(select) or None,
        ignore=tuple(ignore) or None,
        parameters=dict(parameters or {}),
        accounts=tuple(accounts) or None,
        unknown=Effect(unknown) if unknown else None,
    )
    options = resolved.resolve([layer]).options(as_of or retrieved())
    name = str(plan) if isinstance(plan, str | Path) else "plan"
    find = _finder(Path(source)) if source is not None else None
    report = pipeline.check([(name, _bytes(plan))], msgspec.structs.replace(options, source=find))
    if report.exit_code:
        raise AssertionError("\n" + FORMATS["text"].render(report, Style(width=100)))
    return report


def _bytes(plan: str | Path | bytes | Mapping[str, Any]) -> bytes:
    if isinstance(plan, bytes):
        return plan
    if isinstance(plan, Mapping):
        return msgspec.json.encode(plan)
    try:
        return Path(plan).read_bytes()
    except OSError as error:
        raise PlanError(f"{plan} cannot be read: {error.strerror}.") from None


def _finder(folder: Path) -> Find:
    """What finds the source of the plan in a folder, with paths as seen from it."""
    from lambda_policies.source.lines import SourceIndex
    from lambda_policies.sourcing import Code

    def find(_: str, configuration: Configuration | None) -> Code:
        index = SourceIndex(folder, configuration)
        code = Code(str(folder), str(folder), index, lambda file: (folder / file).as_posix())
        code.index.matches()
        return code

    return find
