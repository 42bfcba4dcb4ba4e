"""LP135: who deploys functions may change named functions only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.access.aiming import NOBODY
from lambda_policies.estate.models.identity import Identity
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.ruling import judged
from lambda_policies.guardrails.sketches import document, statement
from lambda_policies.verdicts import Severity, Verdict

WRITING = tuple(
    f"lambda:{name}"
    for name in (
        "AddPermission",
        "CreateFunction",
        "DeleteFunction",
        "UpdateFunctionCode",
        "UpdateFunctionConfiguration",
    )
)
ANY = f"arn:*:lambda:*:*:function:{NOBODY}"


def check(identity: Identity, _: Settings) -> Iterator[Verdict]:
    """Ask whether it may create, change, share or delete a function that nobody named."""
    asked = (("It may change functions that nobody named", identity.may(WRITING, (ANY,))),)
    yield judged(identity, asked, "It changes no function that is not named.")


ORDERS = "arn:aws:lambda:us-east-1:123456789012:function:orders-*"
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
    id="LP135",
    slug="lambda-admin-identity-scoped",
    title="Who deploys functions may change named functions only.",
    why=(
        "Whoever may change a function's code can do whatever its role can. With rights on every function, one stolen"
        " key of a person or pipeline reaches the data of all of them."
    ),
    severity=Severity.MEDIUM,
    about=Identity,
    lands_on=Identity.TYPES,
    documents=(
        Citation("lambda-governance-and-guardrails", "Identity/user policies"),
        Citation("security-in-lambda-context", "Security in Lambda context"),
    ),
    peers=("NAG:AwsSolutions-IAM5", "STV:CTL.LAMBDA.UPDATECODE.SCOPE.001", "CS:ServiceWildcard"),
    fix="Name the functions, or how their names begin, where Lambda's writing actions are allowed.",
    fix_hcl=(
        'resource "aws_iam_user_policy" "deploy" {\n  user = aws_iam_user.deploy.name\n\n  policy = jsonencode({\n'
        '    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n'
        '      Action   = "lambda:UpdateFunctionCode"\n      Resource = aws_lambda_function.orders.arn\n'
        "    }]\n  })\n}"
    ),
    applies=(
        "To roles that no function runs as, and to policies of users, groups and permission sets, asked about"
        " CreateFunction, UpdateFunctionCode, UpdateFunctionConfiguration, AddPermission and DeleteFunction."
    ),
    profile="strict",
    check=check,
    examples=(
        passing("functions of one name", _user(statement("lambda:*", ORDERS)), "policy"),
        passing("reading of all functions", _role(document(statement(["lambda:Get*", "lambda:List*"], "*"))), "name"),
        failing("every function", _user(statement("lambda:UpdateFunctionCode", "*")), at="policy"),
        failing("everything of Lambda, of a role", _role(document(statement("lambda:*", "*"))), at="name"),
        undecidable("a policy that is known only after apply", _role(LATER), at="name"),
        undecidable(
            "functions that are known only after apply",
            _user(statement("lambda:UpdateFunctionCode", LATER)),
            at="policy",
        ),
    ),
)
