"""Sets of ARNs: some of these, and of those, but none of a list of others. The list stays one constraint."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeAlias

from lambda_policies.iam.engine import tokens
from lambda_policies.iam.engine.budget import spend
from lambda_policies.iam.engine.languages import is_literal, is_within, matches
from lambda_policies.iam.engine.parts import Part, choose

Arn: TypeAlias = tuple[str, str, str, str, str]
"""Patterns for partition, service, region, account and resource."""

EVERY: Arn = ("*", "*", "*", "*", "*")
_COUNT = 5
_SERVICE = 1
_WAY = 30
"""Steps that one more way to choose ARNs costs."""


class ArnSet(NamedTuple):
    """The ARNs that lie in one member of each union, and in none of ``without``."""

    unions: tuple[tuple[Arn, ...], ...] = ()
    without: tuple[Arn, ...] = ()

    def within(self, union: tuple[Arn, ...]) -> ArnSet:
        """Those that lie in one of *union* too."""
        if EVERY in union or union in self.unions:
            return self
        return ArnSet(tuple(sorted((*self.unions, union))), self.without)

    def outside(self, union: tuple[Arn, ...]) -> ArnSet:
        """Those that lie in none of *union*."""
        return ArnSet(self.unions, tuple(sorted({*self.without, *union})))

    def holds(self, arn: str) -> bool:
        """Whether one concrete ARN is one of them; a policy variable is any text."""
        parts = tokens.to_value(arn).split(":", tokens.PARTS - 1)[1:]
        return all(any(_is_of(each, parts) for each in union) for union in self.unions) and not any(
            _is_of(each, parts) for each in self.without
        )

    def member(self) -> str | None:
        """One of them, or None where there is certainly none. Raises ExhaustedError."""
        return _member(self.unions, self.without)


@lru_cache(maxsize=1 << 14)
def pattern(text: str, *, variables: bool, short: bool) -> Arn | None:
    """The pattern of a resource element's text; None where it matches no ARN.

    Texts with fewer than six components are filled up with ``*`` where *short* ones are, or where they hold ``*``.
    """
    if text and not text.strip("*"):
        return EVERY
    parts = text.split(":", tokens.PARTS - 1)
    if not (len(parts) == tokens.PARTS or short or "*" in text) or not is_within("arn", parts[0]):
        return None
    parts += ["*"] * (tokens.PARTS - len(parts))
    last = tokens.wild(parts[5], variables=variables)
    # Policy variables stand only in the last component; elsewhere they are what they spell.
    return (*(tokens.wild(each, variables=False) for each in parts[1:5]), last)  # type: ignore[return-value]


def _is_of(arn: Arn, parts: list[str]) -> bool:
    return len(parts) == _COUNT and all(matches(each, part) for each, part in zip(arn, parts, strict=True))


@lru_cache(maxsize=1 << 17)
def _member(unions: tuple[tuple[Arn, ...], ...], without: tuple[Arn, ...]) -> str | None:
    chosen = []
    loose = []
    for union in unions:
        if len(union) == 1:
            chosen.append(union[0])
        else:
            loose.append(union)
    found = _combined(sorted(loose, key=len), tuple(chosen), without)
    return None if found is None else "arn:" + ":".join(found)


def _combined(
    unions: list[tuple[Arn, ...]], chosen: tuple[Arn, ...], without: tuple[Arn, ...]
) -> tuple[str, ...] | None:
    """Values for the components of an ARN that matches all that is chosen and one of each union, and nothing else."""
    spend(_WAY)
    wanted = _conjunction(chosen)
    sample = _sample(wanted)
    if sample is None:
        return None
    if not unions:
        return sample if not _meets_any(sample, without) else _first(wanted, 0, without)
    for each in unions[0]:
        found = _combined(unions[1:], (*chosen, each), without)
        if found is not None:
            return found
    return None


def _sample(wanted: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Values for the components that match all that is wanted of each; None where one component cannot."""
    found = []
    for part, here in zip(_parts(wanted), wanted, strict=True):
        value = _any(part, here)
        if value is None:
            return None
        found.append(value)
    return tuple(found)


_USUAL = {Part.TEXT: "x", Part.PARTITION: "aws", Part.REGION: "us-east-1", Part.ACCOUNT: "123456789012"}


def _any(part: Part, here: tuple[str, ...]) -> str | None:
    if not here and part in _USUAL:
        return _USUAL[part]
    if len(here) == 1 and is_literal(here[0]):
        return here[0]
    return choose(part, here, ())


def _meets_any(values: tuple[str, ...], against: tuple[Arn, ...]) -> bool:
    """Whether one of *against* matches, or may do so with some policy variable."""
    for arn in against:
        for part, value in zip(arn, values, strict=True):
            if not matches(part, value):
                break
        else:
            return True
    return False


def _conjunction(chosen: tuple[Arn, ...]) -> tuple[tuple[str, ...], ...]:
    """The patterns that each component must match."""
    if len(chosen) == 1:
        return tuple([() if part == "*" else (part,) for part in chosen[0]])
    return tuple([tuple(sorted({arn[place] for arn in chosen} - {"*"})) for place in range(_COUNT)])


_PARTS = (Part.PARTITION, Part.TEXT, Part.REGION, Part.ACCOUNT, Part.TEXT)
_SECRET_PARTS = (*_PARTS[:-1], Part.SECRET)


def _parts(wanted: tuple[tuple[str, ...], ...]) -> tuple[Part, ...]:
    return _SECRET_PARTS if "secretsmanager" in wanted[_SERVICE] else _PARTS


def _first(wanted: tuple[tuple[str, ...], ...], place: int, against: tuple[Arn, ...]) -> tuple[str, ...] | None:
    """Values for the components from *place* on that escape every ARN of *against*, which match all before it.

    Where a component escapes all that can be escaped at it, what remains is the least that can remain, and no other
    choice needs to be tried.
    """
    if place == _COUNT:
        return None if against else ()
    part, here = _parts(wanted)[place], wanted[place]
    firm: list[Arn] = []
    loose: list[Arn] = []
    for each in against:
        (firm if _covers(each[place], here) else loose).append(each)
    if place == _COUNT - 1 and firm:
        return None
    value = choose(part, here, tuple(sorted({each[place] for each in loose}))) if loose else _any(part, here)
    if value is not None:
        rest = _first(wanted, place + 1, tuple(firm))
        return None if rest is None else (value, *rest)
    return _partly(wanted, place, (firm, loose))


def _covers(one: str, wanted: tuple[str, ...]) -> bool:
    return one == "*" or any(is_within(each, one) for each in wanted)


def _partly(
    wanted: tuple[tuple[str, ...], ...], place: int, against: tuple[list[Arn], list[Arn]]
) -> tuple[str, ...] | None:
    """As above, where one component cannot escape all at once: every way to escape some of them."""
    firm, loose = against
    part, here = _parts(wanted)[place], wanted[place]
    ways: list[tuple[list[str], list[Arn]]] = [([], [])]
    for each in loose:
        more = []
        for avoided, met in ways:
            spend(_WAY)
            if choose(part, here, tuple(sorted({*avoided, each[place]}))) is not None:
                more.append(([*avoided, each[place]], met))
            more.append((avoided, [*met, each]))
        ways = more
    for avoided, met in ways:
        if place == _COUNT - 1 and met:
            continue
        value = choose(part, here, tuple(sorted(set(avoided))))
        rest = None if value is None else _first(wanted, place + 1, (*firm, *met))
        if value is not None and rest is not None:
            return (value, *rest)
    return None
