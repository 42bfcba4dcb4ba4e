"""LP801: an event that a function cannot handle is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.joins.triggers import NOTIFICATION, TARGETS, Trigger
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.presence import is_set
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Unknown, any_of
from lambda_policies.verdicts import Severity, Verdict

TARGET = "dead_letter_config[0].target_arn"
DESTINATION = "destination_config[0].on_failure[0].destination"


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Ask a function that is invoked asynchronously for a dead-letter queue or a destination."""
    triggers = function.estate.joins.triggers_of(function)
    configs = function.invoke_configs
    if not triggers and not configs.items and configs.rest is None:
        return
    places = [function.dead_letter_config_target_arn]
    places += [config.destination_config_on_failure_destination for config in configs.items]
    kept = any_of([*map(is_set, places), None if configs.rest else False])
    if kept:
        yield passed(function.address, TARGET, "What fails is kept.")
    elif kept is None:
        holes = (place for place in (*places, configs.rest) if isinstance(place, Unknown))
        yield undecided(function.address, next(holes), TARGET)
    elif configs.items or triggers[0].hole is None:
        related = configs.items[0].address if configs.items else triggers[0].address
        yield failed(function.address, TARGET, _because(triggers), (related,))
    else:
        yield undecided(triggers[0].address, triggers[0].hole, related=(function.address,))


def _because(triggers: tuple[Trigger, ...]) -> str:
    known = bool(triggers) and triggers[0].hole is None
    who = f"{triggers[0].service}.amazonaws.com invokes it" if known else "It is invoked asynchronously"
    return f"{who} and nobody waits for the answer: what fails is lost, with no dead-letter queue or destination set."


TOPIC = {
    "function_name": "${aws_lambda_function.orders.function_name}",
    "action": "lambda:InvokeFunction",
    "principal": "sns.amazonaws.com",
    "source_arn": "arn:aws:sns:us-east-1:123456789012:orders",
}
QUEUE = "arn:aws:sqs:us-east-1:123456789012:orders-failed"
LATER = "${terraform_data.later.output}"


def _orders(**attributes: Any) -> dict[str, dict[str, Any]]:
    """A function that a topic invokes, for the examples."""
    return {"aws_lambda_function.orders": attributes, "aws_lambda_permission.sns": TOPIC}


def _configured(destination: str) -> dict[str, dict[str, Any]]:
    """The same with settings for asynchronous invocation."""
    config = {
        "function_name": "${aws_lambda_function.orders.function_name}",
        "destination_config": [{"on_failure": [{"destination": destination}]}],
    }
    return {**_orders(), "aws_lambda_function_event_invoke_config.orders": config}


GUARDRAIL = Guardrail(
    id="LP801",
    slug="async-recovery",
    title="An event that a function cannot handle is kept.",
    why=(
        "Who invokes a function asynchronously never hears that it failed. Lambda tries twice more and throws the event"
        " away, unless a dead-letter queue or a destination takes it, from where it can be looked at and run again."
    ),
    severity=Severity.MEDIUM,
    about=Function,
    lands_on=("aws_lambda_function", "aws_lambda_permission", *TARGETS, NOTIFICATION),
    documents=(
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("security-overview-of-aws-lambda", "Lambda Invoke Modes"),
        Citation("security-overview-of-aws-lambda", "Architecting and Operating Lambda Functions"),
    ),
    peers=("CFG:lambda-dlq-check", "CKV_AWS_116", "SRV:ES1007", "NAG:LambdaAsyncFailureDestination"),
    fix="Set a dead-letter queue, or an on_failure destination for asynchronous invocation; either will do.",
    fix_hcl=(
        'resource "aws_lambda_function_event_invoke_config" "orders" {\n'
        "  function_name = aws_lambda_function.orders.function_name\n\n  destination_config {\n    on_failure {\n"
        "      destination = aws_sqs_queue.failed.arn\n    }\n  }\n}"
    ),
    applies=(
        "To functions that a bucket, topic, rule, schedule, log group or another asynchronous service may invoke: by a"
        " permission for the service, by a trigger in this plan, or by settings for asynchronous invocation."
    ),
    check=check,
    examples=(
        passing("a dead-letter queue", _orders(dead_letter_config=[{"target_arn": QUEUE}]), at=TARGET),
        passing("a destination", _configured(QUEUE), at=TARGET),
        failing("a topic invokes it and nothing keeps what fails", _orders(), at=TARGET),
        failing(
            "a bucket invokes it and nothing keeps what fails",
            {
                "aws_lambda_function.orders": {},
                "aws_s3_bucket_notification.uploads": {
                    "bucket": "uploads",
                    "lambda_function": [
                        {"lambda_function_arn": "${aws_lambda_function.orders.arn}", "events": ["s3:ObjectCreated:*"]}
                    ],
                },
            },
            at=TARGET,
        ),
        failing(
            "settings for asynchronous invocation that keep nothing",
            {
                "aws_lambda_function.orders": {},
                "aws_lambda_function_event_invoke_config.orders": {
                    "function_name": "${aws_lambda_function.orders.function_name}",
                    "maximum_retry_attempts": 0,
                },
            },
            at=TARGET,
        ),
        undecidable(
            "a queue that is known only after apply", _orders(dead_letter_config=[{"target_arn": LATER}]), at=TARGET
        ),
        undecidable("a destination that is known only after apply", _configured(LATER), at=TARGET),
        undecidable(
            "somebody whom the plan does not know yet",
            {"aws_lambda_function.orders": {}, "aws_lambda_permission.sns": {**TOPIC, "principal": LATER}},
            at="principal",
        ),
        undecidable(
            "a function that is known only after apply",
            {
                "aws_lambda_function.orders": {"function_name": "orders"},
                "aws_lambda_permission.sns": {**TOPIC, "function_name": LATER},
            },
            at="function_name",
        ),
    ),
)
