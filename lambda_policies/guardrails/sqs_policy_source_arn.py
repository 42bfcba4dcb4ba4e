"""LP902: a service may use a queue that is wired to a function only for a source that is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.held_policy import QueuePolicy
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.reaching import judged
from lambda_policies.guardrails.sketches import document, statement
from lambda_policies.iam.engine import Caller, Class, Fence
from lambda_policies.verdicts import Severity, Verdict


def check(policy: QueuePolicy, _: Settings) -> Iterator[Verdict]:
    """Ask on whose behalf services may use the queue."""
    yield from judged(policy, "sqs:*", _wrong, "No service uses the queue on a stranger's behalf.")


def _wrong(caller: Caller) -> str | None:
    for_everyone = caller.name == "*" and caller.certain
    if caller.kind is not Class.SERVICE or for_everyone or caller.fence is not Fence.NONE:
        return None
    return (
        f"{caller.name} may use the queue for anyone's resources: neither aws:SourceArn nor aws:SourceAccount is named."
    )


SERVICE = {"Service": "sns.amazonaws.com"}
TOPIC = "arn:aws:sns:us-east-1:123456789012:orders"
LATER = "${terraform_data.later.output}"


def _for(source: Any = None, who: Any = SERVICE, key: str = "aws:SourceArn", test: str = "ArnEquals") -> dict[str, Any]:
    condition = {} if source is None else {"Condition": {test: {key: source}}}
    return _with(document(statement("sqs:SendMessage", "*", Principal=who, **condition)))


def _written(service: str, source: str = "") -> dict[str, Any]:
    """A document that refers to what is known only after apply."""
    condition = [{"test": "ArnEquals", "variable": "aws:SourceArn", "values": [source]}] if source else []
    block = {
        "actions": ["sqs:SendMessage"],
        "resources": ["${aws_sqs_queue.orders.arn}"],
        "principals": [{"type": "Service", "identifiers": [service]}],
        "condition": condition,
    }
    data = {"data.aws_iam_policy_document.orders": {"statement": [block]}}
    return {**_with("${data.aws_iam_policy_document.orders.json}"), **data}


def _with(policy: Any) -> dict[str, Any]:
    return {
        "aws_lambda_function.orders": {},
        "aws_sqs_queue.orders": {"name": "orders"},
        "aws_lambda_event_source_mapping.orders": {
            "event_source_arn": "${aws_sqs_queue.orders.arn}",
            "function_name": "${aws_lambda_function.orders.arn}",
        },
        "aws_sqs_queue_policy.orders": {"queue_url": "${aws_sqs_queue.orders.id}", "policy": policy},
    }


GUARDRAIL = Guardrail(
    id="LP902",
    slug="sqs-policy-source-arn",
    title="A service may use a queue only for a source that is named.",
    why=(
        "A service acts for all its customers. Where a queue's policy names the service and no source, anyone's topic,"
        " bucket or rule may feed the function behind the queue."
    ),
    severity=Severity.MEDIUM,
    about=QueuePolicy,
    lands_on=QueuePolicy.TYPES,
    documents=(Citation("lambda-layers-of-defense", "Ideas to be documented"),),
    peers=(
        "STV:CTL.SQS.POLICY.SNS.NOSOURCE.001",
        "STV:CTL.SQS.POLICY.S3.NOSOURCE.001",
        "STV:CTL.SQS.POLICY.EVENTS.NOSOURCE.001",
    ),
    fix="Add a condition on aws:SourceArn or aws:SourceAccount to the statement.",
    fix_hcl=(
        'data "aws_iam_policy_document" "orders" {\n  statement {\n    actions   = ["sqs:SendMessage"]\n'
        "    resources = [aws_sqs_queue.orders.arn]\n\n    principals {\n"
        '      type        = "Service"\n      identifiers = ["sns.amazonaws.com"]\n    }\n\n    condition {\n'
        '      test     = "ArnEquals"\n      variable = "aws:SourceArn"\n      values   = [aws_sns_topic.orders.arn]\n'
        "    }\n  }\n}"
    ),
    applies=(
        "To services that the policy of a queue names, where a function of the plan reads the queue or sends what"
        " failed to it. Statements for everyone are judged by LP901."
    ),
    profile="strict",
    check=check,
    examples=(
        passing("one topic", _for(TOPIC), "policy"),
        passing(
            "all sources of one account", _for("123456789012", key="aws:SourceAccount", test="StringEquals"), "policy"
        ),
        passing(
            "a topic that the plan creates",
            {
                **_written("sns.amazonaws.com", "${aws_sns_topic.orders.arn}"),
                "aws_sns_topic.orders": {"name": "orders"},
            },
            "policy",
        ),
        passing("one bucket", _for("arn:aws:s3:::orders", {"Service": "s3.amazonaws.com"}), "policy"),
        passing("a role, and no service", _for(None, {"AWS": "arn:aws:iam::123456789012:role/orders"}), "policy"),
        passing("a service that is known only after apply, for one topic", _written(LATER, TOPIC), "policy"),
        failing("no source", _for(), at="policy"),
        failing("every source", _for("*", test="StringLike"), at="policy"),
        failing("a source that may be missing", _for(TOPIC, test="ArnEqualsIfExists"), at="policy"),
        undecidable("a source that is known only after apply", _written("sns.amazonaws.com", LATER), at="policy"),
        undecidable("a principal that is known only after apply", _written(LATER), at="policy"),
    ),
)
