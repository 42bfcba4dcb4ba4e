"""LP710: a queue hides a message at least as long as the function works on it."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.queue import Queue
from lambda_policies.guardrails.base import Citation, Guardrail, Parameter, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Severity, Verdict


def check(mapping: EventSourceMapping, settings: Settings) -> Iterator[Verdict]:
    """Compare the queue of a mapping with the function that it invokes."""
    match mapping.estate.joins.queue_of(mapping), mapping.function:
        case Known(queue), Known(function):
            yield _judged(mapping, queue, function, settings)
        case (Unknown() as hole, _) | (Known(), Unknown() as hole):
            yield undecided(mapping.address, hole)


def _judged(mapping: EventSourceMapping, queue: Queue, function: Function, settings: Settings) -> Verdict:
    related = mapping.address, function.address, queue.address
    match queue.visibility_timeout_seconds, function.timeout:
        case Known(hidden, at=at), Known(timeout):
            wanted = timeout * settings.parameters["factor"]
            if hidden >= wanted:
                return passed(queue.address, at, "A message stays hidden while the function works on it.")
            because = f"A message is hidden for {hidden} seconds, but {function.address} may take {timeout}"
            because += f"; {wanted} are wanted." if wanted != timeout else ": another worker gets it meanwhile."
            if timeout > settings.parameters["maximum"]:
                return failed(function.address, function.timeout.at, because, related)
            return failed(queue.address, at, because, related)
        case Unknown() as hole, _:
            return undecided(queue.address, hole, related=related)
    hole = function.timeout if isinstance(function.timeout, Unknown) else Unknown(function.timeout.at)
    return undecided(function.address, hole, related=related)


def _wired(hidden: object, timeout: object) -> dict[str, dict[str, object]]:
    """A function that reads a queue, for the examples."""
    return {
        "aws_sqs_queue.orders": {"visibility_timeout_seconds": hidden},
        "aws_lambda_function.orders": {"timeout": timeout},
        "aws_lambda_event_source_mapping.orders": {
            "event_source_arn": "${aws_sqs_queue.orders.arn}",
            "function_name": "${aws_lambda_function.orders.arn}",
        },
    }


GUARDRAIL = Guardrail(
    id="LP710",
    slug="sqs-visibility-timeout",
    title="A queue hides a message at least as long as the function works on it.",
    why=(
        "Once the visibility timeout is over, SQS hands the message to another worker although the first one is still"
        " busy: orders are placed twice, and retries use up the receive count. AWS refuses to create such a mapping."
    ),
    severity=Severity.MEDIUM,
    about=EventSourceMapping,
    lands_on=("aws_sqs_queue", "aws_lambda_function", "aws_lambda_event_source_mapping"),
    documents=(
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("security-overview-of-aws-lambda", "Architecting and Operating Lambda Functions"),
    ),
    peers=("NAG:LambdaEventSourceSQSVisibilityTimeout", "LINT:E3505"),
    fix="Set visibility_timeout_seconds to at least the function's timeout; AWS advises six times as much.",
    fix_hcl='resource "aws_sqs_queue" "orders" {\n  visibility_timeout_seconds = 180\n}',
    applies="To event source mappings of SQS queues. Where the timeout itself is over its maximum, LP706 leads.",
    parameters=(
        Parameter("factor", 1, "How many times the function's timeout the visibility timeout has to be."),
        Parameter("maximum", 900, "The longest timeout that LP706 allows; above it the function is what to change."),
    ),
    check=check,
    examples=(
        passing("six times as long", _wired(180, 30)),
        passing("just as long", _wired(30, 30)),
        passing(
            "a stream",
            {
                **_wired(180, 30),
                "aws_dynamodb_table.orders": {"stream_enabled": True, "stream_view_type": "NEW_IMAGE"},
                "aws_lambda_event_source_mapping.stream": {
                    "event_source_arn": "${aws_dynamodb_table.orders.stream_arn}",
                    "function_name": "${aws_lambda_function.orders.arn}",
                    "starting_position": "LATEST",
                },
            },
        ),
        failing("shorter than the function's timeout", _wired(30, 60), at="visibility_timeout_seconds"),
        failing("a function that runs longer than AWS allows", _wired(30, 901), at="timeout"),
        undecidable(
            "a visibility timeout that is known only after apply",
            _wired("${terraform_data.later.output}", 30),
            at="visibility_timeout_seconds",
        ),
        undecidable(
            "a timeout that is known only after apply", _wired(30, "${terraform_data.later.output}"), at="timeout"
        ),
        undecidable(
            "a queue that is not in the plan",
            {
                "aws_lambda_function.orders": {"timeout": 30},
                "aws_lambda_event_source_mapping.orders": {
                    "event_source_arn": "arn:aws:sqs:us-east-1:123456789012:orders",
                    "function_name": "${aws_lambda_function.orders.arn}",
                },
            },
            at="event_source_arn",
        ),
        failing(
            "a queue that hides a message for less than the longest time",
            _wired(30, 900),
            at="visibility_timeout_seconds",
        ),
    ),
)
