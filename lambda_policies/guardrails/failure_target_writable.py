"""LP804: what fails can be delivered where it is to go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.base import Model
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.needs import Need, judged, service, target
from lambda_policies.guardrails.saying import undecided
from lambda_policies.guardrails.sketches import allowing, attaching, deferred
from lambda_policies.values import Absent, Unknown, Value
from lambda_policies.verdicts import Severity, Verdict

WRITING = {
    "events": "events:PutEvents",
    "lambda": "lambda:InvokeFunction",
    "s3": "s3:PutObject",
    "sns": "sns:Publish",
    "sqs": "sqs:SendMessage",
}
"""How Lambda delivers to a target of each service; source: its developer guide."""


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Ask of each place where failures of a function go whether its role may write there."""
    for model, value in _targets(function):
        if isinstance(value, Absent):
            continue
        on = target(model, value)
        if isinstance(on, Unknown):
            yield undecided(function.address, on, related=(model.address,))
        elif action := WRITING.get(service(function.estate, on)):
            purpose = "what fails is never delivered there, and is lost"
            yield judged(function.address, value.at, function, Need((action,), on), purpose)
    for members in (function.invoke_configs, function.event_sources):
        if members.rest is not None:
            yield undecided(function.address, members.rest)


def _targets(function: Function) -> Iterator[tuple[Model, Value[str]]]:
    yield function, function.dead_letter_config_target_arn
    for config in function.invoke_configs.items:
        yield config, config.destination_config_on_failure_destination
    for mapping in function.event_sources.items:
        yield mapping, mapping.destination_config_on_failure_destination_arn


AT = "dead_letter_config[0].target_arn"
DESTINATION = "destination_config[0].on_failure[0].destination"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:orders-failed"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def _failing_to(resources: dict[str, dict[str, Any]], queue: str = QUEUE) -> dict[str, dict[str, Any]]:
    function = {**resources["aws_lambda_function.orders"], "dead_letter_config": [{"target_arn": queue}]}
    return {**resources, "aws_lambda_function.orders": function}


def _configured(resources: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    config = {
        "function_name": "${aws_lambda_function.orders.function_name}",
        "destination_config": [{"on_failure": [{"destination": QUEUE}]}],
    }
    return {**resources, "aws_lambda_function_event_invoke_config.orders": config}


GUARDRAIL = Guardrail(
    id="LP804",
    slug="failure-target-writable",
    title="What fails can be delivered where it is to go.",
    why=(
        "Lambda delivers a failed event with the function's role. Where the role may not write to the queue or topic,"
        " everything looks set up and every failed event is lost."
    ),
    severity=Severity.MEDIUM,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(Citation("lambda-layers-of-defense", "Ideas to be documented"),),
    peers=("STV:CTL.LAMBDA.GHOST.DLQ.001",),
    fix="Allow the function's role to write to the target: sqs:SendMessage on that queue, for one.",
    fix_hcl=(
        'data "aws_iam_policy_document" "orders" {\n  statement {\n'
        '    actions   = ["sqs:SendMessage"]\n    resources = [aws_sqs_queue.failed.arn]\n  }\n}'
    ),
    applies=(
        "To dead-letter queues and on_failure destinations of SQS, SNS, EventBridge, S3 and Lambda. A role that existed"
        " before and has no policy in the plan is unknown: its policies are somewhere else."
        " A boundary that is not in the plan is not asked."
    ),
    profile="strict",
    check=check,
    examples=(
        passing("the queue may be written to", _failing_to(allowing("sqs:SendMessage", QUEUE)), AT),
        passing(
            "a queue that the plan creates",
            {
                **_failing_to(
                    deferred({"actions": ["sqs:SendMessage"], "resources": ["${aws_sqs_queue.failed.arn}"]}),
                    "${aws_sqs_queue.failed.arn}",
                ),
                "aws_sqs_queue.failed": {"name": "orders-failed"},
            },
            AT,
        ),
        passing("a destination", _configured(allowing("sqs:Send*", QUEUE)), DESTINATION),
        failing("no right to the queue", _failing_to(attaching(BASIC)), AT),
        failing("the right to receive from it", _failing_to(allowing("sqs:ReceiveMessage", QUEUE)), AT),
        failing("a destination that may not be written to", _configured(attaching(BASIC)), DESTINATION),
        failing(
            "a destination of a stream that may not be written to",
            {
                **attaching(BASIC),
                "aws_lambda_event_source_mapping.orders": {
                    "event_source_arn": "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
                    "function_name": "${aws_lambda_function.orders.arn}",
                    "starting_position": "LATEST",
                    "destination_config": [{"on_failure": [{"destination_arn": QUEUE}]}],
                },
            },
            "destination_config[0].on_failure[0].destination_arn",
        ),
        undecidable(
            "a policy that is known only after apply", _failing_to(attaching("${terraform_data.later.output}")), AT
        ),
        undecidable(
            "a queue that is known only after apply",
            _failing_to(allowing("sqs:SendMessage", QUEUE), "${terraform_data.later.output}"),
            AT,
        ),
    ),
)
