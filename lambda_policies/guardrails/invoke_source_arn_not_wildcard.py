"""LP205: the source ARN of a permission names a source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambda_policies.estate.accounts import is_ours, names_own
from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, leading, passed, shown, undecided
from lambda_policies.iam.arns import Arn, parse_arn
from lambda_policies.iam.globs import has_wildcard, is_everything
from lambda_policies.iam.parties import party
from lambda_policies.values import Absent, Known, Unknown, Value, all_of, any_of
from lambda_policies.verdicts import Severity, Verdict

NAME_FIRST = frozenset({"execute-api", "s3"})
"""Services whose ARNs begin with the name itself; those of others may have the kind of resource before it."""


def check(permission: Permission, settings: Settings) -> Iterator[Verdict]:
    """Look for wildcards in the service, the account and the name of the source."""
    match permission.source_arn:
        case Known(text):
            yield _judged(permission, text)
        case Unknown(at=at) as hole if names_own(permission, hole):
            yield passed(permission.address, at, "The source is a resource of this plan.")
        case Unknown() as hole:
            leads = () if _asks_for_more(permission, settings) else ("LP208",)
            yield leading(undecided(permission.address, hole), *leads)


def _asks_for_more(permission: Permission, settings: Settings) -> bool:
    """Whether LP208 has something else to ask about: who the principal is, or whose an account is that is written."""
    written = [value.value for value in (permission.principal, permission.source_account) if isinstance(value, Known)]
    accounts = {party(text).account for text in written} - {"", *settings.trusted_accounts}
    foreign = any(not is_ours(permission, account, settings.accounts) for account in accounts)
    return foreign or isinstance(permission.principal, Unknown)


def _judged(permission: Permission, text: str) -> Verdict:
    at = permission.source_arn.at
    arn = parse_arn(text)
    open_ = any_of(_wildcards(arn, permission.source_account)) if arn else has_wildcard(text)
    if open_:
        fixed = arn is not None and arn.account and not has_wildcard(arn.service + arn.account)
        who = "every one in the account may call" if fixed else "what is not yours may match as well"
        return failed(permission.address, at, f"The source ARN {shown(permission.source_arn)} names no source: {who}.")
    if open_ is None and isinstance(permission.source_account, Unknown):
        return undecided(permission.address, permission.source_account)
    return passed(permission.address, at, "The source is named.")


def _wildcards(arn: Arn, source_account: Value[str]) -> Iterator[bool | None]:
    """Whether each part leaves open who calls; the source account makes up for one that the ARN does not fix."""
    name = _name(arn)
    yield has_wildcard(arn.service)
    yield is_everything(name)
    yield all_of((has_wildcard(arn.account or name), _is_open(source_account)))


def _name(arn: Arn) -> str:
    """What tells the resource from others of its kind: ``orders`` of ``rule/orders`` and of ``orders/*/GET``."""
    parts = [part for part in re.split(r"[:/]", arn.resource) if part]
    return parts[1] if len(parts) > 1 and arn.service not in NAME_FIRST else parts[0]


def _is_open(account: Value[str]) -> bool | None:
    match account:
        case Known(text):
            return has_wildcard(text)
        case Absent():
            return True
    return None


def _sns(source_arn: str, **more: str) -> dict[str, dict[str, str]]:
    """A permission for SNS with this source, for the examples."""
    base = {"function_name": "orders", "action": "lambda:InvokeFunction", "principal": "sns.amazonaws.com"}
    return {"aws_lambda_permission.sns": {**base, "source_arn": source_arn, **more}}


def _api(source_arn: str) -> dict[str, dict[str, str]]:
    return _sns(source_arn, principal="apigateway.amazonaws.com")


GUARDRAIL = Guardrail(
    id="LP205",
    slug="invoke-source-arn-not-wildcard",
    title="The source ARN of a permission names a source.",
    why=(
        "A source ARN is there to say whose topic, bucket, rule or API may call. With a wildcard for the service, the"
        " account or the name it says nothing, and looks as if it did."
    ),
    severity=Severity.HIGH,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(
        Citation("how-to-secure-aws-lambda", "Creating identity and access management policies and roles"),
        Citation("how-to-secure-aws-lambda", "Resource policy example"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
    ),
    peers=("STV:CTL.LAMBDA.TRIGGER.CONFUSEDDEPUTY.001", "KICS:3ef8696c", "SH:Lambda.1", "CKV_AWS_364"),
    fix="Write the ARN of the resource that calls; wildcards are for the stage, method and path of an API.",
    fix_hcl=(
        'resource "aws_lambda_permission" "api" {\n  action        = "lambda:InvokeFunction"\n'
        "  function_name = aws_lambda_function.orders.function_name\n"
        '  principal     = "apigateway.amazonaws.com"\n'
        '  source_arn    = "${aws_api_gateway_rest_api.orders.execution_arn}/prod/GET/orders"\n}'
    ),
    applies=(
        "To permissions with a source ARN. A prefix of a name is a name where the account is fixed, by the ARN or by"
        " source_account. Of an ARN that is made from a resource of the plan, what is written around it is not seen."
    ),
    check=check,
    examples=(
        passing("one topic", _sns("arn:aws:sns:us-east-1:123456789012:orders")),
        passing("any stage and path of one API", _api("arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*/*")),
        passing(
            "any path of an API that the plan creates",
            {
                "aws_api_gateway_rest_api.orders": {"name": "orders"},
                **_api("${aws_api_gateway_rest_api.orders.execution_arn}/*/*"),
            },
        ),
        passing(
            "one topic, whatever the account",
            _sns("arn:aws:sns:us-east-1:123456789012:orders", source_account="${terraform_data.later.output}"),
        ),
        passing("any topic of a family, in a fixed account", _sns("arn:aws:sns:us-east-1:123456789012:orders-*")),
        failing("everything", _sns("*"), at="source_arn"),
        failing("any topic of any account", _sns("arn:aws:sns:*:*:*"), at="source_arn"),
        failing("any bucket", _sns("arn:aws:s3:::*", principal="s3.amazonaws.com"), at="source_arn"),
        failing(
            "any bucket whose name begins so, in any account",
            _sns("arn:aws:s3:::orders-*", principal="s3.amazonaws.com"),
            at="source_arn",
        ),
        failing(
            "any API of the account", _api("arn:aws:execute-api:us-east-1:123456789012:*/*/GET/orders"), at="source_arn"
        ),
        failing(
            "any rule of the account",
            _sns("arn:aws:events:us-east-1:123456789012:rule/*", principal="events.amazonaws.com"),
            at="source_arn",
        ),
        undecidable("a source that is known only after apply", _sns("${terraform_data.later.output}"), at="source_arn"),
        undecidable(
            "a family of buckets, with an account that may be null",
            _sns(
                "arn:aws:s3:::orders-*", principal="s3.amazonaws.com", source_account="${terraform_data.later.output}"
            ),
            at="source_account",
        ),
        failing("any service of the account", _sns("arn:aws:*:us-east-1:123456789012:orders"), at="source_arn"),
        failing(
            "a family of buckets of any account",
            _sns("arn:aws:s3:::orders-*", principal="s3.amazonaws.com", source_account="*"),
            at="source_arn",
        ),
        passing(
            "a family of buckets of one account",
            _sns("arn:aws:s3:::orders-*", principal="s3.amazonaws.com", source_account="123456789012"),
        ),
        passing("one bucket and what is in it", _sns("arn:aws:s3:::orders/*", principal="s3.amazonaws.com")),
        failing("what is no ARN and matches much", _sns("orders-*"), at="source_arn"),
        passing(
            "one mail identity, whose ARN begins with a separator",
            _sns("arn:aws:ses:us-east-1:123456789012:/identity/example.com", principal="ses.amazonaws.com"),
        ),
    ),
)
