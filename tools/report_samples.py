"""What each format makes of three real plans: written by ``tools/docs.py``, so that whatever changes is seen.

A few families of guardrails only, so that a person can read what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from datetime import date
from pathlib import Path

from lambda_policies import packs
from lambda_policies.cli import places
from lambda_policies.cli.inputs import Source
from lambda_policies.pipeline import Options, check
from lambda_policies.report import FORMATS, Style
from lambda_policies.verdicts import Report

AS_OF = date(2026, 11, 21)
FAMILIES = ("invoke", "url", "runtime")
FIXTURES = Path(__file__).parent.parent / "fixtures"
FOLDER = "fixtures/reports"
PLANS = ("bad", "good-api", "noop")
WIDTH = 100


def samples() -> Iterator[tuple[str, str]]:
    """Every sample: path and text."""
    for plan in PLANS:
        report = judged(plan)
        for name in FORMATS:
            yield f"{FOLDER}/{plan}/{name}.txt", FORMATS[name].render(report, Style(width=WIDTH))


def judged(folder: str) -> Report:
    """What is decided about the plan of a folder of fixtures, with its source where there is one."""
    plan = f"{folder}/plan.json"
    with chdir(FIXTURES):
        source = places.finder("auto", [Source(plan, Path(plan))], isolated=False)
        pack = packs.load("baseline").select(FAMILIES)
        options = Options(pack, AS_OF, source=source, keep_passes=True)
        return check([(plan, Path(plan).read_bytes())], options)
