"""The managed policies of AWS that allow more than any one function needs."""

from __future__ import annotations

from functools import cache

from lambda_policies.data import load

JOB_FUNCTION = "job-function/"


def is_service_wide(name: str) -> bool:
    """Whether a managed policy of AWS, with its path, opens whole services or is made for a person's job.

    A policy that is newer than the data goes by its name: AWS calls FullAccess what allows everything of a service.
    """
    last = name.rpartition("/")[2]
    return name.startswith(JOB_FUNCTION) or last.endswith("FullAccess") or last in _listed()


@cache
def _listed() -> frozenset[str]:
    return frozenset(load("managed_policies")["service_wide"])
