"""What a graph says of a plan, whatever it is written as."""

from __future__ import annotations

from collections.abc import Callable

from lambda_policies.report.graph.model import Band, Column, Graph


def arrows(band: Band) -> list[str]:
    """Each arrow as its two ends, what grants it and how it stands out."""
    names = {box.number: box.lines[0] for box in band.boxes}
    return [f"{names[one.source]} -> {names[one.target]} | {', '.join(one.grants)} | {one.tone}" for one in band.arrows]


def test_callers_lead_to_a_function_its_role_and_what_that_can_do(graph_of: Callable[..., Graph]) -> None:
    graph = graph_of("access/new")
    (band,) = graph.bands
    work = "aws_iam_policy.work (attached by aws_iam_role_policy_attachment.work)"
    logs = "AWS's AWSLambdaBasicExecutionRole (attached by aws_iam_role_policy_attachment.logs)"
    assert arrows(band) == [
        "anyone on the internet, without a signature, through the URL -> orders | aws_lambda_permission.url | public",
        "the organisation o-a1b2c3d4e5 -> orders | aws_lambda_permission.organisation | foreign",
        "the account 210987654321 -> orders | aws_lambda_permission.partner | undecided",
        (
            "s3.amazonaws.com for aws_s3_bucket.inbox.arn of account 123456789012 -> orders"
            " | aws_lambda_permission.inbox | plain"
        ),
        "sns.amazonaws.com, for anyone's resources -> orders | aws_lambda_permission.topic | foreign",
        "orders -> aws_iam_role.fn | runs as | plain",
        f"aws_iam_role.fn -> dynamodb: write: PutItem; read: GetItem | statement 3 of {work} | plain",
        (
            "aws_iam_role.fn -> logs: write: CreateLogGroup, CreateLogStream, PutLogEvents"
            f" | statement 1 of {logs} | plain"
        ),
        f"aws_iam_role.fn -> s3: read: GetObject | statement 1 of {work} | plain",
        (
            "aws_iam_role.fn -> sqs: write: DeleteMessage; read: GetQueueAttributes, ReceiveMessage"
            " | statement 1 of aws_iam_role_policy.queue | plain"
        ),
    ]
    assert graph.summary == "1 function; of 10 arrows 1 public, 2 foreign, 1 undecided"


def test_functions_of_one_role_stand_together_and_the_worst_first(graph_of: Callable[..., Graph]) -> None:
    graph = graph_of("bad")
    assert [(band.title, band.tone.value) for band in graph.bands] == [
        ("2 functions as aws_iam_role.orders", "public"),
        ("orders-import", "everything"),
        ("orders-notify", "undecided"),
    ]
    assert "aws_iam_role.import -> orders-api" in " ".join(arrows(graph.bands[0])), "a role of the plan may invoke it"
    numbers = [box.number for band in graph.bands for box in band.boxes]
    assert len(numbers) == len(set(numbers))


def test_one_function_or_only_what_stands_out(graph_of: Callable[..., Graph]) -> None:
    graph = graph_of("bad", "orders-import")
    assert [box.lines[0] for band in graph.bands for box in band.of(Column.FUNCTION)] == ["orders-import"]
    assert graph_of("good-api", exposed=True).hidden > 0
    assert "functions more are not shown" in graph_of("good-api", exposed=True).summary
