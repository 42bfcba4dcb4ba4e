"""Every managed policy that is attached to an execution role, judged by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.saying import failed, leading, passed, undecided
from lambda_policies.guardrails.statements import about_role
from lambda_policies.iam.arns import managed_policy_name
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Verdict

FOLLOWERS = ("LP112",)
"""Who finds in the documents of AWS's policies what follows from their names."""


def judged_by_name(execution: ExecutionRole, wrong: Callable[[str], str], fine: str, *leads: str) -> Iterator[Verdict]:
    """A verdict on each policy: *wrong* says what is wrong with the AWS managed policy of that path and name.

    Where it is open which policy that is, it speaks for the guardrails *leads* too.
    """
    yield from about_role(execution)
    for grant in execution.grants:
        address, at = grant.via or grant.address, grant.policy_arn.at
        match grant.policy_arn:
            case Absent():
                continue
            case Known(arn) if (name := managed_policy_name(arn)) and (because := wrong(name)):
                if isinstance(execution.role, Known):
                    yield leading(failed(address, at, because, (execution.address,)), *FOLLOWERS)
                else:
                    yield undecided(address, Unknown("role", feeds=(execution.address,)))
            case Unknown() as hole if not grant.via:
                yield leading(undecided(address, hole, related=(execution.address,)), *leads)
            case _:
                yield passed(address, at, fine)
