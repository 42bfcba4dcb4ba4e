"""What guardrails share that ask whom the policy of a resource lets in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from lambda_policies.guardrails.saying import failed, malformed, passed, undecided
from lambda_policies.iam.engine import Class, who
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Outcome, Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.access.resource_policies import ResourcePolicy
    from lambda_policies.estate.models.held_policy import HeldPolicy
    from lambda_policies.iam.engine import Caller, Reach

Wrong: TypeAlias = "Callable[[Caller], str | Unknown | None]"
PUBLIC = {
    Class.ANONYMOUS: "anyone on the internet",
    Class.ANY_ACCOUNT: "anyone in any AWS account",
}
HIDDEN = "The policy lets in more than it should; it is sensitive, so nothing of it is shown."


def judged(policy: HeldPolicy, action: str, wrong: Wrong, fine: str) -> Iterator[Verdict]:
    """A verdict on the policy of a queue or topic that is wired to a function, by whom it lets do *action*."""
    if policy.wiring.answer is False:
        return
    verdict = decided(policy, action, wrong, fine)
    if policy.wiring.answer is None and verdict.outcome is Outcome.FAIL:
        hole = replace(policy.wiring.hole or Unknown(), at=policy.at)
        because = f"{verdict.because} Whether a function of the plan is behind it is not known."
        yield replace(undecided(policy.address, hole, related=verdict.related), because=because)
    else:
        yield verdict


def decided(policy: HeldPolicy, action: str, wrong: Wrong, fine: str) -> Verdict:
    """A verdict on a policy by whom it lets do *action*."""
    owner = () if policy.owner is None else (policy.owner.address,)
    related = (*owner, *(one.address for one in policy.functions))
    return found(policy.policy, who(policy.access, action), wrong, fine, related)


def found(policy: ResourcePolicy, reach: Reach, wrong: Wrong, fine: str, related: tuple[str, ...] = ()) -> Verdict:
    """A verdict on a policy by whom it lets in.

    *wrong* says what is wrong with letting somebody in, None where nothing is, and a hole where that is open.
    """
    link = policy.link
    if link.malformed:
        return malformed(link.address, link.at, link.malformed)
    holes = [Unknown()] if reach.doubt else []
    for caller in reach.callers:
        match wrong(caller):
            case str(because) if caller.certain:
                said = HIDDEN if link.secret else because
                return replace(failed(link.address, link.at, said, related), spot=_spot(caller, link.at))
            case str():
                holes.append(reach.unknown or Unknown())
            case Unknown() as hole:
                holes.append(hole)
    if holes:
        return undecided(link.address, replace(holes[0], at=link.at), related=related)
    return passed(link.address, link.at, fine)


def _spot(caller: Caller, at: str) -> str:
    statements = [one.statement for one in caller.matches if one.certain and one.statement is not None]
    return f"{at}.Statement[{statements[0]}]" if statements else ""
