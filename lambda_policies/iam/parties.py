"""Who a principal is: anyone, an account, a role, a service, a federated identity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from lambda_policies.iam.arns import parse_arn
from lambda_policies.iam.document import Principal, Statement
from lambda_policies.iam.globs import has_wildcard
from lambda_policies.values import Members

_SERVICE = re.compile(
    r"(?P<service>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}?)(?:\.[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})?"
    r"\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov)|(?P<alexa>alexa-[a-z]{1,32})\.amazon\.com"
)
_ACCOUNT = re.compile(r"\d{12}")
_UNIQUE_ID = re.compile(r"A(?:ROA|IDA)[A-Z0-9]{12,}")


class Kind(StrEnum):
    """The kinds of principals. SESSION is a session of an assumed role or a federated user."""

    ANYONE = "anyone"
    ACCOUNT = "account"
    ROLE = "role"
    USER = "user"
    SESSION = "session"
    SERVICE = "service"
    FEDERATED = "federated identity"
    CANONICAL_USER = "canonical user"
    UNIQUE_ID = "deleted role or user"
    OTHER = "principal"


_BY_RESOURCE = {
    "root": Kind.ACCOUNT,
    "role": Kind.ROLE,
    "user": Kind.USER,
    "assumed-role": Kind.SESSION,
    "federated-user": Kind.SESSION,
    "oidc-provider": Kind.FEDERATED,
    "saml-provider": Kind.FEDERATED,
}
_BY_TYPE = {"Service": Kind.SERVICE, "Federated": Kind.FEDERATED, "CanonicalUser": Kind.CANONICAL_USER}


@dataclass(frozen=True, slots=True)
class Party:
    """A principal and what it is. ``account`` has 12 digits or is empty; ``service`` is set for a service only."""

    kind: Kind
    text: str
    account: str = ""
    service: str = ""


def service_name(text: str) -> str | None:
    """The service in a service principal, ``s3`` or ``delivery.logs``, without region, in any partition; or None."""
    found = _SERVICE.fullmatch(text)
    return found["service"] or found["alexa"] if found else None


def party(text: str) -> Party:
    """Who a bare text names, as in the principal of a Lambda permission or under ``AWS`` in a document."""
    if text == "*":
        return Party(Kind.ANYONE, text)
    if _ACCOUNT.fullmatch(text):
        return Party(Kind.ACCOUNT, text, text)
    service = service_name(text)
    if service is not None:
        return Party(Kind.SERVICE, text, "", service)
    if _UNIQUE_ID.fullmatch(text):
        return Party(Kind.UNIQUE_ID, text)
    return _named_by_arn(text)


def _named_by_arn(text: str) -> Party:
    arn = parse_arn(text)
    if arn is None:
        return Party(Kind.OTHER, text)
    if has_wildcard(arn.account):
        return Party(Kind.ANYONE, text)
    kind = _BY_RESOURCE.get(arn.resource.split("/", 1)[0], Kind.OTHER)
    return Party(kind, text, arn.account if _ACCOUNT.fullmatch(arn.account) else "")


def party_of(principal: Principal) -> Party:
    """Who a principal of a document is. What stands under ``Service`` is a service whatever it is called."""
    kind = _BY_TYPE.get(principal.type)
    if kind is None:
        return party(principal.text)
    if kind is Kind.SERVICE:
        return Party(kind, principal.text, "", service_name(principal.text) or principal.text)
    return Party(kind, principal.text, party(principal.text).account)


def parties_of(statement: Statement) -> Members[Party]:
    """Everyone whom a statement's Principal names; NotPrincipal names nobody."""
    if statement.principals is None:
        return Members()
    return Members(tuple([party_of(each) for each in statement.principals.items]), statement.principals.rest)
