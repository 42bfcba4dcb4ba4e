"""Whether the ARNs of a statement are ARNs, of things that their service has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from lambda_policies.data.actions import arn_services, kinds, services
from lambda_policies.iam.globs import meets
from lambda_policies.iam.lint.actions import SAME_POLICY
from lambda_policies.iam.lint.base import Kind, Lint
from lambda_policies.iam.lint.reading import Paper

Found: TypeAlias = Iterator[tuple[str, str]]

PARTS = 6
PARTITIONS = frozenset({"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"})
AGEING = frozenset({"INVALID_SERVICE", "INVALID_ARN_RESOURCE"})
UNLISTED = {
    "apigateway": ("/*",),
    "cloudformation": ("transform/*",),
    "iam": ("root",),
    "waf": ("changetoken/*",),
    "waf-regional": ("changetoken/*",),
}
"""Names of things that the service authorization reference leaves out, and AWS's own policies use."""
OWNED_BY_AWS = frozenset({"resource-explorer-2", "ssm"})
"""Services of which AWS owns things that everyone can use, under no account."""
_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}|global")
_ACCOUNT = re.compile(r"\d{12}|[a-z][a-z-]*")
_PLACE = re.compile(r"\$\{[^}]*\}")


def lints(paper: Paper, *, fresh: bool) -> Iterator[Lint]:
    """Each resource by itself. *fresh*: the data is not older than what a document can name."""
    for clause in paper.clauses:
        for text in (*clause.resources, *clause.texts("NotResource")):
            for code, says in _wrong(text, paper.subject.service):
                yield Lint(code, says, clause.index, (text,), certain=fresh or code not in AGEING)
            yield from _misplaced(clause.index, text, paper)


def _misplaced(index: int, text: str, paper: Paper) -> Iterator[Lint]:
    own, parts = SAME_POLICY.get(paper.subject.service), text.split(":")
    if paper.subject.kind is not Kind.RESOURCE or not own or len(parts) < PARTS or _is_open(parts[2]):
        return
    if parts[2].lower() not in own:
        says = "names a resource of another service than that whose policy it is"
        yield Lint("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", says, index, (text,))


@lru_cache(maxsize=4096)
def _wrong(text: str, owner: str) -> tuple[tuple[str, str], ...]:
    return tuple(_faults(text, owner))


def _faults(text: str, owner: str) -> Found:
    if not text.strip("*?") or text.startswith("${") or (owner == "execute-api" and text.startswith("execute-api:")):
        return
    head, *rest = parts = text.split(":", PARTS - 1)
    if head != "arn":
        yield "INVALID_ARN_PREFIX", 'names a resource that is neither "*" nor an ARN'
    elif len(parts) < PARTS and not text.endswith("*"):
        yield "MISSING_ARN_FIELD", "names an ARN of too few parts"
    elif len(parts) == PARTS and not rest[4]:
        yield "MISSING_ARN_FIELD", "names an ARN of nothing"
    elif len(parts) == PARTS:
        yield from _parts(*rest)


def _parts(partition: str, service: str, region: str, account: str, resource: str) -> Found:
    if not _is_open(partition) and partition not in PARTITIONS:
        yield "INVALID_PARTITION", "names an ARN of a partition that there is not"
    if region and not _is_open(region) and not _REGION.fullmatch(region):
        yield "INVALID_ARN_REGION", "names an ARN of what is no region"
    if account and not _is_open(account) and not _ACCOUNT.fullmatch(account):
        yield "INVALID_ARN_ACCOUNT", "names an ARN of what is no account"
    if _is_open(service):
        return
    if service != service.lower() and service.lower() in arn_services():
        yield "INVALID_ARN_SERVICE_CASE", "names an ARN whose service is not in lower case"
    elif service not in arn_services() and service not in services():
        yield "INVALID_SERVICE", "names an ARN of a service that AWS does not have"
    else:
        yield from _resource(service, region, account, resource)


def _resource(service: str, region: str, account: str, resource: str) -> Found:
    """The resource, and the region and account that every kind of thing with such a name has, or none."""
    known = _templates(service)
    resource = _wild(resource)
    if any(meets(name, resource) for name in UNLISTED.get(service, ())):
        return
    fitting = [(has_region, has_account) for has_region, has_account, name in known if meets(name, resource)]
    if not fitting:
        if known:
            yield "INVALID_ARN_RESOURCE", "names an ARN of what its service does not have"
        return
    for code, what, value, place in (("REGION", "region", region, 0), ("ACCOUNT", "account", account, 1)):
        needs = [one[place] for one in fitting]
        if not value and all(needs) and service not in OWNED_BY_AWS:
            yield f"MISSING_ARN_{code}", f"names an ARN without its {what}"
        if value and not _is_open(value) and not any(needs):
            yield f"ARN_{code}_NOT_ALLOWED", f"names an ARN with the {what}, which such things do not have"


@lru_cache(maxsize=256)
def _templates(service: str) -> tuple[tuple[bool, bool, str], ...]:
    """Whether each kind of resource has a region and an account in its ARN, and its name with wildcards."""
    found = []
    for kind in kinds(service).values():
        parts = kind.arn.split(":", PARTS - 1)
        if len(parts) == PARTS and (parts[2] == service or "$" in parts[2]):
            found.append((bool(parts[3]), bool(parts[4]), _wild(parts[5])))
    return tuple(found)


def _wild(text: str) -> str:
    """A name with a wildcard for each variable."""
    return _PLACE.sub("*", text)


def _is_open(part: str) -> bool:
    return "*" in part or "?" in part or "${" in part
