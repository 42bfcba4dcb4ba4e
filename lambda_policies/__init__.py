"""Decides guardrails for AWS Lambda on Terraform and OpenTofu plans: pass, fail or unknown, offline.

``check`` is the Python API: ``check([("plan.json", data)], options)`` gives a ``Report``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_policies.pipeline import Options
    from lambda_policies.verdicts import Report

__version__ = "0.1.0"
__all__ = ["check"]


def check(plans: Iterable[tuple[str, bytes]], options: Options | None = None) -> Report:
    """Decide the shipped baseline, or what *options* say, on plans given as names and bytes. Raises ``LpError``.

    Without *options* dates are judged as on the day that the runtimes' table was retrieved.
    """
    from lambda_policies import packs, pipeline
    from lambda_policies.data.runtimes import retrieved

    return pipeline.check(plans, options or pipeline.Options(packs.load(), retrieved()))
