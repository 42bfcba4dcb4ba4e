"""LP101: the role of a function is in the plan, so that what it may do is seen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.guardrails.statements import NEED_ROLE
from lambda_policies.values import Known, Reason, Unknown
from lambda_policies.verdicts import Effect, Severity, Verdict


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Look for the role that the function names."""
    address, at = function.address, function.role_arn.at
    match function.role:
        case Known(role):
            yield passed(address, at, f"Its role is {role.address}.")
        case Unknown(reason=Reason.OUTSIDE) as hole:
            because = "Its role is not in this plan, so nothing is said about what the function may do."
            yield replace(undecided(address, hole, at), because=because, leads=NEED_ROLE)
        case Unknown() as hole:
            yield undecided(address, hole, at)
        case _:
            yield failed(address, at, "It has no execution role, and Lambda creates no function without one.")


GUARDRAIL = Guardrail(
    id="LP101",
    slug="exec-role-declared",
    title="The execution role of a function is in the plan.",
    why=(
        "What a function may do stands in its role. Where the role comes from somewhere else, nothing here can tell"
        " whether it is narrow or an administrator, and silence would look like a pass."
    ),
    severity=Severity.LOW,
    effect=Effect.WARN,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("security-overview-of-aws-lambda", "Execution role"),
        Citation("lambda-governance-and-guardrails", "Execution role"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=("CIS:4.7", "TSC:AC_AWS_0484", "STV:CTL.LAMBDA.GHOST.ROLE.001", "CSP:lambdaPrivilegeAnalysis"),
    fix="Declare the role beside the function, or judge the plan that declares it as well.",
    fix_hcl='resource "aws_lambda_function" "orders" {\n  role = aws_iam_role.orders.arn\n  # …\n}',
    applies="A role that is declared elsewhere is no mistake: it is said once, for all guardrails that need to see it.",
    check=check,
    examples=(
        passing(
            "a role of the plan",
            {"aws_iam_role.orders": {}, "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"}},
            at="role",
        ),
        passing(
            "the ARN that a role of the plan gets in the caller's account",
            {
                "aws_iam_role.orders": {"name": "orders", "path": "/shop/"},
                "aws_lambda_function.orders": {"role": "arn:aws:iam::123456789012:role/shop/orders"},
                "data.aws_caller_identity.current": {},
            },
            at="role",
        ),
        failing("no role", {"aws_lambda_function.orders": {"role": ""}}, at="role"),
        undecidable(
            "a role elsewhere",
            {"aws_lambda_function.orders": {"role": "arn:aws:iam::123456789012:role/elsewhere"}},
            at="role",
        ),
        undecidable(
            "a role that is known only after apply",
            {"aws_lambda_function.orders": {"role": "${terraform_data.later.output}"}},
            at="role",
        ),
    ),
)
