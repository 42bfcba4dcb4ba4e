"""Whether the values of a condition are of the type that its operator and its key compare."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeAlias

from lambda_policies.data.condition_keys import type_of
from lambda_policies.iam.lint.base import Lint
from lambda_policies.iam.lint.conditions import DATES, NEGATIVE, NUMERIC, POSITIVE
from lambda_policies.iam.lint.reading import Paper, Test

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

ARNS = frozenset({"arnequals", "arnlike", "arnnotequals", "arnnotlike"})
TEXTS = frozenset({*POSITIVE, *NEGATIVE}) - ARNS
ADDRESSES = frozenset({"ipaddress", "notipaddress"})
FITTING = {
    "String": TEXTS | ARNS | {"bool", *NUMERIC},
    "ARN": ARNS | TEXTS,
    "Bool": frozenset({"bool"}) | TEXTS,
    "Numeric": frozenset(NUMERIC) | {"stringequals", "stringlike"},
    "Date": frozenset({*DATES, *NUMERIC}),
    "IPAddress": ADDRESSES | TEXTS,
    "Binary": frozenset({"binaryequals"}) | TEXTS,
}
"""The operators that compare a type as what it is, or as the text that it has."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\d{9,13}")
_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}|aws-global|global")
_VPC, _VPCE = re.compile(r"vpc-[0-9a-f]{8}(?:[0-9a-f]{9})?"), re.compile(r"vpce-(?:svc-)?[0-9a-f]{8}(?:[0-9a-f]{9})?")
_SHAPES: dict[str, tuple[re.Pattern[str], str, str]] = {
    "aws:sourcevpc": (_VPC, "INVALID_VPC_FORMAT", "a VPC's ID"),
    "aws:sourcevpce": (_VPCE, "INVALID_VPCE_FORMAT", "a VPC endpoint's ID"),
    "aws:requestedregion": (_REGION, "INVALID_REGION", "a region"),
}


def lints(paper: Paper) -> Iterator[Lint]:
    """Each condition whose values are plain: no wildcard, no variable."""
    for clause in paper.clauses:
        for test in clause.tests:
            for code, says, shows in (*_types(test), *_values(test), *_shapes(test), *_networks(test)):
                yield Lint(code, says, clause.index, shows)


Found: TypeAlias = Iterator[tuple[str, str, tuple[str, ...]]]


def _types(test: Test) -> Found:
    kind = (type_of(test.key) or "").removeprefix("ArrayOf")
    fitting = FITTING.get(kind)
    if fitting is not None and test.base not in fitting and test.base != "null":
        yield "TYPE_MISMATCH", "compares a key by an operator for another type", (test.key, test.operator)


def _values(test: Test) -> Found:
    for operators, right, code, what in _READERS:
        wrong = next((value for value in test.values if not _is_wild(value) and not right(value)), None)
        if test.base in operators and wrong is not None:
            yield code, f"compares a key with what is not {what}", (test.key, wrong)
    impossible = next((value for value in test.values if _DATE.fullmatch(value) and not _is_day(value)), None)
    if test.base in DATES and impossible is not None:
        yield "INVALID_DATE_VALUE", "compares a key with a day that there is not", (test.key, impossible)


def _is_day(value: str) -> bool:
    if "-" not in value:
        return True
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def _is_boolean(value: str) -> bool:
    return value.lower() in ("true", "false")


def _is_network(value: str) -> bool:
    return _network(value) is not None


_READERS: tuple[tuple[frozenset[str], Callable[[str], Any], str, str], ...] = (
    (frozenset({"bool", "null"}), _is_boolean, "TYPE_MISMATCH_BOOLEAN", "a truth value"),
    (frozenset(NUMERIC), _NUMBER.fullmatch, "TYPE_MISMATCH_NUMBER", "a number"),
    (frozenset(DATES), _DATE.fullmatch, "TYPE_MISMATCH_DATE", "a date"),
    (ADDRESSES, _is_network, "TYPE_MISMATCH_IP_RANGE", "an address or a range of them"),
)


def _shapes(test: Test) -> Found:
    found = _SHAPES.get(test.name)
    if found is None or test.base not in TEXTS:
        return
    shape, code, what = found
    wrong = next((value for value in test.values if not _is_wild(value) and not shape.fullmatch(value)), None)
    if wrong is not None:
        yield code, f"compares a key with what is not {what}", (test.key, wrong)


def _networks(test: Test) -> Found:
    """``aws:SourceIp`` is never a private address; ``aws:VpcSourceIp`` is always one."""
    if test.base not in ADDRESSES or test.name not in ("aws:sourceip", "aws:vpcsourceip"):
        return
    networks = [(value, network) for value in test.values if (network := _network(value)) is not None]
    loose = next((value for value, network in networks if _is_loose(value, network)), None)
    if loose is not None:
        yield "IMPROVE_IP_RANGE", "has a range of addresses that does not begin where it is written", (loose,)
    if test.name == "aws:vpcsourceip":
        return
    private = [value for value, network in networks if _is_private(network)]
    code = "PRIVATE_IP_ADDRESS" if test.base == "ipaddress" else "PRIVATE_NOT_IP_ADDRESS"
    if private:
        all_of_them = len(private) == len(test.values) and not test.open
        says = "compares aws:SourceIp with private addresses, which it never is"
        yield code if all_of_them else f"{code}_SUBSET", says, (private[0],)


def _is_private(network: Network) -> bool:
    shared = ipaddress.ip_network("100.64.0.0/10")
    ranges = [ipaddress.ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
    return network.version == shared.version and any(network.subnet_of(one) for one in (*ranges, shared))  # type: ignore[arg-type]


def _network(value: str) -> Network | None:
    try:
        return ipaddress.ip_network(value, strict=False)
    except ValueError:
        return None


def _is_loose(value: str, network: Network) -> bool:
    return "/" in value and value.partition("/")[0] != str(network.network_address) and network.version == 4  # noqa: PLR2004


def _is_wild(value: str) -> bool:
    return "${" in value or "*" in value or "?" in value
