"""Checkov's own checks beside the guardrails of a run, where the pack or a flag asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from lambda_policies.cli.inputs import Source
from lambda_policies.errors import ConfigError
from lambda_policies.pipeline import Options
from lambda_policies.verdicts import Report


def refuse_stdin(sources: Sequence[Source]) -> None:
    """Refuse a plan that cannot be read again for Checkov. Raises ConfigError."""
    if any(source.path is None for source in sources):
        raise ConfigError("Standard input cannot be read twice, by lp and by Checkov.", "Give the plan as a file.")


def beside(report: Report, plans: Iterable[tuple[str, bytes]], options: Options, *, every: bool) -> Report:
    """*report* with what Checkov says of its plans: all that it has where *every*, or else what the pack names.

    Raises LpError, also where Checkov is missing: a check that was asked for and did not run is no pass.
    """
    from lambda_policies.checkov_bridge import running
    from lambda_policies.checkov_bridge.beside import joined
    from lambda_policies.plan.index import Plan
    from lambda_policies.plan.reader import read_plan
    from lambda_policies.plan.text import utf8

    executable = running.program(os.environ.get("LP_CHECKOV", ""))
    asked = replace(options.pack.checkov, checks=()) if every else options.pack.checkov
    heard = []
    for name, data in plans:
        plan = Plan(read_plan(data, name, options.limits).document, name)
        whole = utf8(data, name, options.limits)
        heard.append((name, running.run(executable, whole, asked, plan.by_address, every=every)))
    return joined(report, heard, options, every=every)
