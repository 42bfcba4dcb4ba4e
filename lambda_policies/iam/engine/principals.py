"""Principals of a document as patterns of callers, and the kinds of callers that there are."""

from __future__ import annotations

import re
from functools import lru_cache

from lambda_policies.iam.document import Principal
from lambda_policies.iam.engine import tokens

SERVICE, FEDERATED, CANONICAL = "service/", "federated/", "canonical/"
"""What stands before the text of a caller that is not identified by an ARN of IAM."""

_ACCOUNT = re.compile(r"(?:arn:[a-z-]+:iam::)?(?P<account>\d{12})(?::root)?")
_ROLE = re.compile(r"arn:(?P<partition>[a-z-]+):iam::(?P<account>\d{12}):role/(?:.+/)?(?P<name>[^/]+)")
_TYPES = {"Service": SERVICE, "Federated": FEDERATED, "CanonicalUser": CANONICAL}


@lru_cache(maxsize=4096)
def patterns(principal: Principal) -> tuple[str, ...]:
    """The callers whom a principal of a document names."""
    before = _TYPES.get(principal.type)
    if before is not None:
        return (before + tokens.exact(principal.text, variables=False),)
    if principal.text == "*":
        return ("*",)
    account = _ACCOUNT.fullmatch(principal.text)
    if account is not None:
        return tuple(f"arn:{tokens.PART_STAR}:{service}::{account['account']}:*" for service in ("iam", "sts"))
    text = tokens.exact(principal.text, variables=False)
    role = _ROLE.fullmatch(principal.text)
    if role is None:
        return (text,)
    return (text, f"arn:{role['partition']}:sts::{role['account']}:assumed-role/{role['name']}/*")


def shown(caller: str) -> str:
    """A caller as a request names it."""
    for before in (SERVICE, FEDERATED, CANONICAL):
        caller = caller.removeprefix(before)
    return caller
