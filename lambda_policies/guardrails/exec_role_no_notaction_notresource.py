"""LP108: an execution role allows what it names, never all but that."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.estate.models.role import Role
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.guardrails.sketches import allowing, document, role_with, statement
from lambda_policies.guardrails.statements import LANDS_ON, decide, judged
from lambda_policies.iam.wide import any_trusted_but
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Outcome, Severity, Verdict


def check(execution: ExecutionRole, _: Settings) -> Iterator[Verdict]:
    """Judge each policy document that is attached to the role, and its trust document."""
    yield from judged(execution, "LP108", "Every statement names what it allows.")
    match execution.role:
        case Known(role):
            yield from _trusted(role)


def _trusted(role: Role) -> Iterator[Verdict]:
    """The trust document. LP103 speaks for one that cannot be read."""
    match role.trust:
        case Known(document):
            address, at = role.address, role.assume_role_policy.at
            decision = decide(document, any_trusted_but)
            if decision.outcome is Outcome.FAIL:
                yield failed(address, at, "The trust document lets in everyone but its NotPrincipal.")
            elif decision.outcome is Outcome.PASS:
                yield passed(address, at, "The trust document names whom it lets in.")
            else:
                yield undecided(address, Unknown(at))
        case Unknown() as hole:
            yield undecided(role.address, hole)


GUARDRAIL = Guardrail(
    id="LP108",
    slug="exec-role-no-notaction-notresource",
    title="An execution role allows what it names, never all but that.",
    why=(
        "NotAction and NotResource in an Allow grant everything that somebody did not think of, and whatever AWS adds"
        " later. NotPrincipal in a trust document lets in the rest of the world."
    ),
    severity=Severity.HIGH,
    about=ExecutionRole,
    lands_on=LANDS_ON,
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("lambda-governance-and-guardrails", "Execution role"),
    ),
    peers=("NAGR:W14", "NAGR:W15", "NAGR:W16", "NAGR:W21", "GRD:IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION"),
    fix="Name what is allowed; what must never be allowed goes into a Deny.",
    fix_hcl=(
        'resource "aws_iam_role_policy" "orders" {\n  role = aws_iam_role.orders.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = ["s3:GetObject", "s3:PutObject"]\n      Resource = "${aws_s3_bucket.orders.arn}/*"\n'
        "    }]\n  })\n}"
    ),
    applies=("To statements that allow. In a Deny, NotAction and NotResource narrow what is left and are fine."),
    check=check,
    examples=(
        passing("named actions", allowing("s3:GetObject", "arn:aws:s3:::orders/*")),
        passing(
            "a denial of all but some",
            role_with(document({"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"})),
        ),
        failing(
            "all but some actions",
            role_with(document({"Sid": "Most", "Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
            at="policy",
        ),
        failing(
            "all but one resource",
            role_with(document({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::pay/*"})),
            at="policy",
        ),
        failing(
            "trust in everyone but one",
            {
                "aws_iam_role.orders": {
                    "assume_role_policy": document(
                        statement("sts:AssumeRole", "", NotPrincipal={"AWS": "123456789012"})
                    )
                },
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
        undecidable(
            "a document with one unknown part",
            allowing("s3:GetObject", "${terraform_data.later.output}"),
            at="policy",
        ),
        undecidable(
            "a trust document whose principal is known only after apply",
            {
                "aws_iam_role.orders": {"assume_role_policy": "${terraform_data.later.output}"},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
        passing(
            "trust in the one who is named",
            {
                "aws_iam_role.orders": {
                    "assume_role_policy": document(
                        statement("sts:AssumeRole", "", Principal={"Service": "lambda.amazonaws.com"})
                    )
                },
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
        undecidable(
            "trust in everyone but one, in a statement whose effect is known only after apply",
            {
                "data.aws_iam_policy_document.trust": {
                    "statement": [
                        {
                            "effect": "${terraform_data.later.output}",
                            "actions": ["sts:AssumeRole"],
                            "not_principals": [{"type": "AWS", "identifiers": ["123456789012"]}],
                        }
                    ]
                },
                "aws_iam_role.orders": {"assume_role_policy": "${data.aws_iam_policy_document.trust.json}"},
                "aws_lambda_function.orders": {"role": "${aws_iam_role.orders.arn}"},
            },
            at="assume_role_policy",
        ),
    ),
)
