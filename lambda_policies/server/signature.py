"""Whether a trigger was sent by who holds the key: HMAC-SHA512 over the bytes as they came, in constant time."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from enum import Enum

HEADER = "x-tfc-task-signature"


class Signed(Enum):
    """What the signature of a trigger says."""

    TRUSTED = "trusted"
    UNEXPECTED = "The trigger is signed, but this server has no key."
    MISSING = "The trigger is not signed."
    WRONG = "The signature is not that of this body under a key of this server."


def verify(keys: Sequence[bytes], body: bytes, given: str) -> Signed:
    """Compare the signature *given* (empty where there is none) with that of *body* under each of *keys*.

    Two keys are for the time in which one replaces the other. Without a key only unsigned triggers are trusted.
    """
    if not keys:
        return Signed.UNEXPECTED if given else Signed.TRUSTED
    if not given:
        return Signed.MISSING
    said = given.lower().encode("utf-8", "replace")
    matching = [hmac.compare_digest(hmac.new(key, body, "sha512").hexdigest().encode(), said) for key in keys]
    return Signed.TRUSTED if any(matching) else Signed.WRONG
