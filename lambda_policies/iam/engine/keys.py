"""What conditions demand of one condition key, the key's absence and several values included."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias

from lambda_policies.iam.engine import tokens
from lambda_policies.iam.engine.budget import ExhaustedError
from lambda_policies.iam.engine.languages import is_literal, matches
from lambda_policies.iam.engine.parts import Part, choose
from lambda_policies.iam.engine.ranges import Range, holds, points

Kind: TypeAlias = Literal["text", "switch", "number", "moment", "address"]


class Demand(NamedTuple):
    """One demand: that the key's value lies in a set, or outside of it where ``negated``.

    ``quantifier`` is empty for a key with one value, else it says whether *all* or *any* of several must lie there.
    ``missing`` says whether a request without the key meets the demand. ``values`` are patterns, or ranges.
    """

    kind: Kind
    values: tuple[str | Range, ...]
    negated: bool = False
    missing: bool = False
    quantifier: Literal["", "all", "any"] = ""

    def negation(self) -> Demand:
        """The demand that exactly those requests meet that do not meet this one."""
        other: dict[str, Literal["", "all", "any"]] = {"": "", "all": "any", "any": "all"}
        return Demand(self.kind, self.values, not self.negated, not self.missing, other[self.quantifier])


PRESENT = Demand("text", ("*",), quantifier="any")
ABSENT = PRESENT.negation()
_PRESENCE = (PRESENT, ABSENT)

_PARTS = {
    "aws:principalaccount": Part.ACCOUNT,
    "aws:sourceaccount": Part.ACCOUNT,
    "aws:resourceaccount": Part.ACCOUNT,
    "aws:requestedregion": Part.REGION,
    "aws:securetransport": Part.SWITCH,
    "aws:multifactorauthpresent": Part.SWITCH,
    "aws:viaawsservice": Part.SWITCH,
    "aws:principalisawsservice": Part.SWITCH,
    "lambda:invokedviafunctionurl": Part.SWITCH,
}


def find(key: str, demands: tuple[Demand, ...]) -> tuple[str, ...] | None:
    """Values of the key that meet all demands, none for a key that is missing; None where nothing meets them.

    Raises ExhaustedError.
    """
    return _find(_PARTS.get(key, Part.TEXT), demands)


def meets(demands: tuple[Demand, ...], value: str) -> bool:
    """Whether a key with this one value, and no policy variables, meets all demands."""
    return all(_accepts(each, value) for each in demands)


def _accepts(demand: Demand, value: str) -> bool:
    if demand.kind in {"text", "switch"}:
        return _takes(demand, value)
    ranges = tuple(each for each in demand.values if isinstance(each, Range))
    return holds(demand.kind, ranges, value) != demand.negated


@lru_cache(maxsize=1 << 16)
def _find(part: Part, demands: tuple[Demand, ...]) -> tuple[str, ...] | None:
    if all(each.missing for each in demands):
        return ()
    value = _one(part, demands)
    if value is not None:
        return (value,)
    # Only a key that some document asks about with a quantifier is taken to have several values.
    return _several(part, demands) if any(each.quantifier and each not in _PRESENCE for each in demands) else None


def _one(part: Part, demands: tuple[Demand, ...]) -> str | None:
    """One value that meets all demands."""
    texts = tuple(each for each in demands if each.kind in {"text", "switch"})
    ordered = tuple(each for each in demands if each not in texts)
    if not ordered:
        part = Part.SWITCH if any(each.kind == "switch" for each in texts) else part
        value = _text(part, texts)
        return None if value is None else tokens.to_text(value)
    return _both(texts, ordered)


def _both(texts: tuple[Demand, ...], ordered: tuple[Demand, ...]) -> str | None:
    """One value that meets demands on its text and on what it counts. Raises ExhaustedError where that is too hard."""
    if any("*" in each.values and each.negated for each in texts):
        return None
    texts = tuple(each for each in texts if "*" not in each.values)
    literal = [set(each.values) for each in texts if not each.negated and all(map(_is_literal, each.values))]
    if literal:
        values = sorted(tokens.to_text(each) for each in set.intersection(*literal) if isinstance(each, str))
        return next((each for each in values if meets((*texts, *ordered), each)), None)
    if len({each.kind for each in ordered}) > 1:
        raise ExhaustedError
    for value in points([(each.kind, each.values, each.negated) for each in ordered]):
        if all(_takes(each, value) for each in texts):
            return value
    if texts:
        raise ExhaustedError
    return None


def _is_literal(value: str | Range) -> bool:
    return isinstance(value, str) and is_literal(value)


def _takes(demand: Demand, value: str) -> bool:
    held = tokens.to_value(value)
    return any(matches(each, held) for each in demand.values if isinstance(each, str)) != demand.negated


def _text(part: Part, demands: tuple[Demand, ...]) -> str | None:
    unions = sorted({_patterns(each) for each in demands if not each.negated}, key=len)
    unwanted = tuple(sorted(set(chain.from_iterable(_patterns(each) for each in demands if each.negated))))
    return _combined(part, [each for each in unions if "*" not in each], (), unwanted)


def _patterns(demand: Demand) -> tuple[str, ...]:
    return tuple([each for each in demand.values if isinstance(each, str)])


def _combined(
    part: Part, unions: list[tuple[str, ...]], chosen: tuple[str, ...], unwanted: tuple[str, ...]
) -> str | None:
    if not unions:
        return choose(part, tuple(sorted(set(chosen))), unwanted)
    for each in unions[0]:
        both = (*chosen, each)
        if len(unions) > 1 and choose(part, tuple(sorted(set(both))), unwanted) is None:
            continue
        found = _combined(part, unions[1:], both, unwanted)
        if found is not None:
            return found
    return None


def _several(part: Part, demands: tuple[Demand, ...]) -> tuple[str, ...] | None:
    """Several values: one for each that *any* demands, all of them such as *all* demands."""
    if any(not each.quantifier and not each.negated for each in demands):
        return None
    every = tuple(each for each in demands if each.quantifier == "all")
    values: list[str] = []
    for each in demands:
        if each.quantifier == "any":
            value = _one(part, (*every, each))
            if value is None:
                return None
            values.append(value)
    return tuple(dict.fromkeys(values)) or None
