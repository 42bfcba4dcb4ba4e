"""What the plan says laid over what the source says: the plan wins, the source fills its holes."""

from __future__ import annotations

from typing import Any

from lambda_policies.source.evaluation.holes import Marked, SetOf, has_hole, top
from lambda_policies.values import Unknown


def overlaid(plan: Any, source: Any) -> Any:
    """*plan* with its holes filled from *source*, where that is certain; each hole that is left is an ``Unknown``."""
    if isinstance(plan, Unknown):
        return plan if source is None else source
    if isinstance(plan, Marked) or isinstance(source, Marked):
        return Marked(overlaid(top(plan), top(source)))
    if isinstance(plan, dict) and isinstance(source, dict):
        return {name: overlaid(value, source.get(name)) for name, value in plan.items()}
    if isinstance(plan, list) and isinstance(source, list) and has_hole(plan):
        return _list(plan, source)
    return plan


def _list(plan: list[Any], source: list[Any]) -> list[Any]:
    """Members of a list at the same place; those of a set that certainly belong together."""
    if len(plan) != len(source):
        return plan
    if not isinstance(source, SetOf):
        pairs = list(zip(plan, source, strict=True))
        return [overlaid(*pair) for pair in pairs] if all(fits(*pair) for pair in pairs) else plan
    if all(isinstance(one, Unknown) or one in source for one in plan):
        return list(source)
    return [overlaid(one, _only(one, plan, source)) for one in plan]


def _only(one: Any, plan: list[Any], source: list[Any]) -> Any:
    """The one member of the source that fits *one* and no other of the plan; None where there is none."""
    found = [other for other in source if fits(one, other)]
    if not has_hole(one) or len(found) != 1:
        return None
    return found[0] if sum(fits(each, found[0]) for each in plan) == 1 else None


def fits(plan: Any, source: Any) -> bool:
    """Whether what both say can be the same; null and empty are the same where a provider adds what nobody set."""
    source = top(source)
    if isinstance(plan, Unknown) or isinstance(source, Unknown) or source is None or plan is None:
        return True
    if isinstance(plan, dict) and isinstance(source, dict):
        return all(fits(value, source[name]) for name, value in plan.items() if name in source)
    if isinstance(plan, list) and isinstance(source, list):
        return len(plan) == len(source) or has_hole(source) or has_hole(plan)
    return plan == source if isinstance(source, str | int | float) else True
