"""LP122: a function in a network may manage its network interfaces, and no other function may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.function import Function
from lambda_policies.estate.presence import is_set
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.needs import Need, judged
from lambda_policies.guardrails.saying import undecided
from lambda_policies.guardrails.sketches import allowing, attaching
from lambda_policies.values import Unknown
from lambda_policies.verdicts import Severity, Verdict

NEED = Need(
    (
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    )
)


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Ask a function that is attached to subnets for the right to have interfaces there."""
    subnets = function.vpc_config_subnet_ids
    attached = is_set(subnets)
    if attached:
        yield judged(function.address, subnets.at, function, NEED, "a function in a network needs that to be deployed")
    elif isinstance(subnets, Unknown):
        yield undecided(function.address, subnets)


AT = "vpc_config[0].subnet_ids"
ROLE = "arn:aws:iam::aws:policy/service-role"
VPC = {"subnet_ids": ["subnet-0a1b2c3d4e5f60718"], "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}


def _attached(resources: dict[str, dict[str, Any]], vpc: Any = VPC) -> dict[str, dict[str, Any]]:
    return {**resources, "aws_lambda_function.orders": {**resources["aws_lambda_function.orders"], "vpc_config": [vpc]}}


GUARDRAIL = Guardrail(
    id="LP122",
    slug="exec-role-vpc-permissions",
    title="A function in a network has a role that may manage its network interfaces.",
    why=(
        "Lambda makes the network interfaces of a function with the function's own role. Without the rights the"
        " function fails when it is deployed or, where they are taken away later, when it scales."
    ),
    severity=Severity.MEDIUM,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(Citation("security-in-lambda-context", "Access to VPC resources"),),
    peers=(),
    fix="Attach AWSLambdaVPCAccessExecutionRole to the role, or allow the five actions in a policy of your own.",
    fix_hcl=(
        'resource "aws_iam_role_policy_attachment" "network" {\n  role       = aws_iam_role.orders.name\n'
        '  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"\n}'
    ),
    applies=(
        "To functions that are attached to subnets; such rights without a network are not judged here. A role that"
        " existed before and has no policy in the plan is unknown: its policies are somewhere else."
        " A boundary that is not in the plan is not asked."
    ),
    check=check,
    examples=(
        passing("AWS's policy for it", _attached(attaching(f"{ROLE}/AWSLambdaVPCAccessExecutionRole")), AT),
        passing("the five actions", _attached(allowing(list(NEED.actions), "*")), AT),
        failing("the policy for logs alone", _attached(attaching(f"{ROLE}/AWSLambdaBasicExecutionRole")), AT),
        failing("four actions of five", _attached(allowing(list(NEED.actions[:4]), "*")), AT),
        failing(
            "a statement that takes the rights away again",
            _attached(
                {
                    **allowing("ec2:*", "*"),
                    "aws_iam_role_policy.deny": {
                        "role": "${aws_iam_role.orders.name}",
                        "policy": {
                            "jsonencode": {
                                "Version": "2012-10-17",
                                "Statement": [{"Effect": "Deny", "Action": "ec2:Create*", "Resource": "*"}],
                            }
                        },
                    },
                }
            ),
            AT,
        ),
        undecidable(
            "a policy that is known only after apply", _attached(attaching("${terraform_data.later.output}")), AT
        ),
        undecidable(
            "subnets that are known only after apply",
            _attached(
                attaching(f"{ROLE}/AWSLambdaBasicExecutionRole"),
                {"subnet_ids": "${terraform_data.later.output}", "security_group_ids": []},
            ),
            AT,
        ),
    ),
)
