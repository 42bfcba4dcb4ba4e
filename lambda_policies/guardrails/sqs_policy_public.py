"""LP901: the policy of a queue that is wired to a function lets in nobody whom it does not name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.held_policy import QueuePolicy
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.reaching import PUBLIC, judged
from lambda_policies.guardrails.sketches import document, statement
from lambda_policies.iam.engine import Caller
from lambda_policies.verdicts import Severity, Verdict


def check(policy: QueuePolicy, _: Settings) -> Iterator[Verdict]:
    """Ask whom the policy lets do anything with the queue."""
    yield from judged(policy, "sqs:*", _wrong, "The policy lets in nobody whom it does not name.")


def _wrong(caller: Caller) -> str | None:
    who = PUBLIC.get(caller.kind)
    action = "" if caller.request is None else f", {caller.request.action} for one"
    return (
        f"The policy lets {who} use the queue{action}, and so feed or read what a function works on." if who else None
    )


SEND = "sqs:SendMessage"
ANYONE = {"AWS": "*"}
TOPIC = "arn:aws:sns:us-east-1:123456789012:orders"
WIRED: dict[str, dict[str, Any]] = {
    "aws_lambda_function.orders": {},
    "aws_sqs_queue.orders": {"name": "orders"},
    "aws_lambda_event_source_mapping.orders": {
        "event_source_arn": "${aws_sqs_queue.orders.arn}",
        "function_name": "${aws_lambda_function.orders.arn}",
    },
}
DEAD_LETTERS: dict[str, dict[str, Any]] = {
    "aws_lambda_function.orders": {"dead_letter_config": [{"target_arn": "${aws_sqs_queue.orders.arn}"}]},
    "aws_sqs_queue.orders": {"name": "orders"},
}
LATER = "${terraform_data.later.output}"


def _with(policy: Any, resources: dict[str, dict[str, Any]] = WIRED, **more: Any) -> dict[str, dict[str, Any]]:
    held = {"queue_url": "${aws_sqs_queue.orders.id}", "policy": policy, **more}
    return {**resources, "aws_sqs_queue_policy.orders": held}


def _written(*blocks: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A document that refers to what the plan creates."""
    data = {"data.aws_iam_policy_document.orders": {"statement": list(blocks)}}
    return {**_with("${data.aws_iam_policy_document.orders.json}"), **data}


def _block(**more: Any) -> dict[str, Any]:
    return {
        "actions": [SEND],
        "resources": ["${aws_sqs_queue.orders.arn}"],
        "principals": [{"type": "*", "identifiers": ["*"]}],
        **more,
    }


def _sending(who: Any, **more: Any) -> dict[str, Any]:
    return document(statement(SEND, "*", Principal=who, **more))


GUARDRAIL = Guardrail(
    id="LP901",
    slug="sqs-policy-public",
    title="The policy of a queue lets in nobody whom it does not name.",
    why=(
        "Whoever may send to a queue feeds the function that reads it, with whatever they like and at your cost."
        " Whoever may receive from it takes away what the function should have seen."
    ),
    severity=Severity.HIGH,
    about=QueuePolicy,
    lands_on=QueuePolicy.TYPES,
    documents=(
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
    ),
    peers=("CKV_AWS_168", "CKV_AWS_387", "NAGR:F20", "NAGR:F21", "TRV:0097", "KICS:abb06e5f"),
    fix="Name the principals, or add a condition on aws:SourceArn, aws:PrincipalAccount or aws:PrincipalOrgID.",
    fix_hcl=(
        'resource "aws_sqs_queue_policy" "orders" {\n  queue_url = aws_sqs_queue.orders.id\n\n'
        '  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect    = "Allow"\n'
        '      Action    = "sqs:SendMessage"\n      Resource  = aws_sqs_queue.orders.arn\n'
        '      Principal = { Service = "sns.amazonaws.com" }\n'
        '      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.orders.arn } }\n    }]\n  })\n}'
    ),
    applies=(
        "To queues that a function of the plan reads, or sends what failed to. A condition counts where a stranger"
        " cannot meet it; negated operators, IfExists and ForAllValues keep nobody out."
    ),
    profile="strict",
    check=check,
    examples=(
        passing(
            "the topics of one ARN",
            _with(_sending({"Service": "sns.amazonaws.com"}, Condition={"ArnEquals": {"aws:SourceArn": TOPIC}})),
            "policy",
        ),
        passing(
            "everyone, for a topic that the plan creates",
            {
                **_written(
                    _block(
                        condition=[
                            {
                                "test": "ArnEquals",
                                "variable": "aws:SourceArn",
                                "values": ["${aws_sns_topic.orders.arn}"],
                            }
                        ]
                    )
                ),
                "aws_sns_topic.orders": {"name": "orders"},
            },
            "policy",
        ),
        passing(
            "everyone of one organisation",
            _with(_sending(ANYONE, Condition={"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})),
            "policy",
        ),
        passing(
            "everyone, where all but one account is denied",
            _written(
                _block(),
                _block(
                    effect="Deny",
                    condition=[
                        {
                            "test": "StringNotEquals",
                            "variable": "aws:PrincipalAccount",
                            "values": ["123456789012"],
                        }
                    ],
                ),
            ),
            "policy",
        ),
        failing("everyone", _with(_sending("*")), at="policy"),
        failing("everyone, for the queue that the plan creates", _written(_block()), at="policy"),
        failing("everyone in any account, for what failed", _with(_sending(ANYONE), DEAD_LETTERS), at="policy"),
        failing(
            "everyone, under a condition that strangers meet",
            _with(_sending("*", Condition={"StringNotEquals": {"aws:PrincipalAccount": "210987654321"}})),
            at="policy",
        ),
        failing(
            "a queue whose own policy lets everyone in",
            {**WIRED, "aws_sqs_queue.orders": {"name": "orders", "policy": _sending("*")}},
            at="policy",
        ),
        undecidable("a policy that is known only after apply", _with(LATER), at="policy"),
        undecidable("a principal that is known only after apply", _with(_sending({"AWS": LATER})), at="policy"),
        undecidable(
            "everyone, on a queue that is known only after apply", _with(_sending("*"), queue_url=LATER), at="policy"
        ),
        undecidable(
            "everyone, on a queue of which a function may be the reader",
            {
                **_with(_sending("*")),
                "aws_lambda_event_source_mapping.orders": {
                    "event_source_arn": LATER,
                    "function_name": "${aws_lambda_function.orders.arn}",
                },
            },
            at="policy",
        ),
    ),
)
