"""The kinds of callers, as the regions in which each of them asks: which keys such a request can have."""

from __future__ import annotations

from functools import cache
from itertools import chain

from lambda_policies.iam.access import ANONYMOUS, Access, Attached
from lambda_policies.iam.engine import tokens
from lambda_policies.iam.engine.keys import ABSENT, PRESENT, Demand
from lambda_policies.iam.engine.principals import CANONICAL, FEDERATED, SERVICE
from lambda_policies.iam.engine.regions import PRINCIPAL, Region
from lambda_policies.values import Known

ARN, ACCOUNT, ORGANISATION = "aws:principalarn", "aws:principalaccount", "aws:principalorgid"
SOURCE_ARN, SOURCE_ACCOUNT, SOURCE_ORGANISATION = "aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid"
IS_SERVICE, SERVICE_NAME = "aws:principalisawsservice", "aws:principalservicename"
OF_PERSONS = (ARN, ACCOUNT, ORGANISATION, "aws:principalorgpaths", "aws:userid", "aws:username", "kms:calleraccount")
OF_SERVICES = (SOURCE_ARN, SOURCE_ACCOUNT, SOURCE_ORGANISATION, "aws:sourceorgpaths", "aws:sourceowner", SERVICE_NAME)

_ID = tokens.DIGIT * 12
PERSONS = tuple(f"arn:{tokens.PART_STAR}:iam::{_ID}:{kind}/?*" for kind in ("role", "user"))
SESSIONS = tuple(f"arn:{tokens.PART_STAR}:sts::{_ID}:{kind}/?*" for kind in ("assumed-role", "federated-user"))


def text(*patterns: str, negated: bool = False) -> Demand:
    """The demand that a value matches one of the patterns, or none where *negated*."""
    return Demand("text", tuple(sorted(patterns)), negated)


def region(demands: dict[str, tuple[Demand, ...]]) -> Region:
    """The requests that meet these demands."""
    return Region(demands=demands)


@cache
def anonymous() -> Region:
    """Requests that nobody signed. A function URL lets them in only where it asks for no signature."""
    absent = dict.fromkeys((*OF_PERSONS, *OF_SERVICES), (ABSENT,))
    kind = {"lambda:functionurlauthtype": (Demand("text", ("NONE",), missing=True),)}
    return region({PRINCIPAL: (text(ANONYMOUS),), IS_SERVICE: (text("false"),), **kind, **absent})


@cache
def person(*, session: bool = False) -> Region:
    """Requests of roles and users, or of sessions of roles; no service asks for them."""
    absent = dict.fromkeys(OF_SERVICES, (ABSENT,))
    present = dict.fromkeys((ARN, ACCOUNT), (PRESENT,))
    who = text(*(SESSIONS if session else PERSONS))
    return region({PRINCIPAL: (who,), IS_SERVICE: (text("false"),), **absent, **present})


@cache
def service() -> Region:
    """Requests that AWS services make in their own name."""
    absent = dict.fromkeys(OF_PERSONS, (ABSENT,))
    return region({PRINCIPAL: (text(SERVICE + "?*"),), IS_SERVICE: (text("true"),), **absent})


@cache
def outsider(kind: str) -> Region:
    """Requests of federated identities, or of canonical users."""
    absent = dict.fromkeys((*OF_PERSONS, *OF_SERVICES), (ABSENT,))
    return region({PRINCIPAL: (text(kind + "?*"),), IS_SERVICE: (text("false"),), **absent})


def starts(access: Access, start: Region) -> list[Region]:
    """A region for each kind of caller who can ask, as far as *start* leaves one. Raises ExhaustedError."""
    if access.identity or access.resource is None:
        return joined(start, _of_identity(access))
    return joined(start, *_of_resource(sessions=_names_sessions(access.resource)))


def joined(start: Region, *callers: Region) -> list[Region]:
    """What *start* has in common with each region of callers, where anything. Raises ExhaustedError."""
    found = []
    for caller in callers:
        region: Region | None = start
        for key, demands in caller.demands.items():
            for demand in demands:
                region = region.demanding(key, demand) if region is not None else None
        if region is not None:
            found.append(region)
    return found


def _names_sessions(held: Attached) -> bool:
    statements = held.document.value.statements.items if isinstance(held.document, Known) else ()
    held_by = chain.from_iterable((each.principals, each.not_principals) for each in statements)
    return any(":sts:" in principal.text for each in held_by if each is not None for principal in each.items)


def _of_resource(*, sessions: bool) -> tuple[Region, ...]:
    """All kinds of callers of a resource; of sessions only where documents name some."""
    kinds = (anonymous(), person(), service(), outsider(FEDERATED), outsider(CANONICAL))
    return (*kinds, person(session=True)) if sessions else kinds


def _of_identity(access: Access) -> Region:
    """Requests of the holder of identity policies: the role that is meant, or any role or user."""
    held = {IS_SERVICE: (text("false"),), ACCOUNT: (PRESENT,)}
    if not access.principal:
        return region({**held, ARN: (text(*PERSONS),)})
    account = access.principal.split(":")[4]
    return region({**held, ARN: (text(tokens.to_value(access.principal)),), ACCOUNT: (text(account),)})
