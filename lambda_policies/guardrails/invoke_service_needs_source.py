"""LP203: a service may invoke a function only for a source that is named."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.data.services import needs_no_source, takes_event_source_token
from lambda_policies.estate.exposure import service_of
from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, leading, listed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown, Value, any_of
from lambda_policies.verdicts import Severity, Verdict


def check(permission: Permission, _: Settings) -> Iterator[Verdict]:
    """Ask a permission for a service for its source ARN or account."""
    match service_of(permission):
        case Known(service) if not needs_no_source(service):
            yield _judged(permission, service)
        case Unknown() as hole:
            named = any_of(_is_set(value) for value in (permission.source_arn, permission.source_account))
            fenced = passed(permission.address, permission.source_arn.at, "Whoever it is, a source is named.")
            yield fenced if named else undecided(permission.address, hole)


def _judged(permission: Permission, service: str) -> Verdict:
    sources = [permission.source_arn, permission.source_account]
    if takes_event_source_token(service):
        sources.append(permission.event_source_token)
    named = any_of(_is_set(value) for value in sources)
    if named:
        return passed(permission.address, permission.source_arn.at, "A source is named.")
    if named is None:
        hole = next(value for value in sources if isinstance(value, Unknown))
        return undecided(permission.address, hole)
    missing = listed([value.at for value in sources])
    because = f"{permission.principal.value} may invoke the function for anyone's resources: {missing} are not set."  # type: ignore[union-attr]
    return leading(failed(permission.address, permission.source_arn.at, because), "LP204", "LP205")


def _is_set(value: Value[str]) -> bool | None:
    match value:
        case Known(text):
            return text != "*"
        case Absent():
            return False
        case Unknown(present=present):
            return True if present else None


SNS = {"function_name": "orders", "action": "lambda:InvokeFunction", "principal": "sns.amazonaws.com"}
API = {
    "aws_lambda_permission.api": {
        **SNS,
        "principal": "apigateway.amazonaws.com",
        "source_arn": "${aws_api_gateway_rest_api.shop.execution_arn}/*/POST${aws_api_gateway_resource.orders.path}",
    },
    "aws_api_gateway_rest_api.shop": {"name": "shop"},
    "aws_api_gateway_resource.orders": {
        "rest_api_id": "${aws_api_gateway_rest_api.shop.id}",
        "parent_id": "${aws_api_gateway_rest_api.shop.root_resource_id}",
        "path_part": "orders",
    },
}

GUARDRAIL = Guardrail(
    id="LP203",
    slug="invoke-service-needs-source",
    title="A service may invoke a function only for a source that is named.",
    why=(
        "A service acts for every AWS account. Without a source ARN or account, somebody else's topic, bucket or API"
        " reaches the function through the same permission: the confused deputy."
    ),
    severity=Severity.HIGH,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("how-to-secure-aws-lambda", "Resource policy example"),
        Citation("lambda-governance-and-guardrails", "Resource policies"),
    ),
    peers=("CKV_AWS_364", "TRV:0067", "REG:FG_R00499", "PP:lambda_permission_restricted_service_permission"),
    fix="Set source_arn to the topic, rule, bucket or API that calls; where that is not possible, source_account.",
    fix_hcl=(
        'resource "aws_lambda_permission" "sns" {\n  action        = "lambda:InvokeFunction"\n'
        "  function_name = aws_lambda_function.orders.function_name\n"
        '  principal     = "sns.amazonaws.com"\n  source_arn    = aws_sns_topic.orders.arn\n}'
    ),
    applies="To permissions for a service; for Alexa an event source token counts as well.",
    check=check,
    examples=(
        passing(
            "a topic that is named",
            {"aws_lambda_permission.sns": {**SNS, "source_arn": "arn:aws:sns:us-east-1:123456789012:orders"}},
        ),
        passing(
            "a topic that the plan creates",
            {
                "aws_lambda_permission.sns": {**SNS, "source_arn": "${aws_sns_topic.orders.arn}"},
                "aws_sns_topic.orders": {"name": "orders"},
            },
        ),
        passing("a method of an API that the plan creates", API),
        failing("no source", {"aws_lambda_permission.sns": SNS}, at="source_arn"),
        undecidable(
            "a source that is known only after apply, and may be null",
            {"aws_lambda_permission.sns": {**SNS, "source_arn": "${terraform_data.later.output}"}},
            at="source_arn",
        ),
        failing("any source", {"aws_lambda_permission.sns": {**SNS, "source_arn": "*"}}, at="source_arn"),
        passing(
            "whoever it is, for a source that is named",
            {
                "aws_lambda_permission.sns": {
                    **SNS,
                    "principal": "${terraform_data.later.output}",
                    "source_account": "123456789012",
                }
            },
            at="source_arn",
        ),
        undecidable(
            "whoever it is, for no source that is named",
            {"aws_lambda_permission.sns": {**SNS, "principal": "${terraform_data.later.output}"}},
            at="principal",
        ),
        passing(
            "a skill of Alexa, which is named by its token",
            {
                "aws_lambda_permission.alexa": {
                    **SNS,
                    "principal": "alexa-appkit.amazon.com",
                    "event_source_token": "amzn1.ask.skill.a1b2c3d4-5678-90ab-cdef-111122223333",
                }
            },
            at="source_arn",
        ),
        undecidable(
            "a skill of Alexa whose token is known only after apply",
            {
                "aws_lambda_permission.alexa": {
                    **SNS,
                    "principal": "alexa-appkit.amazon.com",
                    "event_source_token": "${terraform_data.later.output}",
                }
            },
            at="event_source_token",
        ),
        passing(
            "Secrets Manager, which cannot name a source",
            {
                "aws_lambda_permission.rotation": {**SNS, "principal": "secretsmanager.amazonaws.com"},
                "aws_lambda_permission.sns": {**SNS, "source_arn": "arn:aws:sns:us-east-1:123456789012:orders"},
            },
        ),
    ),
)
