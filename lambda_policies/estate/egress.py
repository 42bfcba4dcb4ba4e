"""What a security group lets out, rule by rule, wherever a rule is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from lambda_policies.estate.models.security_group import SecurityGroup
from lambda_policies.estate.models.security_group_rule import SecurityGroupRule
from lambda_policies.values import Absent, Known, Unknown, Value, all_of, any_of

ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})
EVERY_PROTOCOL = frozenset({"-1", "all"})
WITH_PORTS = frozenset({"tcp", "udp", "6", "17"})
LAST_PORT = 65535
OUT = "egress"


class Egress(Struct, frozen=True):
    """One rule. Each part is what the plan holds, or an Unknown; None where it is not set.

    ``direction`` is ``egress`` for what goes out; ``ports`` are the first and the last one.
    """

    address: str
    at: str
    protocol: Any
    ports: tuple[Any, Any]
    destinations: tuple[Any, ...]
    direction: Any = OUT

    @property
    def is_wide(self) -> bool | None:
        """Whether it lets everything out to everywhere."""
        goes_out = None if isinstance(self.direction, Unknown) else self.direction == OUT
        return all_of((goes_out, any_of(map(_is_anywhere, self.destinations)), self._has_every_port))

    @property
    def hole(self) -> Unknown:
        """What leaves that open."""
        parts = (self.direction, *self.destinations, self.protocol, *self.ports)
        return next((part for part in parts if isinstance(part, Unknown)), Unknown(self.at))

    @property
    def _has_every_port(self) -> bool | None:
        if isinstance(self.protocol, Unknown):
            return None
        protocol = str(self.protocol).lower()
        if protocol in EVERY_PROTOCOL:
            return True
        if protocol not in WITH_PORTS:
            return False
        first, last = self.ports
        return all_of((_holds(first, lambda port: port <= 1), _holds(last, lambda port: port >= LAST_PORT)))


def of_group(group: SecurityGroup) -> Iterator[Egress]:
    """The rules that stand in *group* itself."""
    match group.egress:
        case Known(entries, at=at):
            for number, entry in enumerate(entries):
                yield _entry(group, entry, f"{at}[{number}]") if isinstance(entry, dict) else _open(group, entry)
        case Unknown() as hole:
            yield _open(group, hole)


def of_rule(rule: SecurityGroupRule) -> Egress:
    """The rule that stands in a resource of its own."""
    destinations = (rule.cidr_ipv4, rule.cidr_ipv6, rule.cidr_blocks, rule.ipv6_cidr_blocks)
    protocol = rule.ip_protocol if isinstance(rule.protocol, Absent) else rule.protocol
    found = tuple(one for value in destinations for one in _members(_plain(value)))
    where = next((value.at for value in destinations if not isinstance(value, Absent)), rule.cidr_blocks.at)
    ports = _plain(rule.from_port), _plain(rule.to_port)
    return Egress(rule.address, where, _plain(protocol), ports, found, _plain(rule.type))


def _entry(group: SecurityGroup, entry: dict[str, Any], at: str) -> Egress:
    found = (*_members(entry.get("cidr_blocks")), *_members(entry.get("ipv6_cidr_blocks")))
    return Egress(group.address, at, entry.get("protocol"), (entry.get("from_port"), entry.get("to_port")), found)


def _open(group: SecurityGroup, hole: Any) -> Egress:
    hole = hole if isinstance(hole, Unknown) else Unknown(group.egress.at)
    return Egress(group.address, hole.at, hole, (hole, hole), (hole,))


def _plain(value: Value[Any]) -> Any:
    match value:
        case Known(held):
            return held
        case Unknown():
            return value
    return None


def _members(held: Any) -> tuple[Any, ...]:
    if held is None:
        return ()
    return tuple(held) if isinstance(held, list) else (held,)


def _is_anywhere(destination: Any) -> bool | None:
    return None if isinstance(destination, Unknown) else destination in ANYWHERE


def _holds(port: Any, test: Any) -> bool | None:
    if isinstance(port, Unknown):
        return None
    return isinstance(port, (int, float)) and bool(test(port))
