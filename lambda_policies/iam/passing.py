"""Whether a statement lets its holder pass roles: to whatever service, or roles that nobody named."""

from __future__ import annotations

from lambda_policies.iam.answers import Answer, Fault, answer
from lambda_policies.iam.arns import parse_arn
from lambda_policies.iam.document import Condition, Statement
from lambda_policies.iam.matching import covers, matches, may_be_about
from lambda_policies.iam.questions import allows
from lambda_policies.values import Members, all_of, any_of, negate

PASS_ROLE = "iam:PassRole"  # noqa: S105 - an action, not a password
SERVICE_KEY = "iam:passedtoservice"
OPERATORS = frozenset({"stringequals", "stringequalsignorecase", "stringlike"})
ROLE = "role/"


def passes_any_role(statement: Statement) -> Answer:
    """Whether it allows iam:PassRole on a role that is not named, or without asking for the service."""
    if not may_be_about(statement, ("iam:",)):
        return None
    passing = all_of((allows(statement), covers(statement, PASS_ROLE), _is_about_roles(statement)))
    unnamed = all_of((passing, _leaves_role_open(statement)))
    if unnamed:
        shows = tuple(text for text in _resources(statement).items if _is_open_role(text))
        return Fault("lets the function pass roles that it does not name", shows[:1])
    unguarded = all_of((passing, negate(_asks_for_service(statement))))
    if unguarded:
        return Fault("lets the function pass a role to any service: no condition on iam:PassedToService")
    return answer(statement, any_of((unnamed, unguarded)), Fault(""))


def _resources(statement: Statement) -> Members[str]:
    return statement.resources or Members()


def _is_about_roles(statement: Statement) -> bool | None:
    """Whether its resources hold a role. One that is not known does where the statement names the action itself."""
    if statement.not_resources is not None:
        return True
    found = _resources(statement)
    if any(_may_be_role(text) for text in found.items):
        return True
    if found.rest is None:
        return False
    return True if any(text.lower() == PASS_ROLE.lower() for text in (statement.actions or found).items) else None


def _leaves_role_open(statement: Statement) -> bool | None:
    if statement.not_resources is not None:
        return True
    found = _resources(statement)
    hidden = found.rest is not None and not found.rest.present
    return any_of([*(_is_open_role(text) for text in found.items), None if hidden else False])


def _may_be_role(text: str) -> bool:
    arn = parse_arn(text)
    if arn is None:
        return "*" in text
    fixed = arn.resource.replace("?", "*").partition("*")[0]
    is_role = fixed.startswith(ROLE) or (fixed != arn.resource and ROLE.startswith(fixed))
    return matches(arn.service, "iam") and is_role


def _is_open_role(text: str) -> bool:
    arn = parse_arn(text)
    return _may_be_role(text) and (arn is None or "*" in arn.resource or "?" in arn.resource)


def _asks_for_service(statement: Statement) -> bool | None:
    found = statement.conditions
    return any_of([*(_names_service(condition) for condition in found.items), None if found.rest else False])


def _names_service(condition: Condition) -> bool | None:
    operator = condition.operator.lower().removeprefix("foranyvalue:").removesuffix("ifexists")
    if condition.key.lower() != SERVICE_KEY or operator not in OPERATORS:
        return False
    values = condition.values
    return all_of([*(bool(text.strip("*?")) for text in values.items), None if values.rest else True])
