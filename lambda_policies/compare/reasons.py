"""Why a peer that has a check for it does not say what lp says: read off the value that decides."""

from __future__ import annotations

import json
import re
from typing import Any

from lambda_policies.plan.index import Plan
from lambda_policies.plan.raw import decode
from lambda_policies.values import Reason
from lambda_policies.verdicts import Verdict

_STEP = re.compile(r"[^.\[\]]+")
_FILLED_IN: tuple[Any, ...] = (None, "", 0, -1, [], {})
UNKNOWN = "unknown value"
OUTSIDE = "outside the plan"
ACCEPTED = "value accepted"
NO_ANSWER = "no answer there"


def reason(plan: Plan, verdict: Verdict, *, passed: bool) -> str:
    """Why a peer passed (or said nothing of) what *verdict* speaks about. Never quotes a value that is set."""
    if verdict.reason_unknown is Reason.OUTSIDE:
        return OUTSIDE
    resource = plan.by_address.get(verdict.address)
    if resource is None:
        return UNKNOWN if verdict.unknown else NO_ANSWER
    steps = [int(step) if step.isdigit() else step for step in _STEP.findall(verdict.at)]
    if verdict.unknown or _is_marked(resource.after_unknown, steps):
        return UNKNOWN
    if not passed:
        return NO_ANSWER
    held = _held(decode(resource.change.change.after, resource.address), steps)
    if not isinstance(held, bool) and held in _FILLED_IN:
        return f"{json.dumps(held)} read as set"
    return ACCEPTED


def _is_marked(marks: Any, steps: list[str | int]) -> bool:
    """Whether the plan marks the value at *steps*, or something around or in it."""
    for step in steps:
        if marks is True or not marks:
            break
        marks = _child(marks, step)
    return marks is True or _any(marks)


def _any(marks: Any) -> bool:
    members = marks.values() if isinstance(marks, dict) else marks if isinstance(marks, list) else ()
    return marks is True or any(map(_any, members))


def _held(value: Any, steps: list[str | int]) -> Any:
    for step in steps:
        value = _child(value, step)
    return value


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(step))
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None
