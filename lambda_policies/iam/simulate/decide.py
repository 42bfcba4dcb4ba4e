"""The evaluation logic of IAM: explicit Deny first, then what each layer must allow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lambda_policies.iam.access import Access, Attached, Request
from lambda_policies.iam.reserved import RESERVED
from lambda_policies.iam.simulate.context import completed
from lambda_policies.iam.simulate.layers import Layer, Match, Reading, allowed, denied, matches
from lambda_policies.iam.simulate.principals import Naming, account_of, is_person
from lambda_policies.values import all_of, any_of, negate

__all__ = ["Match", "Simulated", "simulate"]

_DIRECTLY = (Naming.SELF, Naming.ROLE, Naming.ACCOUNT)
_ONLY_BY_RESOURCE = ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext")


@dataclass(frozen=True, slots=True)
class Simulated:
    """Whether the request is allowed, None where a hole keeps that open, and the statements that take it in."""

    allowed: bool | None
    matches: tuple[Match, ...] = ()


def simulate(access: Access, request: Request) -> Simulated:
    """Decide one concrete request.

    With ``identity`` policies the caller is their holder, and a ``resource`` policy adds to them as its account says.
    With a resource policy alone, the answer is what that policy grants by itself: a caller of another account, or one
    named by its account only, needs permissions of its own too.
    """
    context = completed(request, access)
    reading = Reading(replace(request, context=context), context, access.symbols, access.boundary is not None)
    sides = _Sides(
        identity=matches(Layer.IDENTITY, access.identity, reading),
        resource=matches(Layer.RESOURCE, _one(access.resource), reading),
        scps=[matches(Layer.SCP, level, reading) for level in access.scps],
        bounds=[
            *(matches(Layer.BOUNDARY, (each,), reading) for each in _one(access.boundary)),
            *(matches(Layer.SESSION, (each,), reading) for each in _one(access.session)),
        ],
    )
    if access.resource is not None and not is_person(request.principal):
        sides.scps, sides.bounds = [], []  # services and the unsigned are under neither
    reserved = matches(Layer.RESERVED, (RESERVED,), reading) if access.identity else ()
    found = (*sides.all, *reserved)
    return Simulated(all_of((negate(denied(found)), _granted(access, request, sides))), found)


@dataclass(slots=True)
class _Sides:
    """What each side has to say about a request."""

    identity: tuple[Match, ...]
    resource: tuple[Match, ...]
    scps: list[tuple[Match, ...]]
    bounds: list[tuple[Match, ...]]

    @property
    def all(self) -> tuple[Match, ...]:
        return (*self.identity, *(match for layer in (*self.bounds, *self.scps) for match in layer), *self.resource)


def _one(held: Attached | None) -> tuple[Attached, ...]:
    return () if held is None else (held,)


def _granted(access: Access, request: Request, sides: _Sides) -> bool | None:
    scps = all_of(allowed(layer) for layer in sides.scps)
    bounds = all_of(allowed(layer) for layer in sides.bounds)
    own = all_of((allowed(sides.identity), bounds, scps))
    if access.resource is None:
        return own
    if not access.identity or not is_person(request.principal):
        return all_of((allowed(sides.resource), scps))
    if account_of(request.principal) != access.owner:
        return all_of((allowed(sides.resource), own))
    # In the resource's own account either side can grant; who is named itself is under no implicit limit but SCPs.
    itself, by_role, by_account = (allowed(_named(sides.resource, each)) for each in _DIRECTLY)
    by_itself = all_of((any_of((itself, all_of((by_role, bounds)))), scps))
    if _needs_resource_policy(request):
        return any_of((by_itself, all_of((by_account, own))))
    return any_of((by_itself, own))


def _named(found: Iterable[Match], naming: Naming) -> list[Match]:
    return [each for each in found if each.naming is naming]


def _needs_resource_policy(request: Request) -> bool:
    action = request.action.lower()
    return action.startswith(_ONLY_BY_RESOURCE) or (action.startswith("kms:") and ":key/" in request.resource)
