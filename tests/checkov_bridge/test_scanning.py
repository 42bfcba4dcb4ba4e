"""Finding the plan in the frames of the runner that called a check."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.checkov_bridge.scanning import Scan, scan
from lambda_policies.errors import LpError

ENTITIES: list[dict[str, Any]] = [
    {"aws_lambda_function": {"f": {"__address__": "module.a.aws_lambda_function.f"}}},
    {"aws_s3_bucket": {"b": {}}},
]


class Filter:
    """Stands for Checkov's RunnerFilter."""

    def should_run_check(self, check_id: str, report_type: str) -> bool:
        return check_id == "LP203" and report_type == "terraform_plan"


class Runner:
    """Stands for a runner: the names of the method and of its arguments are Checkov's."""

    def __init__(self, check_type: str) -> None:
        self.check_type = check_type

    def run_block(self, entities: list[dict[str, Any]], full_file_path: str, runner_filter: Filter) -> Scan | None:
        assert entities
        assert full_file_path
        assert runner_filter
        return self.registry()

    def registry(self) -> Scan | None:
        return scan()


def scanned(check_type: str) -> Scan | None:
    return Runner(check_type).run_block(ENTITIES, "/plans/a.json", Filter())


def test_the_plan_is_the_one_that_the_runner_reads() -> None:
    seen = scanned("terraform_plan")
    assert seen is not None
    assert seen.plan == "/plans/a.json"
    assert dict(seen.visits()) == {"module.a.aws_lambda_function.f": "aws_lambda_function", "": "aws_s3_bucket"}


def test_the_selection_of_the_run_is_asked() -> None:
    seen = scanned("terraform_plan")
    assert seen is not None
    assert [seen.asks("LP203"), seen.asks("LP204")] == [True, False]


@pytest.mark.parametrize("check_type", ["terraform", "terraform_json"])
def test_source_files_are_no_plan(check_type: str) -> None:
    assert scanned(check_type) is None


def test_an_unknown_way_of_calling_is_an_error() -> None:
    with pytest.raises(LpError, match="does not say which plan it scans"):
        scan()
