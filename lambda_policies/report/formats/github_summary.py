"""A job summary of GitHub Actions: the same Markdown as a comment, with more room."""

from __future__ import annotations

from lambda_policies.report import Format, Style
from lambda_policies.report.comment import comment
from lambda_policies.verdicts import Report

LIMIT = 1_000_000
"""Bytes; GitHub refuses summaries of more than a mebibyte."""


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - as every format
    """The report as Markdown."""
    return comment(report, LIMIT, "a summary holds a mebibyte")


FORMAT = Format(render=render)
