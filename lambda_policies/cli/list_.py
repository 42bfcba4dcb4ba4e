"""``lp list``: every guardrail of the pack, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_policies.cli import console, options
from lambda_policies.cli.options import Form

if TYPE_CHECKING:
    from lambda_policies.resolved import Resolved

Row = tuple[str, str, str, str, str]

COLUMNS = ("id", "slug", "severity", "effect", "title")


def list_(  # noqa: PLR0913 - one parameter per option
    *,
    profile: options.Profile = None,
    pack: options.PackPath = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: options.FailOn = None,
    isolated: options.Isolated = False,
    config: options.ConfigFile = None,
    form: options.Printed = Form.TEXT,
) -> None:
    """List the guardrails. The effect is that of a failing verdict."""
    from lambda_policies.cli.resolve import resolve

    flags = options.layer(profile=profile, pack=pack, select=select, ignore=ignore, fail_on=fail_on)
    rows = _rows(resolve(flags, [Path()], isolated=isolated, config=config))
    if form is Form.JSON:
        console.emit(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=2) + "\n")
    else:
        console.emit(_table(rows))


def _rows(found: Resolved) -> list[Row]:
    """One row for each guardrail, by number."""
    from lambda_policies.governance.effects import Decider
    from lambda_policies.report.order import natural
    from lambda_policies.verdicts import Outcome

    decider = Decider(fail_on=found.held.fail_on, overrides=found.bound.effects)
    chosen = found.chosen
    rows: list[Row] = []
    for each in chosen.guardrails:
        named = decider.named(each.id, each.slug, chosen.effects.get(each.id))
        effect = decider.effect(each.severity, named, Outcome.FAIL, None)
        rows.append((each.id, each.slug, each.severity.value, effect.value, each.title))
    return sorted(rows, key=lambda row: natural(row[0]))


def _table(rows: Iterable[Row]) -> str:
    """Aligned columns; the last one is as long as it is."""
    rows = list(rows)
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(len(COLUMNS) - 1)]
    return "".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]]) + "\n"
        for row in rows
    )
