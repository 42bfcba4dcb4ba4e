"""Every verdict about every example is the committed one, with its sentence and what it leads."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from lambda_policies import packs
from lambda_policies.guardrails.base import Example, Guardrail

ROOT = Path(__file__).parents[2]
SAID = run_path(str(ROOT / "tools/example_verdicts.py"))["said"]
COMMITTED = (ROOT / "fixtures/examples/verdicts.tsv").read_text(encoding="utf-8").splitlines()
EXAMPLES = [
    pytest.param(guardrail, number, example, id=f"{guardrail.id}-{number}")
    for guardrail in packs.catalogue()
    for number, example in enumerate(guardrail.examples)
]


@pytest.mark.parametrize(("guardrail", "number", "example"), EXAMPLES)
def test_the_verdicts_are_the_committed_ones(guardrail: Guardrail[Any], number: int, example: Example) -> None:
    committed = [line for line in COMMITTED if line.startswith(f"{guardrail.id}-{number}\t")]
    assert list(SAID(guardrail, number, example)) == committed
