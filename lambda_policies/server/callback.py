"""Telling a run how its task stands: until it is heard, or until nobody wants to hear it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Literal

import msgspec

from lambda_policies.errors import LpError
from lambda_policies.server.client import Client, UnreachableError
from lambda_policies.server.outcomes import Outcome
from lambda_policies.server.patience import asked_for, pauses
from lambda_policies.server.payload import Trigger

JSON_API = "application/vnd.api+json"
MOST = 4_000_000
_REFUSED = frozenset({400, 413, 415, 422})
_FIRST_LATER = 500


class Said(Enum):
    """What became of a callback."""

    TAKEN = "taken"
    REFUSED = "refused"
    OVER = "over"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Word:
    """What is said. Empty texts are left out, since the platform shows them broken."""

    status: Literal["running", "passed", "failed"]
    message: str
    url: str = ""
    outcomes: Sequence[Outcome] = ()

    def body(self) -> bytes:
        """The document that is sent; outcomes that would make it too big stay behind."""
        attributes = {"status": self.status, "message": self.message, "url": self.url}
        data: dict[str, Any] = {"type": "task-results", "attributes": {k: v for k, v in attributes.items() if v}}
        if self.outcomes:
            data["relationships"] = {"outcomes": {"data": [_record(each) for each in self.outcomes]}}
        body = msgspec.json.encode({"data": data})
        return body if len(body) <= MOST else replace(self, outcomes=self.outcomes[: len(self.outcomes) // 2]).body()


async def say(client: Client, trigger: Trigger, word: Word, seconds: float, pause: float) -> Said:
    """Say it, again and again for at most *seconds* where nobody answers or the platform is busy. Raises nothing."""
    headers = {"Authorization": f"Bearer {trigger.access_token}", "Content-Type": JSON_API}
    try:
        async with asyncio.timeout(seconds):
            for each in pauses(pause):
                said, later = await _once(client, trigger, word.body(), headers)
                if said is not Said.LOST:
                    return said
                await asyncio.sleep(max(each, later))
    except TimeoutError:
        pass
    return Said.LOST


async def _once(client: Client, trigger: Trigger, body: bytes, headers: Mapping[str, str]) -> tuple[Said, float]:
    try:
        async with client.send("PATCH", trigger.task_result_callback_url, headers, body) as response:
            return _meaning(response.status_code), asked_for(response.headers.get("retry-after"))
    except UnreachableError:
        return Said.LOST, 0
    except LpError:
        return Said.OVER, 0


def _meaning(code: int) -> Said:
    """What a status code means. A redirect is refused: the token goes nowhere else."""
    if code // 100 == 2:  # noqa: PLR2004 - success
        return Said.TAKEN
    if code in _REFUSED:
        return Said.REFUSED
    return Said.LOST if code >= _FIRST_LATER or code in {408, 425, 429} else Said.OVER


def _record(outcome: Outcome) -> dict[str, Any]:
    return {"type": "task-result-outcomes", "attributes": outcome}
