"""What guardrails share that ask whom the policy of a resource lets in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from lambda_policies.guardrails.saying import failed, malformed, passed, undecided
from lambda_policies.iam.engine import Class, who
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.models.held_policy import HeldPolicy
    from lambda_policies.iam.engine import Caller

Wrong: TypeAlias = "Callable[[Caller], str | Unknown | None]"
PUBLIC = {
    Class.ANONYMOUS: "anyone on the internet",
    Class.ANY_ACCOUNT: "anyone in any AWS account",
}
HIDDEN = "The policy lets in more than it should; it is sensitive, so nothing of it is shown."


def judged(policy: HeldPolicy, action: str, wrong: Wrong, fine: str) -> Iterator[Verdict]:
    """A verdict on the policy of a queue or topic that is wired to a function, by whom it lets do *action*.

    *wrong* says what is wrong with letting somebody in, None where nothing is, and a hole where that is open.
    """
    if policy.wiring.answer is False:
        return
    verdict = decided(policy, action, wrong, fine)
    if verdict is None:
        return
    hole = policy.wiring.hole
    if policy.wiring.answer is None and verdict.outcome == "fail":
        hole = replace(hole or Unknown(), at=policy.at)
        yield replace(undecided(policy.address, hole, related=verdict.related), because=_perhaps(verdict))
    else:
        yield verdict


def _perhaps(verdict: Verdict) -> str:
    return f"{verdict.because} Whether a function of the plan is behind it is not known."


def decided(policy: HeldPolicy, action: str, wrong: Wrong, fine: str) -> Verdict | None:
    """A verdict on a policy by whom it lets do *action*."""
    link = policy.policy.link
    related = _related(policy)
    if link.malformed:
        return malformed(policy.address, policy.at, link.malformed)
    reach = who(policy.access, action)
    open_: Unknown | None = reach.unknown if reach.doubt else None
    for caller in reach.callers:
        match wrong(caller):
            case str(because) if caller.certain:
                spots = [one.statement for one in caller.matches if one.certain and one.statement is not None]
                spot = f"{policy.at}.Statement[{spots[0]}]" if spots else ""
                said = HIDDEN if link.secret else because
                return replace(failed(policy.address, policy.at, said, related), spot=spot)
            case str():
                open_ = open_ or reach.unknown or Unknown(policy.at)
            case Unknown() as hole:
                open_ = open_ or hole
    if open_ is not None or reach.doubt:
        hole = replace(open_ or Unknown(), at=policy.at)
        return undecided(policy.address, hole, policy.at, related)
    return passed(policy.address, policy.at, fine)


def _related(policy: HeldPolicy) -> tuple[str, ...]:
    owner: Sequence[str] = () if policy.owner is None else (policy.owner.address,)
    return (*owner, *(one.address for one in policy.functions))
