"""What guardrails share that ask what identities may do with what nobody named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_policies.guardrails.saying import failed, malformed, passed, undecided
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Verdict

if TYPE_CHECKING:
    from lambda_policies.estate.access.rulings import Ruling
    from lambda_policies.estate.models.identity import Identity


def judged(identity: Identity, asked: tuple[tuple[str, Ruling], ...], fine: str) -> Verdict:
    """A verdict on an identity: each ruling, where it is yes, is wrong for the reason that stands before it."""
    address, at = identity.address, identity.at
    if identity.link is not None and identity.link.malformed:
        return malformed(address, at, identity.link.malformed)
    for why, ruling in asked:
        if ruling.answer:
            because = f"{why}, by {ruling.chain}."
            if identity.doubt is not None:
                return replace(undecided(address, replace(identity.doubt, at=at)), because=_perhaps(because))
            return replace(failed(address, at, because, ruling.addresses), spot=_spot(identity, ruling))
    unsure = next((ruling for _, ruling in asked if ruling.answer is None), None)
    if unsure is None:
        return passed(address, at, fine)
    hole = replace(unsure.hole or Unknown(), at=at)
    return replace(undecided(address, hole, related=unsure.addresses), because=unsure.sentence)


def _perhaps(because: str) -> str:
    return f"{because} Whether a function may run as it, which others judge, is known only after apply."


def _spot(identity: Identity, ruling: Ruling) -> str:
    if identity.link is None or not ruling.granting:
        return ""
    return f"{identity.at}.Statement[{ruling.granting[0][1]}]"
