"""Whether a statement reads secrets and parameters that it does not name, or does more with secrets than read them."""

from __future__ import annotations

import re
from collections.abc import Callable

from lambda_policies.iam.answers import Answer, Fault, answer
from lambda_policies.iam.arns import parse_arn
from lambda_policies.iam.document import Statement
from lambda_policies.iam.matching import covers, may_be_about, may_be_of
from lambda_policies.iam.questions import allows
from lambda_policies.values import Members, all_of, any_of, negate

SECRETS, PARAMETERS = "secretsmanager", "ssm"
READS = {
    SECRETS: ("secretsmanager:GetSecretValue",),
    PARAMETERS: ("ssm:GetParameter", "ssm:GetParameterHistory", "ssm:GetParameters", "ssm:GetParametersByPath"),
}
ROTATION = ("secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage")
WRITES = (
    "secretsmanager:ListSecrets",
    "secretsmanager:DeleteSecret",
    "secretsmanager:UpdateSecret",
    *ROTATION,
)
SECRET_ACTIONS = frozenset((*READS[SECRETS], *READS[PARAMETERS], *WRITES))
"""What these questions are about, so that others leave it to them."""
_SPECIFIC = {
    SECRETS: re.compile(r"secret:[^*?]+(?:-\?{6}|-\*)?"),
    PARAMETERS: re.compile(r"parameter/[^*?]+(?:/\*)?"),
}


def exposes_secrets(statement: Statement, rotates: Callable[[], bool | None]) -> Answer:
    """Whether it reads secrets that it does not name, or lists, writes or deletes some.

    *rotates* says whether it belongs to the rotation function of a secret, which writes what it rotates.
    """
    if allows(statement) is False or not may_be_about(statement, ("secretsmanager:", "ssm:")):
        return None
    reads = {service: _reads_any(statement, service) for service in READS}
    if allows(statement) and any(reads.values()):
        return _reading(statement, next(service for service, read in reads.items() if read))
    writes = {action: _does(statement, action, SECRETS) for action in WRITES}
    if any(writes[action] is not False for action in ROTATION):
        unexcused = negate(rotates())
        writes |= {action: all_of((writes[action], unexcused)) for action in ROTATION}
    wrong = all_of((allows(statement), any_of((*reads.values(), *writes.values()))))
    found = tuple(action for action, write in writes.items() if write)
    return answer(
        statement, wrong, Fault("lists, writes or deletes secrets, where a function only reads them", found[:1])
    )


def _reading(statement: Statement, service: str) -> Fault:
    shows = tuple(text for text in _resources(statement).items if _is_unspecific(text, service))
    kind = "secrets" if service == SECRETS else "parameters"
    return Fault(f"reads {kind} that it does not name", shows[:1])


def _reads_any(statement: Statement, service: str) -> bool | None:
    reading = any_of([_does(statement, action, service) for action in READS[service]])
    return all_of((reading, _leaves_open(statement, service)))


def _does(statement: Statement, action: str, service: str) -> bool | None:
    return all_of((covers(statement, action), _is_about(statement, service)))


def _is_about(statement: Statement, service: str) -> bool | None:
    """Whether its resources hold one of *service*. One that is not known does where an action names the service."""
    if statement.not_resources is not None:
        return True
    found = _resources(statement)
    if any(may_be_of(text, service) for text in found.items):
        return True
    if found.rest is None:
        return False
    named = [text.partition(":")[0].lower() == service for text in (statement.actions or Members()).items]
    return True if any(named) else None


def _leaves_open(statement: Statement, service: str) -> bool | None:
    if statement.not_resources is not None:
        return True
    found = _resources(statement)
    hidden = found.rest is not None and not found.rest.present
    return any_of([*(_is_unspecific(text, service) for text in found.items), None if hidden else False])


def _is_unspecific(text: str, service: str) -> bool:
    if not may_be_of(text, service):
        return False
    arn = parse_arn(text)
    if arn is None or arn.service != service:
        return True
    return "*" in arn.account or "?" in arn.account or _SPECIFIC[service].fullmatch(arn.resource) is None


def _resources(statement: Statement) -> Members[str]:
    return statement.resources or Members()
