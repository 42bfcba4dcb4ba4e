"""``lp compare`` from the outside."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).parents[2] / "fixtures" / "compare"


def test_it_prints_text_and_json_with_what_the_source_tells(lp: Any, folder: Path) -> None:
    shutil.copytree(FIXTURE, folder / "infra")
    call = ["compare", "infra/plan.json", "--checkov", "infra/checkov.json", "--as-of", "2026-11-21"]
    text = lp(*call)
    assert text.code == 0
    first = r"infra/plan\.json  \d\d failing verdicts, 1 undecided, compared with Checkov 3\.3\.30\n"
    assert re.match(first, text.out)
    machine = json.loads(lp(*call, "--format", "json").out)
    bad = ["LP104", "LP105", "LP113", "LP203", "LP205", "LP406", "LP501", "LP601", "LP605", "LP701", "LP1201", "LP1203"]
    assert machine["peers"][0]["passes_what_is_bad"] == bad


def test_without_results_there_is_nothing_to_compare(lp: Any, folder: Path) -> None:
    shutil.copy(FIXTURE / "plan.json", folder)
    ran = lp("compare", "plan.json")
    assert ran.code == 2
    assert "--checkov FILE" in ran.err
