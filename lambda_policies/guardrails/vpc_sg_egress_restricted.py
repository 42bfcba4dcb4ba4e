"""LP1106: a security group does not let everything out to everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.egress import of_group, of_rule
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.security_group import SecurityGroup
from lambda_policies.estate.models.security_group_rule import SecurityGroupRule
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Severity, Verdict

BECAUSE = (
    "It lets every port out to the whole internet, so that whoever takes over the function can send what it knows"
    " anywhere."
)


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Look at what the security groups of a function let out."""
    groups = function.security_groups
    for group in groups.items:
        yield from _judged(group, function)
    if groups.items:
        yield from _unplaced(function)
    if groups.rest is not None:
        yield undecided(function.address, groups.rest)


def _judged(group: SecurityGroup, function: Function) -> Iterator[Verdict]:
    rules = [*map(of_rule, group.rules)]
    inline = [*of_group(group)]
    wide = [rule for rule in rules if rule.is_wide] or [rule for rule in inline if rule.is_wide]
    unsure = [rule for rule in (*rules, *inline) if rule.is_wide is None]
    related = (group.address, function.address)
    for rule in wide:
        yield failed(rule.address, rule.at, BECAUSE, related)
    for rule in unsure:
        yield undecided(rule.address, rule.hole, rule.hole.at or rule.at, related)
    if not wide and not unsure:
        yield passed(group.address, group.egress.at, "No rule lets every port out to the whole internet.")


def _unplaced(function: Function) -> Iterator[Verdict]:
    """Rules that may belong to any security group matter where they may let everything out."""
    for rule in function.estate.joins.unplaced_rules():
        match rule.group:
            case Unknown() as hole:
                yield undecided(rule.address, hole, related=(function.address,))


ANYWHERE = "0.0.0.0/0"
HTTPS = {"protocol": "tcp", "from_port": 443, "to_port": 443}
EVERYTHING = {"protocol": "-1", "from_port": 0, "to_port": 0}
LATER = "${terraform_data.later.output}"


def _attached(group: dict[str, Any], **others: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A function with a security group, for the examples; *others* are rules in resources of their own."""
    return {
        "aws_lambda_function.orders": {
            "vpc_config": [
                {"subnet_ids": ["subnet-0a1b2c3d4e5f60718"], "security_group_ids": ["${aws_security_group.orders.id}"]}
            ]
        },
        "aws_security_group.orders": group,
        **{f"{kind}.out": rule for kind, rule in others.items()},
    }


def _inline(*cidrs: str, **rule: Any) -> dict[str, Any]:
    """A security group with one rule, for the examples."""
    empty = {"description": "", "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": False}
    return {"egress": [{**empty, **rule, "cidr_blocks": list(cidrs)}]}


def _rule(**attributes: Any) -> dict[str, dict[str, Any]]:
    """A security group with a rule in a resource of its own, for the examples."""
    rule = {"type": "egress", "security_group_id": "${aws_security_group.orders.id}", **attributes}
    return _attached({}, aws_security_group_rule=rule)


GUARDRAIL = Guardrail(
    id="LP1106",
    slug="vpc-sg-egress-restricted",
    title="A function in a VPC may not send anything to anywhere.",
    why=(
        "A security group that lets every port out to the whole internet is no barrier: code that got into the function"
        " can copy data out and fetch what it needs. The function itself talks to a few places that can be named."
    ),
    severity=Severity.MEDIUM,
    about=Function,
    lands_on=("aws_lambda_function", *SecurityGroup.TYPES, *SecurityGroupRule.TYPES),
    documents=(
        Citation("lambda-governance-and-guardrails", "Network security"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
    ),
    peers=("CKV_AWS_382", "NAGR:W5", "NAGR:W40", "GRD:EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE", "TRV:0104"),
    fix="Let out the ports and destinations that the function needs: a security group, a prefix list, HTTPS.",
    fix_hcl=(
        'resource "aws_vpc_security_group_egress_rule" "https" {\n'
        "  security_group_id = aws_security_group.orders.id\n"
        "  referenced_security_group_id = aws_security_group.endpoints.id\n"
        '  ip_protocol       = "tcp"\n  from_port         = 443\n  to_port           = 443\n}'
    ),
    applies=(
        "To the security groups of functions, and every rule of them for what goes out. One port or a range that is"
        " not all of them may be open to the internet. In a list that is hidden until apply, a group that is written as"
        " text beside one of the plan is not seen."
    ),
    check=check,
    examples=(
        passing("HTTPS to the internet", _attached(_inline(ANYWHERE, **HTTPS)), at="egress"),
        passing("everything inside the network", _attached(_inline("10.0.0.0/16", **EVERYTHING)), at="egress"),
        passing("nothing", _attached({}), at="egress"),
        passing("everything may come in", _rule(**EVERYTHING, type="ingress", cidr_blocks=[ANYWHERE]), at="egress"),
        failing("everything, in the group itself", _attached(_inline(ANYWHERE, **EVERYTHING)), at="egress[0]"),
        failing("everything, in a rule", _rule(**EVERYTHING, cidr_blocks=[ANYWHERE]), at="cidr_blocks"),
        failing(
            "every port of one protocol, over IPv6",
            _rule(protocol="tcp", from_port=0, to_port=65535, ipv6_cidr_blocks=["::/0"]),
            at="ipv6_cidr_blocks",
        ),
        failing(
            "everything, in a rule of the newer kind",
            _attached(
                {},
                aws_vpc_security_group_egress_rule={
                    "security_group_id": "${aws_security_group.orders.id}",
                    "ip_protocol": "-1",
                    "cidr_ipv4": ANYWHERE,
                },
            ),
            at="cidr_ipv4",
        ),
        undecidable(
            "a destination that is known only after apply", _rule(**EVERYTHING, cidr_blocks=[LATER]), "cidr_blocks"
        ),
        undecidable(
            "ports that are known only after apply",
            _rule(protocol="tcp", from_port=LATER, to_port=65535, cidr_blocks=[ANYWHERE]),
            at="from_port",
        ),
        undecidable(
            "a rule of a group that is known only after apply",
            _rule(**EVERYTHING, security_group_id=LATER, cidr_blocks=[ANYWHERE]),
            at="security_group_id",
        ),
        undecidable(
            "a security group elsewhere",
            {
                "aws_lambda_function.orders": {
                    "vpc_config": [
                        {
                            "subnet_ids": ["subnet-0a1b2c3d4e5f60718"],
                            "security_group_ids": ["sg-0a1b2c3d4e5f60718"],
                        }
                    ]
                }
            },
            at="vpc_config[0].security_group_ids",
        ),
    ),
)
