"""LP903: the policy of a topic that is wired to a function lets in nobody whom it does not name, and no stranger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.accounts import is_ours
from lambda_policies.estate.models.held_policy import TopicPolicy
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.reaching import PUBLIC, judged
from lambda_policies.guardrails.sketches import document, statement
from lambda_policies.iam.engine import Caller, Class
from lambda_policies.iam.parties import party
from lambda_policies.values import Reason, Unknown
from lambda_policies.verdicts import Severity, Verdict


def check(policy: TopicPolicy, settings: Settings) -> Iterator[Verdict]:
    """Ask whom the policy lets do anything with the topic."""
    own = settings.accounts | settings.trusted_accounts

    def wrong(caller: Caller) -> str | Unknown | None:
        who = PUBLIC.get(caller.kind)
        if who is not None:
            return f"The policy lets {who} use the topic{_action(caller)}, and so feed a function or listen to it."
        account = party(caller.name).account if caller.kind in {Class.ACCOUNT, Class.PRINCIPAL} else None
        if account is None:
            return None
        ours = is_ours(policy, account, own)
        if ours is None:
            return Unknown(policy.at, Reason.OUTSIDE)
        return None if ours else f"The policy lets account {account} use the topic, which is neither yours nor trusted."

    yield from judged(policy, "sns:*", wrong, "The policy lets in nobody but whom you trust.")


def _action(caller: Caller) -> str:
    return "" if caller.request is None else f", {caller.request.action} for one"


PUBLISH = "sns:Publish"
OWN: dict[str, dict[str, Any]] = {"data.aws_caller_identity.current": {}}
WIRED: dict[str, dict[str, Any]] = {
    **OWN,
    "aws_lambda_function.orders": {},
    "aws_sns_topic.orders": {"name": "orders"},
    "aws_sns_topic_subscription.orders": {
        "topic_arn": "${aws_sns_topic.orders.arn}",
        "protocol": "lambda",
        "endpoint": "${aws_lambda_function.orders.arn}",
    },
}
BEHIND: dict[str, dict[str, Any]] = {
    **OWN,
    "aws_lambda_function.orders": {},
    "aws_sns_topic.orders": {"name": "orders"},
    "aws_sqs_queue.orders": {"name": "orders"},
    "aws_sns_topic_subscription.orders": {
        "topic_arn": "${aws_sns_topic.orders.arn}",
        "protocol": "sqs",
        "endpoint": "${aws_sqs_queue.orders.arn}",
    },
    "aws_lambda_event_source_mapping.orders": {
        "event_source_arn": "${aws_sqs_queue.orders.arn}",
        "function_name": "${aws_lambda_function.orders.arn}",
    },
}
LATER = "${terraform_data.later.output}"


def _with(policy: Any, resources: dict[str, dict[str, Any]] = WIRED, **more: Any) -> dict[str, dict[str, Any]]:
    held = {"arn": "${aws_sns_topic.orders.arn}", "policy": policy, **more}
    return {**resources, "aws_sns_topic_policy.orders": held}


def _publishing(who: Any, **more: Any) -> dict[str, Any]:
    return document(statement(PUBLISH, "*", Principal=who, **more))


def _root(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:root"}


GUARDRAIL = Guardrail(
    id="LP903",
    slug="sns-policy-public",
    title="The policy of a topic lets in nobody but whom you trust.",
    why=(
        "Whoever may publish to a topic feeds the functions behind it, with whatever they like and at your cost."
        " Whoever may subscribe reads along."
    ),
    severity=Severity.HIGH,
    about=TopicPolicy,
    lands_on=TopicPolicy.TYPES,
    documents=(Citation("lambda-layers-of-defense", "Ideas to be documented"),),
    peers=("SH:SNS.4", "CKV_AWS_169", "CKV_AWS_385", "NAGR:F18", "KICS:b26d2b7e", "KICS:5ea624e4"),
    fix="Name the principals, or add a condition on aws:SourceArn, aws:PrincipalAccount or aws:PrincipalOrgID.",
    fix_hcl=(
        'resource "aws_sns_topic_policy" "orders" {\n  arn = aws_sns_topic.orders.arn\n\n'
        '  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect    = "Allow"\n'
        '      Action    = "sns:Publish"\n      Resource  = aws_sns_topic.orders.arn\n'
        '      Principal = { Service = "s3.amazonaws.com" }\n'
        '      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }\n    }]\n  })\n}'
    ),
    applies=(
        "To topics that a function of the plan is subscribed to, itself or through a queue, or that it tells what"
        " failed. Accounts are yours where the plan or accounts says so, and trusted where trusted_accounts does."
    ),
    profile="strict",
    check=check,
    examples=(
        passing("one's own account", _with(_publishing(_root("123456789012"))), "policy"),
        passing(
            "the buckets of one account",
            _with(
                _publishing(
                    {"Service": "s3.amazonaws.com"}, Condition={"StringEquals": {"aws:SourceAccount": "123456789012"}}
                )
            ),
            "policy",
        ),
        passing(
            "everyone who owns the topic, as AWS writes it",
            _with(_publishing({"AWS": "*"}, Condition={"StringEquals": {"AWS:SourceOwner": "123456789012"}})),
            "policy",
        ),
        failing("everyone", _with(_publishing("*")), at="policy"),
        failing("everyone, through a queue", _with(_publishing({"AWS": "*"}), BEHIND), at="policy"),
        failing("another account", _with(_publishing(_root("210987654321"))), at="policy"),
        failing(
            "a role of another account",
            _with(_publishing({"AWS": "arn:aws:iam::210987654321:role/orders"})),
            at="policy",
        ),
        undecidable("a policy that is known only after apply", _with(LATER), at="policy"),
        undecidable("a principal that is known only after apply", _with(_publishing({"AWS": LATER})), at="policy"),
        undecidable(
            "everyone, on a topic that is known only after apply", _with(_publishing("*"), arn=LATER), at="policy"
        ),
        undecidable(
            "an account, where nobody says which are one's own",
            {name: held for name, held in _with(_publishing(_root("210987654321"))).items() if name not in OWN},
            at="policy",
        ),
    ),
)
