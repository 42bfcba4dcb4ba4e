"""Literal questions about one statement: three-valued, answered from what is written, not from what it reaches."""

from __future__ import annotations

from collections.abc import Callable

from lambda_policies.iam.document import Statement
from lambda_policies.iam.globs import is_every_action, is_every_resource
from lambda_policies.values import Known, Members, all_of, any_of


def allows(statement: Statement) -> bool | None:
    """Whether the statement is an Allow."""
    return statement.effect.value == "Allow" if isinstance(statement.effect, Known) else None


def grants_everything(statement: Statement) -> bool | None:
    """Whether the statement allows every action on every resource, whatever its conditions say.

    Conditions are left out on purpose: an administrator under a condition is still one. NotAction and NotResource
    grant everything only where they exclude nothing.
    """
    return all_of(
        (
            allows(statement),
            _covers(statement.actions, statement.not_actions, is_every_action),
            _covers(_named(statement.resources), statement.not_resources, is_every_resource),
        )
    )


def _named(included: Members[str] | None) -> Members[str] | None:
    """Resources without a hole that is made from the ARN of a resource, so that it names that one."""
    return Members(included.items) if included and included.rest and included.rest.present else included


def _covers(
    included: Members[str] | None, excluded: Members[str] | None, everything: Callable[[str], bool]
) -> bool | None:
    if included is not None:
        return any_of([*(everything(text) for text in included.items), None if included.rest else False])
    if excluded is None or excluded.items:
        return False
    return None if excluded.rest else True
