"""LP208: an account that may invoke a function is one's own or trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from lambda_policies.estate.accounts import account_in, in_own_account, is_account, is_ours
from lambda_policies.estate.exposure import admits_anyone
from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.iam.parties import party
from lambda_policies.values import Known, Reason, Unknown, Value
from lambda_policies.verdicts import Outcome, Severity, Verdict


class Named(Struct, frozen=True):
    """A value that names an account, and whether that is one's own or trusted."""

    value: Value[str]
    account: str
    ours: bool | None


def check(permission: Permission, settings: Settings) -> Iterator[Verdict]:
    """Ask of every account that the permission names whose it is; the worst answer stands."""
    if admits_anyone(permission):
        return
    named = list(_accounts(permission, settings))
    bad = [one for one in named if not one.ours]
    if bad:
        yield _complaint(permission, min(bad, key=lambda one: _order(permission, one)))
    elif named:
        yield passed(permission.address, named[0].value.at, "Every account that it names is yours or trusted.")


def _order(permission: Permission, named: Named) -> tuple[bool, bool]:
    """A principal that is open comes first, since it may be everyone; then what is foreign, then what is open."""
    may_be_everyone = named.value is permission.principal and isinstance(named.value, Unknown)
    return not may_be_everyone, named.ours is not False


def _accounts(permission: Permission, settings: Settings) -> Iterator[Named]:
    readers: tuple[tuple[Value[str], Callable[[str], str | None]], ...] = (
        (permission.principal, lambda text: party(text).account or None),
        (permission.source_account, lambda text: text if is_account(text) else None),
        (permission.source_arn, account_in),
    )
    for value, read in readers:
        match value:
            case Known(text):
                account = read(text)
                if account is not None:
                    trusted = account in settings.trusted_accounts
                    yield Named(value, account, trusted or is_ours(permission, account, settings.accounts))
            case Unknown():
                yield Named(value, "", in_own_account(permission, value) or None)


def _complaint(permission: Permission, named: Named) -> Verdict:
    value = named.value
    if isinstance(value, Unknown):
        return undecided(permission.address, value)
    account = "(sensitive)" if isinstance(value, Known) and value.sensitive else named.account
    who = f"Account {account}" if value is permission.principal else f"A source in account {account}"
    if named.ours is False:
        because = f"{who} may invoke the function; that account is neither yours nor trusted."
        return failed(permission.address, value.at, because)
    because = f"{who} may invoke the function; whether that account is yours, neither plan nor configuration says."
    hole = Unknown(value.at, Reason.OUTSIDE)
    return Verdict(Outcome.UNKNOWN, because, permission.address, value.at, (), hole)


PARTNER = {"function_name": "orders", "action": "lambda:InvokeFunction", "principal": "210987654321"}
SNS = {**PARTNER, "principal": "sns.amazonaws.com"}
OWN: dict[str, dict[str, str]] = {"aws_lambda_function.orders": {}, "data.aws_caller_identity.current": {}}

GUARDRAIL = Guardrail(
    id="LP208",
    slug="invoke-cross-account-allowlist",
    title="An account that may invoke a function is your own or a trusted one.",
    why=(
        "Whoever runs the other account decides what the function is called with, how often, and at your cost. That may"
        " be wanted, so say it once: list the account as trusted, and every other one stands out."
    ),
    severity=Severity.HIGH,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(
        Citation("security-in-lambda-context", "The different security actors in Lambda context"),
        Citation("how-to-secure-aws-lambda", "Creating identity and access management policies and roles"),
        Citation("security-overview-of-aws-lambda", "Lambda Functions and Layers"),
    ),
    peers=("CIS:4.10", "CC:cross-account", "STV:CTL.LAMBDA.POLICY.CROSSACCOUNT.001", "AA:external access"),
    fix="Add the account to trusted_accounts in the configuration, or remove the permission.",
    fix_hcl=(
        'resource "aws_lambda_permission" "partner" {\n  action        = "lambda:InvokeFunction"\n'
        "  function_name = aws_lambda_function.orders.function_name\n"
        "  principal     = data.aws_caller_identity.current.account_id\n}"
    ),
    applies=(
        "To principals, source accounts and source ARNs that name an account; everyone (*) is judged by LP201. Your own"
        " accounts are those of the configuration and those that the plan shows; else it is unknown."
    ),
    check=check,
    examples=(
        passing(
            "an account of one's own", {**OWN, "aws_lambda_permission.self": {**PARTNER, "principal": "123456789012"}}
        ),
        passing(
            "a topic that the plan creates",
            {
                "aws_sns_topic.orders": {},
                "aws_lambda_permission.sns": {**SNS, "source_arn": "${aws_sns_topic.orders.arn}"},
            },
        ),
        failing("another account", {**OWN, "aws_lambda_permission.partner": PARTNER}, at="principal"),
        failing(
            "a role of another account",
            {
                **OWN,
                "aws_lambda_permission.partner": {**PARTNER, "principal": "arn:aws:iam::210987654321:role/caller"},
            },
            at="principal",
        ),
        failing(
            "a topic of another account",
            {
                **OWN,
                "aws_lambda_permission.sns": {**SNS, "source_arn": "arn:aws:sns:us-east-1:210987654321:orders"},
            },
            at="source_arn",
        ),
        failing(
            "a bucket of another account",
            {
                **OWN,
                "aws_lambda_permission.s3": {
                    **PARTNER,
                    "principal": "s3.amazonaws.com",
                    "source_arn": "arn:aws:s3:::orders",
                    "source_account": "210987654321",
                },
            },
            at="source_account",
        ),
        undecidable(
            "an account, where nobody says which are one's own",
            {"aws_lambda_permission.partner": PARTNER},
            at="principal",
        ),
        undecidable(
            "a source that is known only after apply",
            {**OWN, "aws_lambda_permission.sns": {**SNS, "source_arn": "${terraform_data.later.output}"}},
            at="source_arn",
        ),
        undecidable(
            "a principal that is known only after apply comes before a foreign source",
            {
                **OWN,
                "aws_lambda_permission.sns": {
                    **PARTNER,
                    "principal": "${terraform_data.later.output}",
                    "source_account": "210987654321",
                },
            },
            at="principal",
        ),
        failing(
            "a foreign account comes before a source that is known only after apply",
            {
                **OWN,
                "aws_lambda_permission.sns": {**PARTNER, "source_arn": "${terraform_data.later.output}"},
            },
            at="principal",
        ),
        undecidable(
            "an account that nobody knows comes before a source that is known only after apply",
            {
                "aws_lambda_permission.sns": {**PARTNER, "source_arn": "${terraform_data.later.output}"},
            },
            at="principal",
        ),
        failing(
            "a foreign source behind an account of one's own",
            {
                **OWN,
                "aws_lambda_permission.sns": {
                    **PARTNER,
                    "principal": "123456789012",
                    "source_account": "${terraform_data.later.output}",
                    "source_arn": "arn:aws:sns:us-east-1:210987654321:orders",
                },
            },
            at="source_arn",
        ),
        failing(
            "a foreign source comes before a principal that nobody knows whose it is",
            {
                **OWN,
                "aws_lambda_permission.sns": {
                    **SNS,
                    "source_account": "${terraform_data.later.output}",
                    "source_arn": "arn:aws:sns:us-east-1:210987654321:orders",
                },
            },
            at="source_arn",
        ),
        failing(
            "an account that nobody may read",
            {
                **OWN,
                "variable.partner": {"value": "210987654321", "sensitive": True},
                "aws_lambda_permission.partner": {**PARTNER, "principal": "${var.partner}"},
            },
            at="principal",
        ),
        passing(
            "an account that is none",
            {
                **OWN,
                "aws_lambda_permission.partner": {**PARTNER, "principal": "123456789012", "source_account": "*"},
            },
        ),
        undecidable(
            "a principal that is known only after apply, with a source of another account",
            {
                **OWN,
                "aws_lambda_permission.partner": {
                    **PARTNER,
                    "principal": "${terraform_data.later.output}",
                    "source_account": "210987654321",
                },
            },
            at="principal",
        ),
        failing(
            "a source of another account beside one that is known only after apply",
            {
                **OWN,
                "aws_lambda_permission.sns": {
                    **SNS,
                    "source_account": "${terraform_data.later.output}",
                    "source_arn": "arn:aws:sns:us-east-1:210987654321:orders",
                },
            },
            at="source_arn",
        ),
    ),
)
