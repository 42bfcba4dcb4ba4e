"""From what holds to a report: the pipeline's options, and the bytes of the plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from lambda_policies import pipeline
from lambda_policies.cli import places
from lambda_policies.cli.inputs import Source
from lambda_policies.cli.resolve import today
from lambda_policies.errors import PlanError
from lambda_policies.plan.impostors import BinaryPlanError, refuse_head
from lambda_policies.plan.limits import Limits
from lambda_policies.resolved import Resolved
from lambda_policies.settings.words import quoted
from lambda_policies.verdicts import Report, Waiver


@dataclass(frozen=True, slots=True)
class Switches:
    """What only this run is told: flags that are true or false, and the binary plan beside its JSON."""

    require_lambda: bool = False
    allow_errored: bool = False
    keep_passes: bool = False
    isolated: bool = False
    binary: Path | None = None


def judge(
    found: Resolved, sources: Sequence[Source], given: tuple[Waiver, ...], switches: Switches, chdir: Path | None
) -> Report:
    """Decide the guardrails on the plans. Raises LpError."""
    settled = settle(found, sources, given, switches)
    return pipeline.check(documents(sources, settled.limits, chdir, isolated=switches.isolated), settled)


def settle(
    found: Resolved, sources: Sequence[Source], given: tuple[Waiver, ...], switches: Switches
) -> pipeline.Options:
    """Everything that the pipeline is told beside the plans. Raises LpError."""
    return replace(
        found.options(today(), given),
        require_lambda=switches.require_lambda,
        allow_errored=switches.allow_errored,
        keep_passes=switches.keep_passes,
        source=places.finder(
            found.held.source or places.AUTO, sources, isolated=switches.isolated, binary=switches.binary
        ),
    )


def documents(
    sources: Iterable[Source], bounds: Limits, chdir: Path | None, *, isolated: bool
) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the plans, one at a time; a binary plan is shown as JSON first. Raises PlanError."""
    for source in sources:
        yield source.name, _bytes(source, bounds, chdir, isolated=isolated)  # no name of its own keeps them


def _bytes(source: Source, bounds: Limits, chdir: Path | None, *, isolated: bool) -> bytes:
    data = source.read(bounds.max_bytes)
    try:
        refuse_head(data, source.name)
    except BinaryPlanError as error:
        return _shown(source, error, bounds, chdir, isolated=isolated)
    return data


def _shown(source: Source, error: BinaryPlanError, bounds: Limits, chdir: Path | None, *, isolated: bool) -> bytes:
    """The JSON of a binary plan. Showing runs the providers of a folder, so in isolation it takes a named folder."""
    if source.path is None or not source.path.is_file():
        raise error
    if isolated and chdir is None:
        sentence = f"{quoted(source.name)} is a binary plan; --isolated runs nothing in its folder."
        raise PlanError(sentence, "Pass the JSON of `terraform show -json`, or name a folder you trust with --chdir.")
    from lambda_policies.plan import binary

    return binary.show(source.path, chdir=chdir, limits=bounds)
