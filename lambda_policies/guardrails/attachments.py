"""Every managed policy that is attached to an execution role, judged by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.saying import failed, leading, passed, undecided
from lambda_policies.guardrails.statements import about_role
from lambda_policies.iam.arns import managed_policy_name
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Verdict

LEADS = {"LP109": ("LP110",)}


def judged_by_name(
    execution: ExecutionRole, guardrail: str, wrong: Callable[[str], str], fine: str
) -> Iterator[Verdict]:
    """The verdicts of *guardrail*: *wrong* says what is wrong with the AWS managed policy of that path and name."""
    yield from about_role(execution, guardrail)
    for grant in execution.grants:
        address, at, leads = grant.via or grant.address, grant.policy_arn.at, LEADS.get(guardrail, ())
        match grant.policy_arn:
            case Absent():
                continue
            case Known(arn) if because := wrong(managed_policy_name(arn) or ""):
                if isinstance(execution.role, Known):
                    yield failed(address, at, because, (execution.address,))
                else:
                    yield undecided(address, Unknown("role", feeds=(execution.address,)))
            case Unknown() as hole if not grant.via:
                yield leading(undecided(address, hole, related=(execution.address,)), *leads)
            case _:
                yield passed(address, at, fine)
