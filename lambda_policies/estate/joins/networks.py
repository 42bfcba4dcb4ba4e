"""Which subnets and security groups a function is attached to, and which rules a security group has."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from lambda_policies.estate.egress import of_rule
from lambda_policies.estate.models.security_group import SecurityGroup
from lambda_policies.estate.models.security_group_rule import SecurityGroupRule
from lambda_policies.estate.models.subnet import Subnet
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Known, Members, Reason, Unknown, Value

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.function import Function
    from lambda_policies.plan.references import Source
    from lambda_policies.plan.resources import Resource

M = TypeVar("M", Subnet, SecurityGroup)


class NetworkLinks:
    """Look-ups of networks of one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self._ids: dict[Any, dict[str, Any]] = {}

    def subnets(self, function: Function) -> Members[Subnet]:
        """The subnets of *function*."""
        return self._named(function, function.vpc_config_subnet_ids, Subnet)

    def groups(self, function: Function) -> Members[SecurityGroup]:
        """The security groups of *function*."""
        return self._named(function, function.vpc_config_security_group_ids, SecurityGroup)

    def rules(self, group: SecurityGroup) -> tuple[SecurityGroupRule, ...]:
        """The rules of *group* in resources of their own."""
        return tuple(self._rules.get(group.address, ()))

    @cached_property
    def unplaced_rules(self) -> tuple[SecurityGroupRule, ...]:
        """The rules that may let everything out, of which the plan leaves open whose they are."""
        found = (rule for rule in self.estate.of(SecurityGroupRule) if _is_open(rule.group))
        return tuple(rule for rule in found if of_rule(rule).is_wide is not False)

    def _named(self, function: Function, ids: Value[list[Any]], kind: type[M]) -> Members[M]:
        match ids:
            case Known(items, at=at):
                found = [self._by_id(kind).get(item) for item in items if isinstance(item, str)]
                hole = next((item for item in items if isinstance(item, Unknown)), None)
                rest = hole or (Unknown(at, Reason.OUTSIDE, present=True) if None in found else None)
                return Members(tuple(one for one in found if one is not None), rest)
            case Unknown():
                return self._referred(function, ids, kind)
        return Members()

    def _referred(self, function: Function, ids: Unknown, kind: type[M]) -> Members[M]:
        """Those that a list which is unknown as a whole is made from; what stands in it as text is not seen."""
        sources = function.resource.plan.references.sources(function.resource, parse_path(ids.at), known=True).items
        own = [one.resource for one in sources if one.resource is not None and _is_a(one.resource, kind)]
        others = [one for one in sources if one.resource is None or not _is_a(one.resource, kind)]
        found = tuple(self.estate.view(kind, one) for one in dict.fromkeys(own))
        if found and not others:
            return Members(found)
        reason = Reason.OUTSIDE if others and all(map(_is_data, others)) else ids.reason
        return Members(found, Unknown(ids.at, reason, tuple(one.text for one in others), present=ids.present))

    def _by_id(self, kind: type[M]) -> dict[str, M]:
        if kind not in self._ids:
            self._ids[kind] = {one.id.value: one for one in self.estate.of(kind) if isinstance(one.id, Known)}
        return self._ids[kind]

    @cached_property
    def _rules(self) -> dict[str, list[SecurityGroupRule]]:
        found: dict[str, list[SecurityGroupRule]] = defaultdict(list)
        for rule in self.estate.of(SecurityGroupRule):
            match rule.group:
                case Known(group):
                    found[group.address].append(rule)
        return found


def _is_open(group: Value[SecurityGroup]) -> bool:
    return isinstance(group, Unknown) and group.reason is Reason.AFTER_APPLY


def _is_a(resource: Resource, kind: type[M]) -> bool:
    return resource.type in kind.TYPES and resource.mode == "managed"


def _is_data(source: Source) -> bool:
    return source.resource.mode == "data" if source.resource else "data." in source.text
