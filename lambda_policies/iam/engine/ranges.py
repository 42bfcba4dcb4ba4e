"""Numbers, moments and addresses: ranges of each, and the points that tell ranges apart."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import NamedTuple, TypeAlias

Place: TypeAlias = Decimal | int
"""A number or moment, or an address."""


class Range(NamedTuple):
    """All between two ends; an end that is None is open. ``kind`` is "number", "4" or "6" for versions of IP."""

    kind: str
    low: Place | None
    high: Place | None
    with_low: bool = True
    with_high: bool = True

    def holds(self, kind: str, value: Place) -> bool:
        """Whether a value of a kind lies in the range."""
        if kind != self.kind:
            return False
        above = self.low is None or value > self.low or (self.with_low and value == self.low)
        below = self.high is None or value < self.high or (self.with_high and value == self.high)
        return above and below


NUMBER = "number"
_HALF = Decimal("0.5")
_EXACT = Context(prec=200)
_LONGEST = 40
"""How many characters and digits a number may have; IAM's have at most 20."""
_PLAIN = (
    ("4", Decimal(int(ipaddress.IPv4Address("203.0.113.10")))),
    ("6", Decimal(int(ipaddress.IPv6Address("2001:db8::10")))),
)
_YEAR_5000 = 10**11
_LAST = {"4": 2**32 - 1, "6": 2**128 - 1}


def number(text: str) -> Decimal | None:
    """The number in a text; None where there is none, or one with absurdly many digits."""
    try:
        found = Decimal(text.strip()) if len(text) <= _LONGEST else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and abs(found.adjusted()) <= _LONGEST else None


def moment(text: str) -> Decimal | None:
    """The seconds since 1970 in an ISO 8601 date or a number."""
    found = number(text)
    if found is not None:
        return found
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return Decimal(str((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()))


def compared(how: str, value: Decimal) -> Range:
    """The numbers that stand in an order such as ``lessthanequals`` to a value."""
    if how == "equals":
        return Range(NUMBER, value, value)
    inclusive = how.endswith("equals")
    if how.startswith("less"):
        return Range(NUMBER, None, value, with_high=inclusive)
    return Range(NUMBER, value, None, with_low=inclusive)


def network(text: str) -> Range | None:
    """The addresses of a network or of one host."""
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    return Range(str(found.version), int(found[0]), int(found[-1]))


def holds(kind: str, ranges: tuple[Range, ...], text: str) -> bool:
    """Whether a text is a number, moment or address that lies in one of the ranges."""
    if kind == "address":
        found = network(text)
        return found is not None and found.low is not None and any(each.holds(found.kind, found.low) for each in ranges)
    value = number(text) if kind == "number" else moment(text)
    return value is not None and any(each.holds(NUMBER, value) for each in ranges)


def points(demands: Sequence[tuple[str, tuple[object, ...], bool]]) -> Iterator[str]:
    """Texts that meet all demands, given as kind, ranges and whether they are excluded: at least one if any does.

    All have one kind. Between two neighbouring ends nothing changes, so the ends and one point between are enough.
    """
    kind = demands[0][0]
    ranges = [(tuple(each for each in held if isinstance(each, Range)), negated) for _, held, negated in demands]
    for version, value in _candidates(kind, [each for held, _ in ranges for each in held]):
        if all(any(each.holds(version, value) for each in held) != negated for held, negated in ranges):
            yield _written(kind, version, value)


def _candidates(kind: str, ranges: list[Range]) -> Iterator[tuple[str, Place]]:
    ends = {(each.kind, end) for each in ranges for end in (each.low, each.high) if end is not None}
    if kind == "address":
        yield from _PLAIN
        for version, end in sorted(ends):
            yield from ((version, end + step) for step in (0, 1, -1) if 0 <= end + step <= _LAST[version])
        return
    ordered = sorted(Decimal(end) for _, end in ends)
    yield NUMBER, _EXACT.subtract(ordered[0], Decimal(1)) if ordered else Decimal(0)
    for place, end in enumerate(ordered):
        yield NUMBER, end
        after = ordered[place + 1] if place + 1 < len(ordered) else _EXACT.add(end, Decimal(2))
        yield NUMBER, _EXACT.multiply(_EXACT.add(end, after), _HALF)


def _written(kind: str, version: str, value: Place) -> str:
    if kind == "address":
        return str(ipaddress.IPv4Address(int(value)) if version == "4" else ipaddress.IPv6Address(int(value)))
    if kind == "moment" and value == int(value) and 0 <= value < _YEAR_5000:
        return datetime.fromtimestamp(int(value), UTC).isoformat().replace("+00:00", "Z")
    return format(Decimal(value), "f")
