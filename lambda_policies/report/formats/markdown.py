"""A comment for a pull or merge request: what the plan changes first, details folded, within GitHub's limit."""

from __future__ import annotations

from lambda_policies.report import Format, Style
from lambda_policies.report.comment import comment
from lambda_policies.verdicts import Report

LIMIT = 65_536
"""The characters that a comment on GitHub may have; counted in bytes, which are at least as many."""


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as Markdown."""
    return comment(report, LIMIT, "a comment holds 65,536 characters")


FORMAT = Format(render=render)
