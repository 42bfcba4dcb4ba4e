"""What an event source mapping reads: a stream, which waits for a record that fails, or a queue, which hides it."""

from __future__ import annotations

from lambda_policies.estate.models.event_source_mapping import EventSourceMapping
from lambda_policies.estate.presence import is_set
from lambda_policies.iam.arns import parse_arn
from lambda_policies.values import Absent, Known

SERVICES = frozenset({"dynamodb", "kafka", "kinesis"})
STREAMS = frozenset(
    {
        "aws_dynamodb_table",
        "aws_kinesis_stream",
        "aws_kinesis_stream_consumer",
        "aws_msk_cluster",
        "aws_msk_serverless_cluster",
    }
)
OTHERS = frozenset({"aws_docdb_cluster", "aws_mq_broker", "aws_sqs_queue"})


def reads_stream(mapping: EventSourceMapping) -> bool | None:
    """Whether it reads Kinesis, DynamoDB or Kafka; None where the plan leaves that open."""
    match mapping.event_source_arn:
        case Known(text):
            arn = parse_arn(text)
            return arn.service in SERVICES if arn else None
        case Absent():
            return is_set(mapping.self_managed_event_source_endpoints)
    sources = mapping.resource.plan.references.sources(mapping.resource, ("event_source_arn",)).items
    kinds = {source.resource.type if source.resource else "" for source in sources}
    if kinds and kinds <= STREAMS:
        return True
    return False if kinds and kinds <= OTHERS else _by_position(mapping)


def _by_position(mapping: EventSourceMapping) -> bool | None:
    """AWS asks for a starting position where something is read in order, which of the others only DocumentDB is."""
    starts, database = is_set(mapping.starting_position), is_set(mapping.document_db_event_source_config_database_name)
    if starts is False or database is True:
        return False
    return True if starts and database is False else None
