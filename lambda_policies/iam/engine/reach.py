"""Who a resource policy lets in: the one definition of public, of an organisation, and of a fenced service.

Callers are told apart by whom the policy names. A stranger is nowhere named: in no named account and organisation,
behind no named network or endpoint. What lets a stranger in lets anyone in; a service that acts for a stranger is
not fenced. Operators that a missing key meets, such as negated ones, fence nothing, because strangers lack the key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lambda_policies.iam.access import Access, Request
from lambda_policies.iam.engine import frames, tokens
from lambda_policies.iam.engine.actions import Universe
from lambda_policies.iam.engine.budget import ExhaustedError
from lambda_policies.iam.engine.callers import Named, named_in, strange
from lambda_policies.iam.engine.decisions import SPENT, Decision, holes
from lambda_policies.iam.engine.keys import Demand
from lambda_policies.iam.engine.powers import universe_for
from lambda_policies.iam.engine.principals import CANONICAL, FEDERATED, SERVICE
from lambda_policies.iam.engine.questions import starting
from lambda_policies.iam.engine.regions import PRINCIPAL, Region
from lambda_policies.iam.engine.searching import granted
from lambda_policies.iam.guards import KEYS
from lambda_policies.iam.simulate import Match
from lambda_policies.values import Unknown

_SAME_ACCOUNT = "secretsmanager.amazonaws.com"
"""Secrets Manager calls rotation functions of its caller's own account only, and sends no source."""

_NAMELESS = frames.text(f"arn:{tokens.PART_STAR}:{tokens.PART_STAR}:{tokens.PART_STAR}::*")
"""Sources that say no account, such as buckets: whoever makes a bucket of that name is one."""
_NETWORKS = tuple(sorted(key for key in KEYS if key.startswith(("aws:sourceip", "aws:sourcevpc", "aws:vpce"))))
_IDS = "aws:userid"


class Class(StrEnum):
    """Classes of callers, the widest first."""

    ANONYMOUS = "anonymous"
    ANY_ACCOUNT = "any AWS account"
    ORGANISATION = "organisation"
    ACCOUNT = "account"
    PRINCIPAL = "principal"
    NETWORK = "network"
    SERVICE = "service"
    FEDERATED = "federated identity"
    CANONICAL_USER = "canonical user"


class Fence(StrEnum):
    """What keeps a service from acting for strangers: nothing, a name that says no account, or an account."""

    NONE = "none"
    NAME = "name"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Caller:
    """A class of callers that is let in: certainly, or possibly where something is not known.

    ``name`` is the organisation, account, ARN, unique id, or service, ``*`` for any service, and empty where there is
    nothing to name: a network is everyone who asks through the networks and endpoints that are named. ``fence`` is set
    for services only. ``request`` and ``matches`` show it, where it is certain.
    """

    kind: Class
    name: str = ""
    certain: bool = True
    fence: Fence | None = None
    request: Request | None = None
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """Everyone who is let in, the widest first. ``unknown`` and ``doubt`` are as in ``Decision``."""

    callers: tuple[Caller, ...] = ()
    unknown: Unknown | None = None
    doubt: str = ""

    def lets_in(self, kind: Class) -> bool | None:
        """Whether callers of this class are let in."""
        found = [each.certain for each in self.callers if each.kind is kind]
        return True if any(found) else None if found or self.doubt else False


def who(
    access: Access, action: str, resource: str = "*", context: Mapping[str, tuple[str, ...]] | None = None
) -> Reach:
    """Everyone whom the resource policy of *access* lets do *action*, which may hold wildcards.

    Classes that a wider one holds are left out: accounts, organisations and principals where any account is let in.
    *context* fixes condition keys, such as ``lambda:FunctionUrlAuthType``.
    """
    if access.resource is None:
        return Reach()
    try:
        universe = universe_for((access,), (action,))
        start = starting(universe, (action,), (resource,), context or {})
        asked = _Asking(access, universe, start, named_in(access.resource))
        found = tuple(_callers(asked))
    except ExhaustedError:
        return Reach((), holes(access), SPENT)
    unknown = holes(access) if any(not each.certain for each in found) else None
    return Reach(found, unknown)


@dataclass(frozen=True, slots=True)
class _Asking:
    access: Access
    universe: Universe
    start: Region
    named: Named

    def about(self, frame: Region, demands: Mapping[str, Demand]) -> Decision:
        """Whether a caller of a frame who meets the demands is let in."""
        region: Region | None = frame
        for key, demand in demands.items():
            region = region.demanding(key, demand) if region is not None else None
        starts = [] if region is None else frames.joined(self.start, region)
        return granted(self.access, self.universe, starts)


def _callers(asked: _Asking) -> Iterator[Caller]:
    yield from _told(Class.ANONYMOUS, "", asked.about(frames.anonymous(), strange(asked.named)))
    anyone = list(_told(Class.ANY_ACCOUNT, "", asked.about(frames.person(), strange(asked.named))))
    yield from anyone
    if not any(each.certain for each in anyone):
        yield from _persons(asked)
    yield from _services(asked)
    for kind, before, names in (
        (Class.FEDERATED, FEDERATED, asked.named.federated),
        (Class.CANONICAL_USER, CANONICAL, asked.named.canonical),
    ):
        for name in names:
            yield from _told(kind, name, asked.about(frames.outsider(before), {PRINCIPAL: _is(before + name)}))


def _persons(asked: _Asking) -> Iterator[Caller]:
    named = asked.named
    for name in named.organisations:
        paths = Demand("text", (f"{name}/*",), missing=True, quantifier="all")
        theirs = {**strange(named), frames.ORGANISATION: _is(name), "aws:principalorgpaths": paths}
        yield from _told(Class.ORGANISATION, name, asked.about(frames.person(), theirs))
    of_accounts = strange(named, frames.ACCOUNT, frames.ORGANISATION, "kms:calleraccount")
    whole = set()
    for name in named.accounts:
        caller = list(
            _told(Class.ACCOUNT, name, asked.about(frames.person(), {**of_accounts, frames.ACCOUNT: _is(name)}))
        )
        whole |= {each.name for each in caller if each.certain}
        yield from caller
    for name in named.arns:
        if name.split(":")[4] not in whole:
            yield from _told(Class.PRINCIPAL, name, _named(asked, name))
    for value in sorted(each for each in named.values.get(_IDS, ()) if isinstance(each, str)):
        found = asked.about(frames.person(), {**strange(named, _IDS), _IDS: frames.text(value)})
        yield from _told(Class.PRINCIPAL, tokens.to_text(value), found)
    if any(key in named.values for key in _NETWORKS):
        yield from _told(Class.NETWORK, "", asked.about(frames.person(), strange(named, *_NETWORKS)))


def _named(asked: _Asking, arn: str) -> Decision:
    pattern = tokens.arn(arn, variables=False) or arn
    if ":sts:" in arn:
        return asked.about(frames.person(session=True), {PRINCIPAL: frames.text(pattern)})
    return asked.about(frames.person(), {frames.ARN: frames.text(pattern)})


def _services(asked: _Asking) -> Iterator[Caller]:
    """Any service where one that nobody named is let in, and else each that is named."""
    names = asked.named.services
    others = frames.text(*(SERVICE + each for each in names), negated=True)
    anyone = list(_service(asked, "*", others))
    yield from anyone
    if not any(each.certain and each.fence is Fence.NONE for each in anyone):
        for name in names:
            yield from _service(asked, name, _is(SERVICE + name))


def _service(asked: _Asking, name: str, itself: Demand) -> Iterator[Caller]:
    own = {PRINCIPAL: itself}
    fenced = asked.about(frames.service(), own)
    if fenced.holds is False:
        return
    for fence, demands in (
        (Fence.NONE, strange(asked.named)),
        (Fence.NAME, {**strange(asked.named, frames.SOURCE_ARN), frames.SOURCE_ARN: _NAMELESS}),
    ):
        found = asked.about(frames.service(), {**own, **demands})
        if found.holds is not False and name != _SAME_ACCOUNT:
            yield from _told(Class.SERVICE, name, found, fence)
            return
    yield from _told(Class.SERVICE, name, fenced, Fence.ACCOUNT)


def _is(text: str) -> Demand:
    return frames.text(tokens.to_value(text))


def _told(kind: Class, name: str, found: Decision, fence: Fence | None = None) -> Iterator[Caller]:
    if found.holds is not False:
        yield Caller(kind, name, found.holds is True, fence, found.request, found.matches)
