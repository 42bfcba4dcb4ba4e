"""Whether a principal of a document is the principal of a concrete request, and how directly it names it."""

from __future__ import annotations

import re
from enum import IntEnum

from lambda_policies.iam.access import ANONYMOUS
from lambda_policies.iam.document import Principal

_ACCOUNT = re.compile(r"(?:arn:[a-z-]+:iam::)?(?P<account>\d{12})(?::root)?")
_SESSION = re.compile(
    r"arn:(?P<partition>[a-z-]+):sts::(?P<account>\d{12}):assumed-role/(?P<role>[^/]+)/(?P<session>.+)"
)
_ROLE = re.compile(r"arn:(?P<partition>[a-z-]+):iam::(?P<account>\d{12}):role/(?:.+/)?(?P<role>[^/]+)")


class Naming(IntEnum):
    """How a document names a caller: not at all, by its account, by its role, or itself."""

    NOT = 0
    ACCOUNT = 1
    ROLE = 2
    SELF = 3


def account_of(principal: str) -> str:
    """The account of a role, user or session; empty for everyone else."""
    parts = principal.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[2] in {"iam", "sts"} else ""  # noqa: PLR2004 - of an ARN


def is_person(principal: str) -> bool:
    """Whether it acts with identity policies: a role, a user or a session, and neither a service nor nobody."""
    return bool(account_of(principal)) and ":oidc-provider/" not in principal and ":saml-provider/" not in principal


def naming(principal: Principal, caller: str) -> Naming:
    """How *principal* names *caller*."""
    if principal.text == "*" and principal.type in {"*", "AWS"}:
        return Naming.SELF
    if principal.type != "AWS":
        return Naming.SELF if principal.text == caller else Naming.NOT
    if caller == ANONYMOUS:
        return Naming.NOT
    account = _ACCOUNT.fullmatch(principal.text)
    if account is not None:
        same = is_person(caller) and account["account"] == account_of(caller)
        return Naming.ACCOUNT if same else Naming.NOT
    if principal.text == caller:
        return Naming.ROLE if _ROLE.fullmatch(caller) else Naming.SELF
    return Naming.ROLE if _is_session_of(caller, principal.text) else Naming.NOT


def _is_session_of(caller: str, role: str) -> bool:
    session, named = _SESSION.fullmatch(caller), _ROLE.fullmatch(role)
    if session is None or named is None:
        return False
    parts = ("partition", "account", "role")
    return all(session[part] == named[part] for part in parts)
