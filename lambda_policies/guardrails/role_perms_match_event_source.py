"""LP141: the role of a function may read the event source that its mapping names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.needs import Need, judged, service, target
from lambda_policies.guardrails.saying import undecided
from lambda_policies.guardrails.sketches import allowing, attaching, deferred
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Effect, Severity, Verdict

READING = {
    "dynamodb": ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    "kinesis": ("kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"),
    "sqs": ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
}
"""What Lambda does with the function's role on a source of each service; source: its developer guide."""


def check(mapping: EventSourceMapping, _: Settings) -> Iterator[Verdict]:
    """Ask whether the function's role may do what reading this source takes."""
    source = mapping.event_source_arn
    if isinstance(source, Absent):
        return
    on = target(mapping, source)
    if isinstance(on, Unknown):
        yield undecided(mapping.address, on)
        return
    actions = READING.get(service(mapping.estate, on), ())
    if not actions:
        return
    match mapping.function:
        case Known(function):
            purpose = "Lambda cannot read the source, and the function is never called"
            yield judged(mapping.address, source.at, function, Need(actions, on), purpose)
        case Unknown() as hole:
            yield undecided(mapping.address, hole)


AT = "event_source_arn"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:orders"
ROLE = "arn:aws:iam::aws:policy/service-role"


def _reading(resources: dict[str, dict[str, Any]], source: str = QUEUE, **more: str) -> dict[str, dict[str, Any]]:
    mapping = {"event_source_arn": source, "function_name": "${aws_lambda_function.orders.arn}", **more}
    return {**resources, "aws_lambda_event_source_mapping.orders": mapping}


GUARDRAIL = Guardrail(
    id="LP141",
    slug="role-perms-match-event-source",
    title="The role of a function may read the event source that its mapping names.",
    why=(
        "Lambda reads a queue or stream with the function's role. Without the rights the mapping is refused when it is"
        " made or, where they are taken away later, events pile up and the function is never called."
    ),
    severity=Severity.LOW,
    about=EventSourceMapping,
    lands_on=("aws_lambda_event_source_mapping", "aws_lambda_function"),
    documents=(Citation("lambda-governance-and-guardrails", "Execution role"),),
    peers=(),
    fix="Allow the actions on the source that the mapping names, and on nothing else.",
    fix_hcl=(
        'data "aws_iam_policy_document" "orders" {\n  statement {\n'
        '    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]\n'
        "    resources = [aws_sqs_queue.orders.arn]\n  }\n}"
    ),
    applies=(
        "To mappings of SQS, Kinesis and DynamoDB. A role that existed before and has no policy in the plan is unknown:"
        " its policies are somewhere else. Whether it may do more than that is judged by other guardrails."
        " A boundary that is not in the plan is not asked."
    ),
    profile="strict",
    effect=Effect.WARN,
    check=check,
    examples=(
        passing("AWS's policy for queues", _reading(attaching(f"{ROLE}/AWSLambdaSQSQueueExecutionRole")), AT),
        passing("the three actions on the queue", _reading(allowing(list(READING["sqs"]), QUEUE)), AT),
        passing(
            "a queue that the plan creates",
            {
                **_reading(
                    deferred({"actions": list(READING["sqs"]), "resources": ["${aws_sqs_queue.orders.arn}"]}),
                    "${aws_sqs_queue.orders.arn}",
                ),
                "aws_sqs_queue.orders": {"name": "orders"},
            },
            AT,
        ),
        failing("the policy for logs alone", _reading(attaching(f"{ROLE}/AWSLambdaBasicExecutionRole")), AT),
        failing("another queue", _reading(allowing("sqs:*", f"{QUEUE}-failed")), AT),
        failing(
            "a stream with the rights to a queue",
            _reading(
                attaching(f"{ROLE}/AWSLambdaSQSQueueExecutionRole"),
                "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
                starting_position="LATEST",
            ),
            AT,
        ),
        undecidable(
            "a source that is known only after apply",
            _reading(allowing("sqs:*", QUEUE), "${terraform_data.later.output}"),
            AT,
        ),
        undecidable(
            "a policy that is known only after apply", _reading(attaching("${terraform_data.later.output}")), AT
        ),
        passing(
            "a broker, whose secrets are no matter of its ARN",
            {
                **_reading(attaching(f"{ROLE}/AWSLambdaSQSQueueExecutionRole")),
                "aws_lambda_event_source_mapping.broker": {
                    "event_source_arn": "arn:aws:mq:us-east-1:123456789012:broker:orders:b-1234",
                    "function_name": "${aws_lambda_function.orders.arn}",
                },
            },
            AT,
        ),
    ),
)
