"""Whether one statement is about a concrete request; three-valued where it has holes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from lambda_policies.iam.access import Request, Symbols
from lambda_policies.iam.document import Statement
from lambda_policies.iam.simulate.conditions import holds
from lambda_policies.iam.simulate.patterns import PARTS, Context, UnresolvedError, filled, glob, resource
from lambda_policies.iam.simulate.principals import Naming, naming
from lambda_policies.values import Known, Members, all_of, any_of, negate

_UNUSABLE = re.compile(r"[\s,]")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a statement is read with: whether its version has variables, whether short ARNs are filled up."""

    context: Context
    variables: bool | None
    short: bool
    symbols: Symbols


def applies(statement: Statement, request: Request, setting: Setting) -> bool | None:
    """Whether actions, resources and conditions take the request in. Principals are asked with ``names``."""
    return all_of(_parts(statement, request, setting))


def _parts(statement: Statement, request: Request, setting: Setting) -> Iterator[bool | None]:
    yield _acts(statement, request.action)
    yield _meets(statement, request.resource, setting)
    yield None if statement.conditions.rest else True
    for each in statement.conditions.items:
        yield holds(each, setting.context, variables=setting.variables)


def names(statement: Statement, caller: str, *, bounded: bool) -> tuple[bool | None, Naming]:
    """Whether the statement's principals take the caller in, and how directly. Without principals, everyone is.

    A Deny with NotPrincipal takes in everyone who is *bounded* by a permissions boundary, even whom it names.
    """
    if statement.not_principals is not None:
        if bounded and isinstance(statement.effect, Known) and statement.effect.value == "Deny":
            return True, Naming.SELF
        found = max((naming(each, caller) for each in statement.not_principals.items), default=Naming.NOT)
        hole = statement.not_principals.rest
        return negate(True if found else None if hole else False), Naming.SELF
    if statement.principals is None:
        return True, Naming.SELF
    found = max((naming(each, caller) for each in statement.principals.items), default=Naming.NOT)
    return True if found else None if statement.principals.rest else False, found or Naming.ACCOUNT


def _acts(statement: Statement, action: str) -> bool | None:
    found = statement.actions if statement.actions is not None else statement.not_actions or Members()
    named = _any(found, lambda text: _is_action(text, action))
    return named if statement.actions is not None else negate(named)


@lru_cache(maxsize=1 << 14)
def _is_action(pattern: str, action: str) -> bool | None:
    if not pattern.strip("*") and pattern:
        return True
    service, colon, name = pattern.partition(":")
    ours, _, theirs = action.partition(":")
    if not colon or not name or _UNUSABLE.search(pattern):
        return False
    if service != "*" and ("*" in service or "?" in service):
        return None
    return (service == "*" or service.lower() == ours.lower()) and glob(name, theirs, ignore_case=True)


def _meets(statement: Statement, target: str, setting: Setting) -> bool | None:
    if statement.resources is not None:
        return _any(statement.resources, lambda text: _is_resource(text, target, setting), _held(target, setting))
    if statement.not_resources is None:
        return True
    # One that cannot be filled in excludes everything: what it protects is not known.
    return negate(_any(statement.not_resources, lambda text: _is_resource(text, target, setting, lost=True)))


def _is_resource(text: str, target: str, setting: Setting, *, lost: bool = False) -> bool | None:
    if "${" in text:
        if setting.variables is None:
            return None
        head, tail = text.split(":", PARTS - 1)[: PARTS - 1], text.split(":", PARTS - 1)[PARTS - 1 :]
        try:
            text = ":".join((*head, *(filled(each, setting.context) for each in tail))) if setting.variables else text
        except UnresolvedError:
            return lost
    return resource(text, target, short=setting.short)


def _held(target: str, setting: Setting) -> Callable[[Members[str]], bool | None]:
    """Whether a hole may be the target, by what is known of it."""

    def may_be(found: Members[str]) -> bool | None:
        patterns = setting.symbols(found.rest) if found.rest is not None else None
        return None if patterns is None or any(resource(each, target, short=True) for each in patterns) else False

    return may_be


def _any(
    found: Members[str],
    test: Callable[[str], bool | None],
    hole: Callable[[Members[str]], bool | None] = lambda _: None,
) -> bool | None:
    rest = hole(found) if found.rest is not None else False
    return any_of(chain(map(test, found.items), (rest,)))
