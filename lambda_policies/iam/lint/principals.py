"""Whether principals are written as IAM reads them, and stand where their kind of document takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import Clause, Paper

KEYS = frozenset({"AWS", "Service", "Federated", "CanonicalUser", "*"})
_PARTITION = r"arn:aws(?:-[a-z]+)*"
_IDENTITY = re.compile(
    rf"\*|\d{{12}}|{_PARTITION}:(?:iam|sts)::(?:\d{{12}}|cloudfront):"
    r"(?:root|(?:user|role|assumed-role|federated-user)/.+)|A(?:ROA|IDA|KIA)[A-Z0-9]{12,}"
)
_SERVICE = re.compile(r"[a-z0-9][a-z0-9.-]*\.(?:amazonaws\.com(?:\.cn)?|aws\.internal|aws\.com|amazon\.com|api\.aws)")
_FEDERATED = re.compile(rf"{_PARTITION}:iam::\d{{12}}:(?:saml|oidc)-provider/.+|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/.*)?")
_GONE = (("AROA", "INVALID_ROLE_REFERENCE", "role"), ("AIDA", "INVALID_USER_REFERENCE", "user"))


def lints(paper: Paper) -> Iterator[Lint]:
    """Each principal by itself, and whether there may be any."""
    for clause in paper.clauses:
        yield from _allowed(clause, paper)
        for key, text in clause.principals:
            yield from _one(clause.index, key, text, paper)
        if clause.allows and "NotPrincipal" in clause.node and paper.subject.kind is Kind.RESOURCE:
            yield Lint("ALLOW_WITH_NOT_PRINCIPAL", "allows everyone but its NotPrincipal", clause.index)


def _allowed(clause: Clause, paper: Paper) -> Iterator[Lint]:
    kind = paper.subject.kind
    found = next((name for name in ("Principal", "NotPrincipal") if name in clause.node), None)
    if found and kind is Kind.IDENTITY:
        yield Lint("UNSUPPORTED_PRINCIPAL", f"has a {found}, which an identity's policy does not take", clause.index)
    if found and kind is Kind.SERVICE_CONTROL:
        says = f"has a {found}, which a service control policy does not take"
        yield Lint("SCP_SYNTAX_ERROR_PRINCIPAL", says, clause.index)
    if kind is not Kind.TRUST:
        return
    if found == "NotPrincipal":
        says = "has a NotPrincipal, which a trust policy does not take"
        yield Lint("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", says, clause.index)
    resource = next((name for name in ("Resource", "NotResource") if name in clause.node), None)
    if resource:
        says = f"has a {resource}, which a trust policy does not take"
        yield Lint("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", says, clause.index)


def _one(index: int, key: str, text: str, paper: Paper) -> Iterator[Lint]:
    trust = paper.subject.kind is Kind.TRUST
    if key not in KEYS:
        yield Lint("INVALID_PRINCIPAL_KEY", "has a kind of principal that IAM does not know", index, (key,))
    elif key == "*" and trust:
        says = 'has the Principal "*", which a trust policy does not take'
        yield Lint("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", says, index)
    elif ("*" in text or "?" in text) and text != "*":
        yield Lint("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "has a principal with a wildcard in it", index, (text,))
    elif "${" not in text:
        yield from _written(index, key, text, trust=trust)


def _written(index: int, key: str, text: str, *, trust: bool) -> Iterator[Lint]:
    if key == "AWS":
        if not _IDENTITY.fullmatch(text):
            yield Lint("INVALID_PRINCIPAL_FORMAT", "has a principal that is no account and no ARN", index, (text,))
        for head, code, what in _GONE:
            if text.startswith(head):
                yield Lint(code, f"has the unique ID of a {what} as principal, which is left of one", index, (text,))
    if key == "Service" and text != "*" and not _SERVICE.fullmatch(text):
        yield Lint("INVALID_SERVICE_PRINCIPAL_FORMAT", "has a service that is written wrongly", index, (text,))
    if key == "Federated" and not trust:
        says = "has a federated principal, which only a trust policy takes"
        yield Lint("FEDERATED_PRINCIPAL_NOT_SUPPORTED", says, index, (text,))
    elif key == "Federated" and not _FEDERATED.fullmatch(text):
        code = "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY"
        yield Lint(code, "has a federated principal that is no provider", index, (text,))
