"""What guardrails share that ask whether a function's role may do what the function's set-up needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_policies.estate.joins.links import feeding
from lambda_policies.guardrails.saying import failed, listed, passed, undecided
from lambda_policies.iam.arns import parse_arn
from lambda_policies.plan.resources import Resource
from lambda_policies.values import Absent, Known, Reason, Unknown, Value
from lambda_policies.verdicts import Outcome, Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.access.role import RoleAccess
    from lambda_policies.estate.access.rulings import Ruling
    from lambda_policies.estate.base import Model
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.function import Function


class Need(Struct, frozen=True):
    """Actions that are all needed, on a resource of the plan, on an ARN, or on anything where ``on`` is empty."""

    actions: tuple[str, ...]
    on: Resource | str = ""


def target(model: Model, value: Value[str]) -> Resource | str | Unknown:
    """The resource whose ARN is *value*, an attribute of *model*; its ARN where it is not the plan's; what hides it."""
    match value:
        case Known(text):
            return text
        case Unknown() as hole:
            found = feeding(model, value)
            here = found is not None and found.mode == "managed" and model.estate.access.arns.of(found) is not None
            return found if found is not None and here else hole
        case Absent(at):
            return Unknown(at)


def service(estate: Estate, on: Resource | str) -> str:
    """The service in the ARN of a target; empty where that is not known."""
    arn = parse_arn((estate.access.arns.of(on) or "") if isinstance(on, Resource) else on)
    return arn.service if arn else ""


def judged(address: str, at: str, function: Function, need: Need, purpose: str) -> Verdict:
    """Whether the role of *function* may do all that, said of *address*. ``purpose`` ends the sentence."""
    access = function.estate.access.of_function(function)
    if isinstance(access, Unknown):
        return undecided(function.address, access, related=(address,))
    asked = {action: _ruling(access.in_plan, need, action) for action in need.actions}
    related = tuple(one for one in (function.address, access.role.address) if one != address)
    lacking = [action for action, ruling in asked.items() if ruling.answer is False]
    if lacking and not access.policies and access.role.resource.change.change.existed:
        return undecided(address, Unknown(at, Reason.OUTSIDE), at, related)
    if lacking:
        return failed(address, at, f"{access.role.address} may not do {listed(lacking)}: {purpose}.", related)
    open_ = next((ruling for ruling in asked.values() if ruling.answer is None), None)
    if open_ is None:
        return passed(address, at, "The role may do what that needs.")
    hole = replace(open_.hole or Unknown(), at=at)
    return Verdict(
        Outcome.UNKNOWN, open_.sentence, address, at, tuple(dict.fromkeys((*related, *open_.addresses))), hole
    )


def _ruling(access: RoleAccess, need: Need, action: str) -> Ruling:
    if isinstance(need.on, Resource):
        return access.may_on((action,), need.on)
    return access.may((action,), (need.on, f"{need.on}/*") if need.on else ())
