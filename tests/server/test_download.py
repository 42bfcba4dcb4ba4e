"""The configuration archive of a run: what only the source tells is decided, and a bad archive costs nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.server.conftest import Lp
from tests.server.hcp import ROOT, Platform, packed

CASE = ROOT / "fixtures/planlab/03-inline-policy"
PLAN = (CASE / "plan.tf1.11-aws5.100.json").read_bytes()


@pytest.fixture(scope="module")
def lp(start: Callable[..., Lp]) -> Lp:
    return start(archive_bytes=100_000)


def decided(platform: Platform, lp: Lp, **changes: Any) -> tuple[str, str]:
    """The message of a run, and the bodies of its outcomes about the role's own policy."""
    run = platform.run(**{"plan": PLAN, **changes})
    message = lp.judged(run)["message"]
    return message, "".join(each["body"] for each in run.outcomes if each["outcome-id"] == "LP105")


def test_what_only_the_source_tells_is_decided(platform: Platform, lp: Lp) -> None:
    message, body = decided(platform, lp, archive=packed(CASE))
    assert "Rebuilt from main.tf" in body
    assert "`main.tf:" in body
    assert message != decided(platform, lp, configuration_version_download_url=None)[0]


def test_the_root_module_is_in_the_working_directory(platform: Platform, lp: Lp) -> None:
    archive = packed(CASE, "envs/prod/")
    whole = decided(platform, lp, archive=packed(CASE))[0]
    for folder in ("envs/prod", "/envs/prod/", "./envs/prod"):
        message, body = decided(platform, lp, archive=archive, workspace_working_directory=folder)
        assert message == whole
        assert "envs/prod/main.tf:" in body


@pytest.mark.parametrize(
    "changes",
    [
        {"configuration_version_download_url": None},
        {"configuration_version_download_url": "https://evil.example/x"},
        {"archive_code": 404},
        {"archive": b"no archive"},
        {"archive": b"x" * 100_001},
        {"archive": packed(CASE), "workspace_working_directory": "../../etc"},
        {"archive": packed(CASE), "workspace_working_directory": "elsewhere"},
        {"archive": packed(ROOT / "fixtures/planlab/01-role-policy-jsonencode-unknown")},
    ],
    ids=["none", "elsewhere", "gone", "broken", "too big", "outside", "another folder", "another source"],
)
def test_without_the_source_it_stays_unknown(platform: Platform, lp: Lp, changes: dict[str, Any]) -> None:
    message, body = decided(platform, lp, **changes)
    assert message.startswith("DENIED")
    assert "Rebuilt" not in body
    assert "main.tf" not in body


def test_a_plan_that_passes_costs_no_archive(platform: Platform, lp: Lp) -> None:
    plan = b'{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": []}'
    run = platform.run(plan=plan, archive=packed(CASE))
    assert lp.judged(run)["status"] == "passed"
    assert not [path for path, _ in run.asked if "configuration-versions" in path]
