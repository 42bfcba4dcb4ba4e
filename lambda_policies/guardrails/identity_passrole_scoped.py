"""LP136: who deploys functions passes named roles only, to services that are named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.access.aiming import NOBODY
from lambda_policies.estate.models.identity import Identity
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.ruling import judged
from lambda_policies.guardrails.sketches import document, statement
from lambda_policies.verdicts import Severity, Verdict

PASS = ("iam:PassRole",)
ANY = f"arn:*:iam::*:role/{NOBODY}"


def check(identity: Identity, _: Settings) -> Iterator[Verdict]:
    """Ask whether it may pass a role that nobody named, or a role to a service that nobody named."""
    service = {"iam:PassedToService": (f"{NOBODY.lower()}.amazonaws.com",)}
    asked = (
        ("It may pass roles that nobody named", identity.may(PASS, (ANY,))),
        ("It may pass a role to any service", identity.may(PASS, (), service)),
    )
    yield judged(identity, asked, "It passes no role that is not named, and none to any service.")


ROLE = "arn:aws:iam::123456789012:role/orders"
TO_LAMBDA = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
LATER = "${terraform_data.later.output}"
TRUST = document({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "codebuild.amazonaws.com"}})


def _user(*statements: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {"aws_iam_user_policy.deploy": {"user": "deploy", "policy": document(*statements)}}


def _role(policy: Any) -> dict[str, dict[str, Any]]:
    return {
        "aws_iam_role.deploy": {"assume_role_policy": TRUST},
        "aws_iam_role_policy.deploy": {"role": "${aws_iam_role.deploy.name}", "policy": policy},
    }


GUARDRAIL = Guardrail(
    id="LP136",
    slug="identity-passrole-scoped",
    title="Who deploys functions passes named roles only, to services that are named.",
    why=(
        "Whoever may create a function and pass it any role can do what the strongest role of the account can: the"
        " function does it for them. A stolen key of a pipeline is then the whole account."
    ),
    severity=Severity.HIGH,
    about=Identity,
    lands_on=Identity.TYPES,
    documents=(Citation("lambda-governance-and-guardrails", "Identity/user policies"),),
    peers=("NAGR:F39", "KICS:e39bee8c", "KICS:034d0aee", "TRV:0342"),
    fix="Name the execution roles, and lambda.amazonaws.com in a condition on iam:PassedToService.",
    fix_hcl=(
        'resource "aws_iam_user_policy" "deploy" {\n  user = aws_iam_user.deploy.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "iam:PassRole"\n      Resource = aws_iam_role.orders.arn\n'
        '      Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }\n    }]\n  })\n}'
    ),
    applies=(
        "To roles that no function runs as, and to policies of users, groups and permission sets. All that a role's"
        " policies allow is judged together, within its boundary. Execution roles are judged by LP113."
    ),
    profile="strict",
    check=check,
    examples=(
        passing("one role for Lambda", _user(statement("iam:PassRole", ROLE, Condition=TO_LAMBDA)), "policy"),
        passing("no word about roles", _role(document(statement("lambda:*", "*"))), "name"),
        passing(
            "any role, where passing is denied",
            _user(statement("*", "*"), {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"}),
            "policy",
        ),
        failing("any role", _user(statement("iam:PassRole", "*", Condition=TO_LAMBDA)), at="policy"),
        failing("one role for any service", _user(statement("iam:PassRole", ROLE)), at="policy"),
        failing("everything, of a role", _role(document(statement("*", "*"))), at="name"),
        undecidable("a policy that is known only after apply", _role(LATER), at="name"),
        undecidable(
            "a role that is known only after apply",
            _user(statement("iam:PassRole", LATER, Condition=TO_LAMBDA)),
            at="policy",
        ),
    ),
)
