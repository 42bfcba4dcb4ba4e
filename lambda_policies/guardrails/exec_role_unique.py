"""LP102: one execution role for each function."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, listed, passed, shown, undecided
from lambda_policies.values import Known, Reason, Unknown
from lambda_policies.verdicts import Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Count the functions that run as one role, or as one ARN outside the plan."""
    if not execution.functions and isinstance(execution.role, Unknown):
        return
    joins = execution.estate.joins
    sharing = execution.functions
    if isinstance(execution.role, Unknown):
        sharing = joins.functions_with_role_arn(execution.functions[0])
    names = [function.address for function in sharing]
    others = joins.functions_that_may_run_as(execution.role)
    if len(sharing) > 1:
        which = "this role" if isinstance(execution.role, Known) else f"the role {shown(sharing[0].role_arn)}"
        because = f"{len(sharing)} functions run as {which}: {listed(names)}. Each can do what any of them needs."
        yield failed(execution.address, execution.role.at, because, tuple(names))
    elif isinstance(execution.role, Unknown) and execution.role.reason is Reason.AFTER_APPLY:
        yield undecided(execution.address, execution.role)
    elif len(sharing) + len(others) > 1:
        hole = Unknown(execution.role.at, feeds=tuple(function.address for function in others))
        yield undecided(execution.address, hole, related=hole.feeds)
    elif sharing and not joins.functions_that_may_run_as_any_role():  # each of those is undecided itself
        yield passed(execution.address, execution.role.at, "One function runs as this role.")


GUARDRAIL = Guardrail(
    id="LP102",
    slug="exec-role-unique",
    title="Each function has an execution role of its own.",
    why=(
        "A role that several functions share holds the sum of what they need, so that whoever takes over one of them"
        " can do what all of them can. The role cannot be narrowed without breaking another function."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=("aws_iam_role", "aws_lambda_function"),
    documents=(
        Citation("lambda-governance-and-guardrails", "Execution role"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("security-overview-of-aws-lambda", "Architecting and Operating Lambda Functions"),
    ),
    peers=("CIS:4.5", "CSP:lambdaUniqueExecutionRole", "STV:CTL.LAMBDA.ROLE.SHARED.001", "KICS:ae03f542"),
    fix="Give each function its own role with the permissions that this function needs.",
    fix_hcl=(
        'resource "aws_iam_role" "orders" {\n  name               = "orders"\n'
        "  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json\n}\n\n"
        'resource "aws_lambda_function" "orders" {\n  role = aws_iam_role.orders.arn\n  # …\n}'
    ),
    applies="Functions of one plan are compared; a function elsewhere that uses the same role is not seen.",
    check=check,
    examples=(
        passing(
            "a role for each function",
            {
                "aws_iam_role.orders": {},
                "aws_iam_role.mail": {},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
                "aws_lambda_function.mail": {"role": "${aws_iam_role.mail.arn}"},
            },
        ),
        failing(
            "two functions with one role",
            {
                "aws_iam_role.shared": {},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.shared.arn}"},
                "aws_lambda_function.mail": {"role": "${aws_iam_role.shared.arn}"},
            },
            at="role",
        ),
        failing(
            "two functions with the ARN of one role elsewhere",
            {
                "aws_lambda_function.orders": {"role": "arn:aws:iam::123456789012:role/shared"},
                "aws_lambda_function.mail": {"role": "arn:aws:iam::123456789012:role/shared"},
            },
            at="role",
        ),
        undecidable(
            "a role that is known only after apply",
            {"aws_lambda_function.orders": {"role": "${terraform_data.later.output}"}},
            at="role",
        ),
        passing(
            "the ARN of a role elsewhere for each function",
            {
                "aws_lambda_function.orders": {"role": "arn:aws:iam::123456789012:role/orders"},
                "aws_lambda_function.mail": {"role": "arn:aws:iam::123456789012:role/mail"},
            },
        ),
        undecidable(
            "a function with one of two roles",
            {
                "aws_iam_role.orders": {},
                "aws_iam_role.mail": {},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
                "aws_lambda_function.mail": {"role": "${true ? aws_iam_role.orders.arn : aws_iam_role.mail.arn}"},
            },
            at="role",
        ),
    ),
)
