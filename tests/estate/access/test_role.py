"""What a role may do: three answers, the request that proves one, and the chain that grants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.estate.access.abilities import abilities
from lambda_policies.estate.access.ceilings import given
from lambda_policies.estate.access.facade import EstateAccess
from lambda_policies.estate.access.placing import stand_in
from lambda_policies.estate.access.role import RoleAccess
from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.role import Role
from lambda_policies.examples import plan_of
from lambda_policies.iam.parsing import parse_text
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Unknown

NEW = Path(__file__).parents[3] / "fixtures" / "access" / "new" / "plan.json"
TRUST = '{"Version":"2012-10-17","Statement":[]}'
ROLE: dict[str, Any] = {"aws_iam_role.fn": {"name": "fn", "assume_role_policy": TRUST}}
BUCKET = {"aws_s3_bucket.inbox": {"bucket": "inbox"}}
LATER = "${terraform_data.later.output}"


def text(*statements: dict[str, Any]) -> str:
    held = [{"Effect": "Allow", "Resource": "*", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": held})


def inline(*statements: dict[str, Any], role: str = "${aws_iam_role.fn.name}") -> dict[str, Any]:
    return {"aws_iam_role_policy.p": {"role": role, "policy": text(*statements)}}


def estate(*resources: dict[str, Any]) -> Estate:
    merged = {name: held for each in (ROLE, *resources) for name, held in each.items()}
    return Estate(Plan(read_plan(plan_of(merged), "plan.json").document))


def access(*resources: dict[str, Any]) -> RoleAccess:
    found = estate(*resources)
    return found.access.of(found.of(Role)[0])


@pytest.fixture(scope="module")
def orders() -> RoleAccess:
    found = Estate(Plan(read_plan(NEW.read_bytes(), "plan.json").document))
    return found.access.of(found.of(Role)[0])


def test_a_yes_says_by_what_and_what_does_not_stop_it(orders: RoleAccess) -> None:
    ruling = orders.may(("s3:GetObject",), ("arn:aws:s3:::shop-inbox/a",))
    assert ruling.answer
    assert ruling.sentence == (
        "As aws_iam_role.fn, s3:GetObject on arn:aws:s3:::shop-inbox/a is allowed by statement 1 of aws_iam_policy.work"
        " (attached by aws_iam_role_policy_attachment.work); the permissions boundary aws_iam_policy.boundary does not"
        " stop it."
    )
    assert ruling.addresses == ("aws_iam_policy.work", "aws_iam_role_policy_attachment.work")


def test_a_yes_under_a_condition_names_it(orders: RoleAccess) -> None:
    ruling = orders.may(("dynamodb:PutItem",))
    assert ruling.shown_request.endswith(" where aws:sourcevpc is vpc-0a1b2c3d")
    assert orders.may(("dynamodb:PutItem",), (), {"aws:SourceVpc": ("vpc-2",)}).answer is False


@pytest.mark.parametrize("action", ["iam:PassRole", "s3:DeleteBucket", "ec2:RunInstances"])
def test_a_no_is_what_boundary_deny_or_nobody_allows(orders: RoleAccess, action: str) -> None:
    ruling = orders.may((action,))
    assert (ruling.answer, ruling.sentence) == (False, "As aws_iam_role.fn, nothing allows this.")


def test_the_same_question_is_asked_once(orders: RoleAccess) -> None:
    assert orders.may(["s3:GetObject"]) is orders.may(("s3:GetObject",))


def test_what_feeds_an_open_question_is_named() -> None:
    held = {"aws_iam_role_policy.p": {"role": "${aws_iam_role.fn.name}", "policy": LATER}}
    ruling = access(held).may(("s3:GetObject",))
    assert (ruling.answer, ruling.addresses) == (None, ("aws_iam_role_policy.p",))
    assert ruling.sentence == (
        "Whether aws_iam_role.fn may do this is open: aws_iam_role_policy.p is known only after apply, from"
        " terraform_data.later.output."
    )


def test_what_is_in_another_plan_is_named() -> None:
    arn = "arn:aws:iam::123456789012:policy/other"
    held = {"aws_iam_role_policy_attachment.a": {"role": "${aws_iam_role.fn.name}", "policy_arn": arn}}
    ruling = access(held).may(("s3:GetObject",))
    assert ruling.sentence == f"Whether aws_iam_role.fn may do this is open: {arn} is not in this plan."


def test_managed_policies_of_aws_are_read() -> None:
    arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    held = access({"aws_iam_role_policy_attachment.a": {"role": "${aws_iam_role.fn.name}", "policy_arn": arn}})
    assert held.may(("s3:GetObject",)).chain == (
        "statement 1 of AWS's AmazonS3ReadOnlyAccess (attached by aws_iam_role_policy_attachment.a)"
    )
    assert held.may(("s3:PutObject",)).answer is False


def test_what_may_be_anothers_decides_nothing() -> None:
    assert access(inline({"Action": "s3:*"}, role=LATER)).may(("s3:GetObject",)).answer is None
    both = {"aws_iam_role_policy.q": {"role": "${aws_iam_role.fn.name}", "policy": text({"Action": "s3:*"})}}
    assert access(inline({"Action": "sqs:*"}, role=LATER), both).may(("s3:GetObject",)).answer is True
    denied = inline({"Action": "s3:*", "Effect": "Deny"}, role=LATER)
    assert access(denied, both).may(("s3:GetObject",)).answer is None


def test_a_secret_document_decides_and_is_not_shown() -> None:
    document = {
        "data.aws_secretsmanager_secret_version.s": {"secret_id": "s"},
        "aws_iam_role_policy.p": {
            "role": "${aws_iam_role.fn.name}",
            "policy": "${data.aws_secretsmanager_secret_version.s.secret_string}",
        },
    }
    ruling = access(document).may(("s3:GetObject",))
    assert ruling.request is None


def test_service_control_policies_that_are_handed_in_limit() -> None:
    found = estate(inline({"Action": "s3:*"}))
    deny = parse_text(text({"Action": "s3:Put*", "Effect": "Deny"}))
    held = EstateAccess(found, given([("deny.json", deny)])).of(found.of(Role)[0])
    assert held.may(("s3:PutObject",)).answer is False
    ruling = held.may(("s3:GetObject",))
    assert ruling.chain.endswith(
        "; the service control policy AWS's p-FullAWSAccess and the service control policy deny.json do not stop it"
    )


DOCUMENT = {
    "data.aws_iam_policy_document.d": {
        "statement": [{"actions": ["s3:GetObject"], "resources": ["${aws_s3_bucket.inbox.arn}/*"]}]
    },
    "aws_iam_role_policy.p": {
        "role": "${aws_iam_role.fn.name}",
        "policy": "${data.aws_iam_policy_document.d.json}",
    },
}


def test_a_reference_to_a_resource_is_that_resource() -> None:
    found = estate(BUCKET, DOCUMENT, {"aws_s3_bucket.other": {"bucket": "other"}, "terraform_data.later": {}})
    held = found.access.of(found.of(Role)[0])
    by_address = found.plan.by_address
    assert held.may(("s3:GetObject",), ("arn:aws:s3:::inbox/a",)).answer is None
    assert held.may(("s3:GetObject",), ("arn:aws:s3:::other/a",)).answer is False
    ruling = held.may_on(("s3:GetObject",), by_address["aws_s3_bucket.inbox"])
    assert (ruling.answer, ruling.granting[0][0].address) == (True, "aws_iam_role_policy.p")
    assert held.may_on(("s3:PutObject",), by_address["aws_s3_bucket.inbox"]).answer is False
    assert held.may_on(("s3:GetObject",), by_address["aws_s3_bucket.other"]).answer is False
    assert held.may_on(("s3:GetObject",), by_address["terraform_data.later"]).answer is None
    assert held.may_on(("s3:GetObject",), by_address["aws_s3_bucket.inbox"]) is ruling


def test_a_deny_that_may_be_about_the_resource_keeps_it_open() -> None:
    queue = {"aws_sqs_queue.q": {"name": "q"}}
    for resource, answer in (("arn:aws:sqs:us-east-1:111122223333:q", None), ("arn:aws:sqs:us-east-1:*:other", True)):
        denying = {"Action": "sqs:*", "Effect": "Deny", "Resource": resource}
        found = estate(queue, inline({"Action": "sqs:*"}, denying))
        asked = found.access.of(found.of(Role)[0]).may_on(
            ("sqs:SendMessage",), found.plan.by_address["aws_sqs_queue.q"]
        )
        assert asked.answer is answer


def test_stand_ins_are_arns() -> None:
    assert stand_in("arn:*:sqs:*:*:orders*") == "arn:aws:sqs:xx-none-1:000000000000:ordersknown-after-apply-7Q2v"


def test_the_access_of_a_function_is_that_of_its_role() -> None:
    functions = {
        "aws_lambda_function.f": {"function_name": "f", "role": "${aws_iam_role.fn.arn}"},
        "aws_lambda_function.g": {"function_name": "g", "role": "arn:aws:iam::123456789012:role/other"},
    }
    found = estate(functions)
    held = {function.address: found.access.of_function(function) for function in found.of(Function)}
    assert held["aws_lambda_function.f"] is found.access.of(found.of(Role)[0])
    assert isinstance(held["aws_lambda_function.g"], Unknown)


def test_abilities_are_what_is_left_of_each_statement(orders: RoleAccess) -> None:
    told = {
        f"{one.link.address} {one.statement.index}": (
            one.answer,
            [(group.service, dict(group.by_level())) for group in one.actions],
            one.stopped,
            one.because,
        )
        for one in abilities(orders)
    }
    assert told == {
        "aws_iam_role_policy.queue 0": (
            True,
            [("sqs", {"Write": ("DeleteMessage",), "Read": ("GetQueueAttributes", "ReceiveMessage")})],
            (),
            "",
        ),
        "aws_iam_role_policy_attachment.logs 0": (
            True,
            [("logs", {"Write": ("CreateLogGroup", "CreateLogStream", "PutLogEvents")})],
            (),
            "",
        ),
        "aws_iam_policy.work 0": (
            True,
            [("s3", {"Read": ("GetObject",)})],
            ("s3:DeleteBucket",),
            "statement 2 of the permissions boundary aws_iam_policy.boundary (attached by aws_iam_role.fn) denies it",
        ),
        "aws_iam_policy.work 1": (
            False,
            [],
            ("iam:PassRole",),
            "the permissions boundary aws_iam_policy.boundary does not allow it",
        ),
        "aws_iam_policy.work 2": (True, [("dynamodb", {"Write": ("PutItem",), "Read": ("GetItem",)})], (), ""),
    }


def test_nothing_stops_what_nobody_limits() -> None:
    (one,) = abilities(access(inline({"Action": ["s3:Get*", "*", "made:Up"]})))
    assert (one.answer, [group.service for group in one.actions]) == (True, ["*", "made", "s3"])
    assert [dict(group.by_level()) for group in one.actions[:2]] == [{None: ("*",)}, {None: ("Up",)}]


def test_resource_policies_that_name_a_role() -> None:
    queue = {
        "aws_sqs_queue.q": {"name": "q"},
        "aws_sqs_queue_policy.q": {
            "queue_url": "${aws_sqs_queue.q.url}",
            "policy": text({"Action": "sqs:*", "Principal": {"AWS": "arn:aws:iam::123456789012:role/fn"}}),
        },
        "aws_sns_topic.t": {"name": "t", "policy": text({"Action": "sns:*", "Principal": "*"})},
    }
    for more, answer in (({}, None), ({"data.aws_caller_identity.current": {}}, True)):
        found = estate(queue, more)
        ((policy, named),) = found.access.naming(found.of(Role)[0])
        assert (policy.link.address, named) == ("aws_sqs_queue_policy.q", answer)
