"""LP1113: an endpoint for Lambda does not let everybody's credentials invoke everybody's functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.access.aiming import NOBODY, named
from lambda_policies.estate.access.resource_policies import ResourcePolicy
from lambda_policies.estate.models.endpoint import Endpoint
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.reaching import PUBLIC, found
from lambda_policies.guardrails.saying import failed, undecided
from lambda_policies.guardrails.sketches import document, statement
from lambda_policies.iam.engine import Caller, who
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Severity, Verdict

INVOKE = "lambda:InvokeFunction"
SOMEBODYS = f"arn:aws:lambda:us-east-1:000000000000:function:{NOBODY}"


def check(endpoint: Endpoint, _: Settings) -> Iterator[Verdict]:
    """Ask whether a stranger may invoke a stranger's function through the endpoint."""
    match endpoint.service_name:
        case Known(name) if name.endswith(".lambda"):
            yield from _judged(endpoint)
        case Unknown() as hole:
            yield undecided(endpoint.address, hole)


def _judged(endpoint: Endpoint) -> Iterator[Verdict]:
    policies = endpoint.policies
    for policy in policies.items:
        yield _decided(endpoint, policy)
    if policies.items:
        return
    if policies.rest is not None:
        yield undecided(endpoint.address, policies.rest)
    elif isinstance(endpoint.policy, Absent):
        because = "It has no policy, so through it anyone's credentials may invoke anyone's functions."
        yield failed(endpoint.address, endpoint.policy.at, because)


def _decided(endpoint: Endpoint, policy: ResourcePolicy) -> Verdict:
    reach = who(named(policy, endpoint.estate.access.arns), INVOKE, SOMEBODYS)
    return found(policy, reach, _wrong, "The policy narrows who may invoke what through it.", (endpoint.address,))


def _wrong(caller: Caller) -> str | None:
    who_ = PUBLIC.get(caller.kind)
    return f"The policy lets {who_} invoke anyone's functions through the endpoint." if who_ else None


FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:orders"
LATER = "${terraform_data.later.output}"
ENDPOINT: dict[str, Any] = {
    "vpc_id": "vpc-0a1b2c3d4e5f60718",
    "service_name": "com.amazonaws.us-east-1.lambda",
    "vpc_endpoint_type": "Interface",
}


def _with(**more: Any) -> dict[str, dict[str, Any]]:
    return {"aws_vpc_endpoint.lambda": {**ENDPOINT, **more}}


def _beside(policy: Any) -> dict[str, dict[str, Any]]:
    held = {"vpc_endpoint_id": "${aws_vpc_endpoint.lambda.id}", "policy": policy}
    return {**_with(), "aws_vpc_endpoint_policy.lambda": held}


GUARDRAIL = Guardrail(
    id="LP1113",
    slug="vpc-endpoint-policy",
    title="An endpoint for Lambda has a policy that says who may invoke what through it.",
    why=(
        "Without a policy an endpoint lets everything through. Code in the network with credentials of its own can"
        " then hand your data to a function of somebody else's account, past every firewall."
    ),
    severity=Severity.MEDIUM,
    about=Endpoint,
    lands_on=Endpoint.LANDS_ON,
    documents=(
        Citation("security-in-lambda-context", "Access to VPC resources"),
        Citation("lambda-governance-and-guardrails", "Network security"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=("OPA:aws-lambda-m-1", "PRW:vpc_endpoint_connections_trust_boundaries"),
    fix="Give the endpoint a policy that names the callers or the functions, or aws:PrincipalAccount or OrgID.",
    fix_hcl=(
        'resource "aws_vpc_endpoint_policy" "lambda" {\n  vpc_endpoint_id = aws_vpc_endpoint.lambda.id\n\n'
        '  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect    = "Allow"\n'
        '      Principal = { AWS = aws_iam_role.caller.arn }\n      Action    = "lambda:InvokeFunction"\n'
        "      Resource  = aws_lambda_function.orders.arn\n    }]\n  })\n}"
    ),
    applies="To endpoints for the Lambda service. A policy that names callers, or functions, is narrow enough.",
    profile="strict",
    check=check,
    examples=(
        passing("one function", _with(policy=document(statement(INVOKE, FUNCTION, Principal="*"))), "policy"),
        passing(
            "callers of one account",
            _beside(
                document(
                    statement(
                        "*",
                        "*",
                        Principal="*",
                        Condition={"StringEquals": {"aws:PrincipalAccount": "123456789012"}},
                    )
                )
            ),
            "policy",
        ),
        passing(
            "a function that the plan creates",
            {
                **_beside("${data.aws_iam_policy_document.lambda.json}"),
                "aws_lambda_function.orders": {},
                "data.aws_iam_policy_document.lambda": {
                    "statement": [
                        {
                            "actions": [INVOKE],
                            "resources": ["${aws_lambda_function.orders.arn}"],
                            "principals": [{"type": "*", "identifiers": ["*"]}],
                        }
                    ]
                },
            },
            "policy",
        ),
        failing("no policy", _with(), at="policy"),
        failing("everything", _with(policy=document(statement("*", "*", Principal="*"))), at="policy"),
        failing("every function", _beside(document(statement(INVOKE, "*", Principal={"AWS": "*"}))), at="policy"),
        undecidable("a policy that is known only after apply", _beside(LATER), at="policy"),
        undecidable(
            "a policy of an endpoint that is known only after apply",
            {
                **_with(),
                "aws_vpc_endpoint_policy.other": {
                    "vpc_endpoint_id": LATER,
                    "policy": document(statement(INVOKE, FUNCTION, Principal="*")),
                },
            },
            at="policy",
        ),
        undecidable("a service that is known only after apply", _with(service_name=LATER), at="service_name"),
    ),
)
