"""Whether conditions hold back a statement that names everyone.

A condition guards when it compares a key that the caller cannot choose with fixed values, under an operator that is
false where the key is missing. Negated operators, IfExists and ForAllValues are true for a caller without the key, and
a value with a wildcard or a policy variable does not name anyone, so none of them guards anything.
"""

from __future__ import annotations

import ipaddress
import re

from lambda_policies.iam.arns import parse_arn
from lambda_policies.iam.document import Condition, Statement
from lambda_policies.iam.globs import has_wildcard
from lambda_policies.values import Members, all_of, any_of

_OPERATORS = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"})
KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "kms:calleraccount",
        "lambda:eventsourcetoken",
        "s3:dataaccesspointaccount",
    }
)
"""The condition keys, in lower case, that say who a caller is or from where, and that the caller cannot choose."""
_HEADED = frozenset({"aws:principalorgpaths", "aws:sourceorgpaths", "aws:userid", "aws:vpceorgpaths"})
_HEAD = re.compile(r"(?P<head>[^:/]*)[:/]")
_WIDEST = {4: 8, 6: 32}


def narrowing(statement: Statement) -> bool | None:
    """Whether the statement's conditions keep out callers whom nobody named."""
    found = statement.conditions
    return any_of([*(guards(condition) for condition in found.items), None if found.rest else False])


def guards(condition: Condition) -> bool | None:
    """Whether one condition does so by itself: every one of its values must name someone."""
    operator = condition.operator.lower().removeprefix("foranyvalue:")
    key = condition.key.lower()
    of_addresses = key == "aws:sourceip"
    if key not in KEYS or (operator != "ipaddress" if of_addresses else operator not in _OPERATORS):
        return False
    return _all(condition.values, key)


def _all(values: Members[str], key: str) -> bool | None:
    return all_of([*(names_someone(key, text) for text in values.items), None if values.rest else True])


def names_someone(key: str, text: str) -> bool:
    """Whether a value of a guarding key, in lower case such as ``aws:sourcearn``, fixes an account, thing or network.

    An ARN may hold wildcards after an account that is fixed; one without an account, such as a bucket's, may not.
    """
    if key == "aws:sourceip":
        return _is_small_network(text)
    arn = parse_arn(text)
    if arn is not None:
        return not has_wildcard(arn.account or arn.resource) and "${" not in text
    if key in _HEADED:
        head = _HEAD.match(text)
        text = head["head"] if head else text
    return bool(text) and not has_wildcard(text)


def _is_small_network(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return network.prefixlen >= _WIDEST[network.version] and not network.is_private
