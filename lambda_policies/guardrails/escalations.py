"""How a role can become more than it is: what it must be allowed for that, and whether it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from lambda_policies.estate.access.aiming import NOBODY
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.policy import Policy
from lambda_policies.estate.models.role import Role
from lambda_policies.guardrails.ways import BOUNDARY, DIRECT, FIRSTS, PASSING, Direct, Passing
from lambda_policies.iam.engine import no_more_than
from lambda_policies.values import Known, all_of, any_of, negate

if TYPE_CHECKING:
    from lambda_policies.estate.access.role import RoleAccess
    from lambda_policies.estate.access.rulings import Ruling
    from lambda_policies.plan.resources import Resource

Context: TypeAlias = Mapping[str, tuple[str, ...]]

ELSEWHERE = "another plan's"
_PREFIXES = {
    "role": "arn:*:iam::????????????:role/",
    "policy": "arn:*:iam::????????????:policy/",
    "user": "arn:*:iam::????????????:user/",
    "group": "arn:*:iam::????????????:group/",
    "function": "arn:*:lambda:*:????????????:function:",
}
PASS_ROLE = "iam:PassRole"  # noqa: S105 - an action, not a password


class Step(Struct, frozen=True):
    """One thing that the role may do, on ``what``, and the ruling that says so."""

    what: str
    ruling: Ruling


class Escalation(Struct, frozen=True):
    """A way that is open (``answer`` True) or may be (None), step by step."""

    does: str
    answer: bool | None
    steps: tuple[Step, ...]


Try: TypeAlias = tuple[bool | None, Step]
"""Whether the role gains something by a step, and the step."""


def on_day(day: date) -> dict[str, tuple[str, ...]]:
    """The condition keys that are the same for every request of that day."""
    noon = (f"{day.isoformat()}T12:00:00Z",)
    return {"aws:CurrentTime": noon, "aws:TokenIssueTime": noon}


def escalations(access: RoleAccess, context: Context) -> Iterator[Escalation]:
    """Every way that is open to the role, or may be."""
    if access.may(FIRSTS, (), context).answer is False:
        return
    certain = not access.is_blind
    for direct in DIRECT:
        yield from _met(direct.does, _on(access, direct, context), certain=certain)
    if access.boundary is not None:
        own = access.may_on(BOUNDARY.actions, access.role.resource, context)
        yield from _met(BOUNDARY.does, [(own.answer, Step(access.role.address, own))], certain=certain)
    for way in PASSING:
        yield from _passed(access, way, context, certain=certain)


def _met(does: str, tried: Iterable[Try], *more: Step, certain: bool) -> Iterator[Escalation]:
    """The first that is open to the role; else the first that may be, at once where none can be *certain*."""
    perhaps: Step | None = None
    for found, step in tried:
        if found or (found is None and not certain):
            yield Escalation(does, found, (step, *more))
            return
        if found is None and perhaps is None:
            perhaps = step
    if perhaps is not None:
        yield Escalation(does, None, (perhaps, *more))


def _on(access: RoleAccess, way: Direct, context: Context) -> Iterator[Try]:
    """Whether it may do that with anything of the kind, or with something of the plan that is worth it."""
    prefix = _PREFIXES[way.kind]
    stranger = access.may_beyond(way.actions, (f"{prefix}{NOBODY}",), context)
    yield stranger.answer, Step(f"any {way.kind}", stranger)
    if stranger.answer or way.whole:
        return
    named = access.may(way.actions, (f"{prefix}*",), context)
    if named.answer is False:
        return
    told = False
    for resource, gain in _objects(access, way):
        ruling = access.may_on(way.actions, resource, context)
        told = told or ruling.answer is True
        yield all_of((ruling.answer, gain)), Step(resource.address, ruling)
    if not told:
        yield None, Step(f"{ELSEWHERE} {way.kind}", named)


def _objects(access: RoleAccess, way: Direct) -> Iterator[tuple[Resource, bool | None]]:
    """The objects of the plan of a kind, and whether power over one gives the role what it has not."""
    estate = access.role.estate
    if way.kind == "role":
        for role in estate.of(Role):
            own = role is access.role
            yield role.resource, ("iam:PutRolePolicy" in way.actions) if own else gains(access, role)
    elif way.kind == "policy":
        for policy in estate.of(Policy):
            yield policy.resource, _gains_by(access, policy)
    elif way.kind == "function":
        for function in estate.of(Function):
            yield function.resource, gains(access, function.role.value) if isinstance(function.role, Known) else None


def _gains_by(access: RoleAccess, policy: Policy) -> bool | None:
    """Whether a policy of the plan is the role's own, or that of a role that may do more."""
    everyone = (access.role.estate.access.of(role) for role in access.role.estate.of(Role))
    holders = [one for one in everyone if any(link.address == policy.address for link in one.policies)]
    if any(link.address == policy.address and link.sure for link in access.policies):
        return True
    return any_of(gains(access, one.role) for one in holders) if holders else None


def gains(access: RoleAccess, other: Role) -> bool | None:
    """Whether *other* may do something that the role may not."""
    if other is access.role:
        return False
    theirs = access.role.estate.access.of(other)
    if not theirs.policies and other.resource.change.change.existed:
        return None
    return negate(no_more_than(theirs.access, access.access).holds)


def _passed(access: RoleAccess, way: Passing, context: Context, *, certain: bool) -> Iterator[Escalation]:
    making = access.may(way.make, _own(way.make), context)
    if making.answer is False:
        return
    start = _started(access, way, making, context)
    if start is not None and start.ruling.answer is False:
        return
    after = (Step("", making), *((start,) if start else ()))
    sure = all_of(step.ruling.answer for step in after)
    tried = ((all_of((answer, sure)), step) for answer, step in _passable(access, way, context))
    yield from _met(way.does, tried, *after, certain=certain and sure is True)


def _started(access: RoleAccess, way: Passing, making: Ruling, context: Context) -> Step | None:
    """What starts the thing that is made, on itself where that is asked; None where nothing has to."""
    if not way.start and not way.same:
        return None
    anyhow = access.may((*way.start, *way.same), _own((*way.start, *way.same)), context)
    if not way.same or anyhow.answer is not True:
        return Step("", anyhow)
    free = access.may(way.start, _own(way.start), context)
    made = making.request.resource if making.request else f"{_PREFIXES['function']}{NOBODY}"
    same = access.may(way.same, (made,), context)
    return Step("", same if same.answer is True else free)


def _own(actions: tuple[str, ...]) -> tuple[str, ...]:
    """The resources of the services that the actions are of: nothing else is made or started by them."""
    return tuple(sorted({f"arn:*:{one.partition(':')[0]}:*:*:*" for one in actions}))


def _passable(access: RoleAccess, way: Passing, context: Context) -> Iterator[Try]:
    """The roles that it may hand to the service: any, or some of the plan that the service can take."""
    context = {**context, "iam:PassedToService": (f"{way.service}.amazonaws.com",)}
    prefix = _PREFIXES["role"]
    stranger = access.may_beyond((PASS_ROLE,), (f"{prefix}{NOBODY}",), context)
    yield stranger.answer, Step("any role", stranger)
    named = access.may((PASS_ROLE,), (f"{prefix}*",), context)
    if stranger.answer or named.answer is False:
        return
    told = False
    for role in access.role.estate.of(Role):
        ruling = access.may_on((PASS_ROLE,), role.resource, context)
        told = told or ruling.answer is True
        usable = all_of((ruling.answer, role.trusts(way.service)))
        if usable is not False:
            yield all_of((usable, gains(access, role))), Step(role.address, ruling)
    if not told:
        yield None, Step(f"{ELSEWHERE} role", named)
