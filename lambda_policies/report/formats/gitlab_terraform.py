"""GitLab's Terraform report: how much the plans change, and nothing else of them.

Source: https://docs.gitlab.com/user/infrastructure/iac/mr_integration/
"""

from __future__ import annotations

import msgspec

from lambda_policies.report import Format, Style
from lambda_policies.verdicts import Report

MOST = 999_999
"""GitLab reads at most six digits."""


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """Three counts as JSON."""
    counts = {
        verb: min(sum(getattr(plan.changes, verb) for plan in report.plans), MOST)
        for verb in ("create", "update", "delete")
    }
    return msgspec.json.encode(counts).decode() + "\n"


FORMAT = Format(render=render)
