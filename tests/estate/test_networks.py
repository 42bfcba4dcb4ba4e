"""Which subnets and security groups a function has, and what they let out."""

from __future__ import annotations

from typing import Any

import pytest

from lambda_policies.estate.egress import of_group, of_rule
from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.security_group import SecurityGroup
from lambda_policies.examples import plan_of
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Reason

LATER = "${terraform_data.later.output}"
OPEN: Any = None
ANYWHERE = "0.0.0.0/0"
RULE = {"type": "egress", "security_group_id": "${aws_security_group.a.id}", "from_port": 0, "to_port": 0}
ENTRY: dict[str, Any] = {
    "description": "",
    "ipv6_cidr_blocks": [],
    "prefix_list_ids": [],
    "security_groups": [],
    "self": False,
}


def estate_of(resources: dict[str, Any]) -> Estate:
    return Estate(Plan(read_plan(plan_of(resources), "p").document))


def attached(*groups: str) -> Function:
    config = {"subnet_ids": ["subnet-1"], "security_group_ids": list(groups)}
    resources = {"aws_lambda_function.f": {"vpc_config": [config]}, "aws_security_group.a": {"id": "sg-a"}}
    return estate_of(resources).of(Function)[0]


def test_a_group_is_found_by_reference_and_by_id() -> None:
    for written in ("${aws_security_group.a.id}", "sg-a"):
        groups = attached(written).security_groups
        assert [group.address for group in groups.items] == ["aws_security_group.a"]
        assert groups.rest is None


def test_a_group_that_is_not_here_stays_outside() -> None:
    groups = attached("sg-a", "sg-b").security_groups
    assert [group.address for group in groups.items] == ["aws_security_group.a"]
    assert groups.rest is not None
    assert groups.rest.reason is Reason.OUTSIDE


def test_what_is_hidden_in_a_list_stays_open() -> None:
    groups = attached("${aws_security_group.a.id}", LATER).security_groups
    assert groups.rest is not None
    assert groups.rest.feeds == ("terraform_data.later.output",)
    assert groups.rest.reason is Reason.AFTER_APPLY


@pytest.mark.parametrize(
    ("changes", "wide"),
    [
        ({"protocol": "-1", "cidr_blocks": [ANYWHERE]}, True),
        ({"protocol": "-1", "ipv6_cidr_blocks": ["::/0"]}, True),
        ({"protocol": "tcp", "to_port": 65535, "cidr_blocks": [ANYWHERE]}, True),
        ({"protocol": "udp", "from_port": 1, "to_port": 65535, "cidr_blocks": [ANYWHERE]}, True),
        ({"protocol": "tcp", "to_port": 65534, "cidr_blocks": [ANYWHERE]}, False),
        ({"protocol": "tcp", "from_port": 2, "to_port": 65535, "cidr_blocks": [ANYWHERE]}, False),
        ({"protocol": "icmp", "to_port": 65535, "cidr_blocks": [ANYWHERE]}, False),
        ({"protocol": "-1", "cidr_blocks": ["10.0.0.0/8"]}, False),
        ({"protocol": "-1", "cidr_blocks": ["10.0.0.0/8", ANYWHERE]}, True),
        ({"protocol": "-1", "source_security_group_id": "sg-b"}, False),
        ({"protocol": "-1", "cidr_blocks": [ANYWHERE], "type": "ingress"}, False),
        ({"protocol": "-1", "cidr_blocks": [ANYWHERE], "type": LATER}, OPEN),
        ({"protocol": LATER, "cidr_blocks": [ANYWHERE]}, OPEN),
        ({"protocol": LATER, "cidr_blocks": ["10.0.0.0/8"]}, False),
        ({"protocol": "tcp", "to_port": LATER, "cidr_blocks": [ANYWHERE]}, OPEN),
        ({"protocol": "-1", "cidr_blocks": [LATER]}, OPEN),
    ],
)
def test_what_a_rule_lets_out(changes: dict[str, Any], wide: bool | None) -> None:  # noqa: FBT001 - an expected value
    estate = estate_of({"aws_security_group.a": {}, "aws_security_group_rule.r": RULE | changes})
    (rule,) = estate.of(SecurityGroup)[0].rules
    assert of_rule(rule).is_wide is wide


def test_rules_in_the_group_itself_are_judged_alike() -> None:
    entry = {**ENTRY, "protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [ANYWHERE]}
    group = estate_of({"aws_security_group.a": {"egress": [entry]}}).of(SecurityGroup)[0]
    assert [(rule.at, rule.is_wide) for rule in of_group(group)] == [("egress[0]", True)]
    hidden = estate_of({"aws_security_group.a": {"egress": LATER}}).of(SecurityGroup)[0]
    assert [rule.is_wide for rule in of_group(hidden)] == [None]
    assert list(of_group(estate_of({"aws_security_group.a": {}}).of(SecurityGroup)[0])) == []


def test_a_rule_whose_group_is_hidden_belongs_to_none() -> None:
    hidden = RULE | {"security_group_id": LATER, "protocol": "-1"}
    wide, narrow = hidden | {"cidr_blocks": [ANYWHERE]}, hidden | {"cidr_blocks": ["10.0.0.0/8"]}
    resources = {"aws_security_group.a": {}, "aws_security_group_rule.w": wide, "aws_security_group_rule.n": narrow}
    estate = estate_of(resources)
    assert estate.of(SecurityGroup)[0].rules == ()
    assert [rule.address for rule in estate.joins.unplaced_rules()] == ["aws_security_group_rule.w"]
