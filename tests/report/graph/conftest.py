"""Graphs of real plans and of made ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lambda_policies.cli.access_plan import Reading
from lambda_policies.cli.graph import drawn
from lambda_policies.report.graph.model import Graph

FIXTURES = Path(__file__).parents[3] / "fixtures"


@pytest.fixture
def graph_of() -> Callable[..., Graph]:
    """The graph of a fixture's plan."""

    def draw(name: str, *functions: str, exposed: bool = False) -> Graph:
        reading = Reading(str(FIXTURES / name / "plan.json"), isolated=True)
        return drawn(reading, functions, exposed=exposed)

    return draw
