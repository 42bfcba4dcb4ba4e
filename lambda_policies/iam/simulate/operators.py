"""The operators of conditions on one value of a concrete request."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import partial

from lambda_policies.iam.simulate.patterns import PARTS, arn, glob, literal

Test = Callable[[str, str], bool]
"""Whether a value of the document, first, accepts a value of the request."""

_NEGATED = re.compile(r"not(?=equals|like|ipaddress)")


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _moment(text: str) -> Decimal | None:
    """Seconds since 1970, from ISO 8601 or from such a number."""
    number = _number(text)
    if number is not None:
        return number
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Decimal(str((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()))


def _compare(read: Callable[[str], Decimal | None], how: str, ours: str, theirs: str) -> bool:
    limit, value = read(ours), read(theirs)
    if limit is None or value is None:
        return False
    orders = {
        "equals": value == limit,
        "lessthan": value < limit,
        "lessthanequals": value <= limit,
        "greaterthan": value > limit,
        "greaterthanequals": value >= limit,
    }
    return orders[how]


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _address(ours: str, theirs: str) -> bool:
    network = _network(ours)
    try:
        return network is not None and ipaddress.ip_address(theirs) in network
    except ValueError:
        return False


def _same(ours: str, theirs: str) -> bool:
    return ours.lower() == theirs.lower()


_ORDERS = ("equals", "lessthan", "lessthanequals", "greaterthan", "greaterthanequals")
_TESTS: dict[str, Test] = {
    "stringequals": literal,
    "stringequalsignorecase": partial(literal, ignore_case=True),
    "stringlike": glob,
    "arnequals": arn,
    "arnlike": arn,
    "bool": _same,
    "binaryequals": literal,
    "ipaddress": _address,
    **{f"numeric{how}": partial(_compare, _number, how) for how in _ORDERS},
    **{f"date{how}": partial(_compare, _moment, how) for how in _ORDERS},
}
_READERS = {
    test: _number if name.startswith("numeric") else _moment
    for name, test in _TESTS.items()
    if name.startswith(("numeric", "date"))
}


def operator(name: str) -> tuple[Test, bool] | None:
    """The test of an operator in lower case, without qualifier and IfExists, and whether it is negated; or None."""
    positive = _NEGATED.sub("", name, count=1)
    test = _TESTS.get(positive)
    negatable = not positive.startswith(("bool", "binary"))
    return (test, positive != name) if test is not None and (positive == name or negatable) else None


def is_readable(test: Test, value: str) -> bool:
    """Whether a value of the document is what its operator takes: an ARN, a number, a moment, a network."""
    if test is arn:
        return value.count(":") >= PARTS - 1
    if test is _address:
        return _network(value) is not None
    read = _READERS.get(test)
    return read is None or read(value) is not None


def accepted(test: Test, values: Iterable[str], value: str, *, negated: bool) -> bool:
    """Whether one value of the request passes: any value of the document accepts it, or none where negated."""
    return any(test(each, value) for each in values) != negated
