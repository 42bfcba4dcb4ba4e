"""What Checkov is scanning at this moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lambda_policies.errors import LpError


@dataclass(frozen=True, slots=True)
class Scan:
    """A plan that Checkov scans: its real path, the resources that Checkov visits in it, and Checkov's filter."""

    plan: str
    entities: Sequence[Mapping[str, Any]]
    runner_filter: Any

    def visits(self) -> Iterator[tuple[str, str]]:
        """Address and Terraform type of each resource that checks get to see."""
        for entity in self.entities:
            for kind, named in entity.items():
                for conf in named.values():
                    yield conf.get("__address__", ""), kind

    def asks(self, guardrail: str) -> bool:
        """Whether ``--check`` and ``--skip-check`` leave a guardrail in the run."""
        return bool(self.runner_filter.should_run_check(check_id=guardrail, report_type="terraform_plan"))


def scan() -> Scan | None:
    """The plan that Checkov scans, None where it scans something else. Raises LpError.

    A check is told the path relative to a root that it is not told, so the same words can mean two plans. The
    runner that called it knows: ``run_block`` is its method, and these are the names of that method's arguments.
    """
    frame = sys._getframe(1)  # noqa: SLF001 - the documented way to one's callers
    while frame.f_code.co_name != "run_block":
        if frame.f_back is None:
            sentence = "Checkov does not say which plan it scans: this version calls its checks in another way."
            raise LpError(sentence, "Install a Checkov version that lambda-policies[checkov] allows.")
        frame = frame.f_back
    seen = frame.f_locals
    if getattr(seen.get("self"), "check_type", "") != "terraform_plan":
        return None
    return Scan(str(seen["full_file_path"]), seen["entities"], seen["runner_filter"])
