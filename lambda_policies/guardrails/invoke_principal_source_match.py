"""LP207: the source of a permission belongs to the service that it lets in."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.data.services import source_service
from lambda_policies.estate.exposure import service_of
from lambda_policies.estate.models.permission import Permission
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.iam.arns import Arn, parse_arn
from lambda_policies.iam.globs import has_wildcard
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Effect, Severity, Verdict


def check(permission: Permission, _: Settings) -> Iterator[Verdict]:
    """Compare the service of the principal with that of the source ARN."""
    source = permission.source_arn
    match service_of(permission), source:
        case (Absent(), _) | (_, Absent()):
            return
        case Known(service), _ if source_service(service) is None:
            return
        case Known(service), Known(text):
            yield from _compared(permission, service, parse_arn(text), source.at)
        case Known(service), Unknown() as hole:
            found = _made_from(permission, hole)
            if found is None:
                yield undecided(permission.address, hole)
            else:
                yield from _compared(permission, service, found, source.at)
        case Unknown() as hole, _:
            yield undecided(permission.address, hole)


def _made_from(permission: Permission, hole: Unknown) -> Arn | None:
    """The ARN that the source begins with, where the plan's own resources feed it and all are of one service."""
    arns = permission.estate.access.arns
    sources = permission.resource.plan.references.sources(permission.resource, (hole.at,)).items
    found = [parse_arn(arns.fed(source) or "") for source in sources]
    services = {arn.service for arn in found if arn is not None}
    return found[0] if len(services) == 1 and None not in found else None


def _compared(permission: Permission, service: str, arn: Arn | None, at: str) -> Iterator[Verdict]:
    if arn is None or has_wildcard(arn.service):
        return
    if arn.service == source_service(service):
        yield passed(permission.address, at, "The source belongs to the service.")
    else:
        because = f"Events of {service} never come from an ARN of {arn.service}: this permission lets nothing in."
        yield failed(permission.address, at, because)


SNS = {"function_name": "orders", "action": "lambda:InvokeFunction", "principal": "sns.amazonaws.com"}
TOPIC = "arn:aws:sns:us-east-1:123456789012:orders"
API = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/POST/orders"

GUARDRAIL = Guardrail(
    id="LP207",
    slug="invoke-principal-source-match",
    title="The source of a permission belongs to the service that it lets in.",
    why=(
        "A permission whose principal is one service and whose source is of another lets nothing in. Either the"
        " function is never called, or somebody widens the permission until it is."
    ),
    severity=Severity.LOW,
    about=Permission,
    lands_on=("aws_lambda_permission",),
    documents=(Citation("how-to-secure-aws-lambda", "Creating identity and access management policies and roles"),),
    peers=("LINT:W3664",),
    fix="Name the service that owns the source as principal, or a source of the service that is the principal.",
    fix_hcl=(
        'resource "aws_lambda_permission" "sns" {\n  action        = "lambda:InvokeFunction"\n'
        "  function_name = aws_lambda_function.orders.function_name\n"
        '  principal     = "sns.amazonaws.com"\n  source_arn    = aws_sns_topic.orders.arn\n}'
    ),
    applies="To permissions for a service whose source ARNs are known to be of one service, with a source ARN.",
    profile="strict",
    effect=Effect.WARN,
    check=check,
    examples=(
        passing("a topic of SNS", {"aws_lambda_permission.sns": {**SNS, "source_arn": TOPIC}}, "source_arn"),
        passing(
            "a method of an API",
            {"aws_lambda_permission.api": {**SNS, "principal": "apigateway.amazonaws.com", "source_arn": API}},
            "source_arn",
        ),
        failing(
            "a topic of SNS for the events of EventBridge",
            {"aws_lambda_permission.one": {**SNS, "principal": "events.amazonaws.com", "source_arn": TOPIC}},
            "source_arn",
        ),
        passing(
            "a topic that the plan creates",
            {
                "aws_sns_topic.orders": {"name": "orders"},
                "aws_lambda_permission.sns": {**SNS, "source_arn": "${aws_sns_topic.orders.arn}"},
            },
            "source_arn",
        ),
        failing(
            "a topic that the plan creates, for the events of EventBridge",
            {
                "aws_sns_topic.orders": {"name": "orders"},
                "aws_lambda_permission.one": {
                    **SNS,
                    "principal": "events.amazonaws.com",
                    "source_arn": "${aws_sns_topic.orders.arn}",
                },
            },
            "source_arn",
        ),
        undecidable(
            "a source that is known only after apply",
            {"aws_lambda_permission.sns": {**SNS, "source_arn": "${terraform_data.later.output}"}},
            "source_arn",
        ),
        undecidable(
            "a service that is known only after apply",
            {"aws_lambda_permission.sns": {**SNS, "principal": "${terraform_data.later.output}", "source_arn": TOPIC}},
            "principal",
        ),
        passing(
            "a service whose sources may be of several services, and a source of any service",
            {
                "aws_lambda_permission.other": {**SNS, "principal": "lex.amazonaws.com", "source_arn": API},
                "aws_lambda_permission.open": {**SNS, "source_arn": "arn:aws:*:us-east-1:123456789012:orders"},
                "aws_lambda_permission.none": SNS,
                "aws_lambda_permission.role": {
                    **SNS,
                    "principal": "arn:aws:iam::123456789012:role/caller",
                    "source_arn": TOPIC,
                },
                "aws_lambda_permission.sns": {**SNS, "source_arn": TOPIC},
            },
        ),
    ),
)
