"""Whether a role belongs to a function that rotates a secret."""

from __future__ import annotations

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.permission import Permission
from lambda_policies.estate.models.secret import Secret
from lambda_policies.estate.models.secret_rotation import SecretRotation
from lambda_policies.values import Absent, Known, Reason, Unknown, any_of

CALLER = "secretsmanager.amazonaws.com"


def rotates(execution: ExecutionRole) -> bool | None:
    """Whether one of the functions that run as the role rotates a secret: wired as such, or callable by its service."""
    certain = any_of(_rotates(function) for function in execution.functions)
    if certain is not False:
        return certain
    joins = execution.estate.joins
    others = (*joins.functions_that_may_run_as(execution.role), *joins.functions_that_may_run_as_any_role())
    return False if all(_rotates(function) is False for function in others) else None


def _rotates(function: Function) -> bool | None:
    called = [_by_secrets_manager(permission) for permission in function.permissions.items]
    estate = function.estate
    rotated: tuple[SecretRotation | Secret, ...] = (*estate.of(SecretRotation), *estate.of(Secret))
    wired = [_is_for(one, function) for one in rotated]
    return any_of([*called, None if function.permissions.rest else False, *wired])


def _by_secrets_manager(permission: Permission) -> bool | None:
    match permission.principal:
        case Known(principal):
            return principal.lower() == CALLER
        case Absent():
            return False
    return None


def _is_for(rotated: SecretRotation | Secret, function: Function) -> bool | None:
    match rotated.estate.joins.function_at(rotated, rotated.rotation_lambda_arn):
        case Known(found):
            return found is function
        case Unknown(reason=Reason.AFTER_APPLY):
            return None
    return False
