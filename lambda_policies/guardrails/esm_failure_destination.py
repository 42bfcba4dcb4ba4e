"""LP807: records of a stream that keep failing are sent somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.estate.streams import reads_stream
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Severity, Verdict


def check(mapping: EventSourceMapping, _: Settings) -> Iterator[Verdict]:
    """Ask a mapping that reads a stream for a destination of what fails."""
    streams = reads_stream(mapping)
    if streams is False:
        return
    match mapping.destination_config_on_failure_destination_arn:
        case Known(at=at) | Unknown(at=at, present=True):
            yield passed(mapping.address, at, "What fails is sent to a destination.")
        case Unknown() as hole:
            yield undecided(mapping.address, hole)
        case _ if streams is None:
            source = mapping.event_source_arn
            hole = source if isinstance(source, Unknown) else Unknown(source.at)
            yield undecided(mapping.address, hole)
        case absent:
            because = (
                "A record that keeps failing blocks its part of the stream and is then dropped unseen:"
                " no on_failure destination is set."
            )
            yield failed(mapping.address, absent.at, because)


DESTINATION = "destination_config[0].on_failure[0].destination_arn"
KINESIS = {
    "function_name": "orders",
    "event_source_arn": "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
    "starting_position": "LATEST",
}
QUEUE = "arn:aws:sqs:us-east-1:123456789012:orders-failed"

GUARDRAIL = Guardrail(
    id="LP807",
    slug="esm-failure-destination",
    title="Records of a stream that keep failing are sent somewhere.",
    why=(
        "Lambda reads a stream in order: a record that the function cannot handle is tried again, holds up all behind"
        " it, and is dropped in the end. A destination keeps it, so that somebody sees it and can run it again."
    ),
    severity=Severity.MEDIUM,
    about=EventSourceMapping,
    lands_on=("aws_lambda_event_source_mapping",),
    documents=(Citation("lambda-layers-of-defense", "Ideas to be documented"),),
    peers=("SRV:ES1001", "NAG:LambdaEventSourceMappingDestination", "STV:CTL.LAMBDA.ESM.NODLQ.001"),
    fix="Set an on_failure destination, and maximum_retry_attempts for when to give up.",
    fix_hcl=(
        'resource "aws_lambda_event_source_mapping" "orders" {\n  # …\n  destination_config {\n'
        "    on_failure {\n      destination_arn = aws_sqs_queue.failed.arn\n    }\n  }\n}"
    ),
    applies="To mappings of Kinesis, DynamoDB and Kafka; a queue has a dead-letter queue of its own.",
    check=check,
    examples=(
        passing(
            "a queue for what fails",
            {
                "aws_lambda_event_source_mapping.orders": {
                    **KINESIS,
                    "destination_config": [{"on_failure": [{"destination_arn": QUEUE}]}],
                }
            },
            at=DESTINATION,
        ),
        failing("no destination", {"aws_lambda_event_source_mapping.orders": KINESIS}, at=DESTINATION),
        failing(
            "no destination for a stream that the plan creates",
            {
                "aws_dynamodb_table.orders": {"name": "orders", "stream_enabled": True},
                "aws_lambda_event_source_mapping.orders": {
                    "function_name": "orders",
                    "event_source_arn": "${aws_dynamodb_table.orders.stream_arn}",
                    "starting_position": "LATEST",
                },
            },
            at=DESTINATION,
        ),
        failing(
            "no destination for Kafka of one's own",
            {
                "aws_lambda_event_source_mapping.orders": {
                    "function_name": "orders",
                    "self_managed_event_source": [{"endpoints": {"KAFKA_BOOTSTRAP_SERVERS": "kafka.example.com:9092"}}],
                    "topics": ["orders"],
                    "starting_position": "LATEST",
                }
            },
            at=DESTINATION,
        ),
        failing(
            "no destination for a source that is known only after apply and has a starting position",
            {
                "aws_lambda_event_source_mapping.orders": {
                    **KINESIS,
                    "event_source_arn": "${terraform_data.later.output}",
                }
            },
            at=DESTINATION,
        ),
        undecidable(
            "a source and its starting position that are known only after apply",
            {
                "aws_lambda_event_source_mapping.orders": {
                    "function_name": "orders",
                    "event_source_arn": "${terraform_data.later.output}",
                    "starting_position": "${terraform_data.later.output}",
                }
            },
            at="event_source_arn",
        ),
        undecidable(
            "a destination that is known only after apply",
            {
                "aws_lambda_event_source_mapping.orders": {
                    **KINESIS,
                    "destination_config": [{"on_failure": [{"destination_arn": "${terraform_data.later.output}"}]}],
                }
            },
            at=DESTINATION,
        ),
    ),
)
