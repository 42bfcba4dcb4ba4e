"""Which documents decide about a role: attached, managed by AWS, boundary, service control policies."""

from __future__ import annotations

import json
from typing import Any

from lambda_policies.estate.access.arns import Arns
from lambda_policies.estate.access.boundaries import boundary_of
from lambda_policies.estate.access.ceilings import given, planned
from lambda_policies.estate.access.identity import identity_of
from lambda_policies.estate.access.links import Part, statement_of
from lambda_policies.estate.access.resource_policies import resource_policies
from lambda_policies.estate.estate import Estate
from lambda_policies.estate.models.role import Role
from lambda_policies.examples import plan_of
from lambda_policies.iam.parsing import parse_text
from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan
from lambda_policies.values import Known, Reason, Unknown

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
ROLE: dict[str, Any] = {"aws_iam_role.fn": {"name": "fn", "assume_role_policy": TRUST}}
HERE: dict[str, Any] = {"data.aws_caller_identity.current": {}}


def document(**statement: Any) -> str:
    whole = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [whole]})


def estate(**resources: Any) -> Estate:
    named = {name.replace("__", "."): held for name, held in resources.items()}
    return Estate(Plan(read_plan(plan_of({**ROLE, **named}), "plan.json").document))


def role_of(found: Estate) -> Role:
    return next(role for role in found.of(Role) if role.name == Known("fn", "name"))


def test_attached_documents_are_links_that_sentences_can_call() -> None:
    found = estate(
        aws_iam_role_policy__inline={"role": "${aws_iam_role.fn.name}", "policy": document()},
        aws_iam_policy__work={"name": "work", "policy": document()},
        aws_iam_role_policy_attachment__work={
            "role": "${aws_iam_role.fn.name}",
            "policy_arn": "${aws_iam_policy.work.arn}",
        },
        aws_iam_role_policy_attachment__other={
            "role": "${aws_iam_role.fn.name}",
            "policy_arn": "arn:aws:iam::123456789012:policy/other",
        },
    )
    inline, *managed = identity_of(role_of(found))
    other, work = sorted(managed, key=lambda link: link.via)
    assert statement_of(inline, 0) == "statement 1 of aws_iam_role_policy.inline"
    assert statement_of(work, 1) == (
        "statement 2 of aws_iam_policy.work (attached by aws_iam_role_policy_attachment.work)"
    )
    assert other.called == "arn:aws:iam::123456789012:policy/other"
    assert other.document == Unknown("policy_arn", Reason.OUTSIDE, present=True)
    assert (other.known, all(link.sure for link in (inline, work, other))) == (None, True)


def test_what_may_be_attached_is_not_sure() -> None:
    open_role = {"role": "${terraform_data.later.output}", "policy": document()}
    (link,) = identity_of(role_of(estate(aws_iam_role_policy__inline=open_role)))
    assert not link.sure


def test_what_is_attached_to_another_role_is_no_link() -> None:
    found = estate(
        aws_iam_role__other={"name": "other", "assume_role_policy": TRUST},
        aws_iam_role_policy__inline={"role": "${aws_iam_role.other.name}", "policy": document()},
    )
    assert identity_of(role_of(found)) == ()


def test_a_document_that_aws_would_refuse_is_not_known() -> None:
    (link,) = identity_of(role_of(estate(aws_iam_role_policy__p={"role": "fn", "policy": '{"Statement": 1}'})))
    assert (link.document, bool(link.malformed)) == (Unknown("policy"), True)


def test_the_boundary_is_the_plans_or_somewhere_else() -> None:
    limit = {"name": "limit", "policy": document(Action="s3:*")}
    fn = {"name": "fn", "assume_role_policy": TRUST, "permissions_boundary": "${aws_iam_policy.limit.arn}"}
    link = boundary_of(role_of(estate(aws_iam_policy__limit=limit, aws_iam_role__fn=fn)))
    assert link is not None
    assert statement_of(link, 0) == (
        "statement 1 of the permissions boundary aws_iam_policy.limit (attached by aws_iam_role.fn)"
    )
    fn["permissions_boundary"] = "arn:aws:iam::123456789012:policy/limit"
    link = boundary_of(role_of(estate(aws_iam_role__fn=fn)))
    assert link is not None
    assert (link.name, link.known) == ("arn:aws:iam::123456789012:policy/limit", None)
    assert boundary_of(role_of(estate())) is None


def test_a_boundary_that_aws_would_refuse_is_not_known() -> None:
    fn = {"name": "fn", "assume_role_policy": TRUST, "permissions_boundary": "${aws_iam_policy.limit.arn}"}
    link = boundary_of(role_of(estate(aws_iam_policy__limit={"name": "limit", "policy": "[]"}, aws_iam_role__fn=fn)))
    assert link is not None
    assert (link.document, bool(link.malformed)) == (Unknown("policy"), True)


def attachment(target: str) -> dict[str, Any]:
    return {"policy_id": "${aws_organizations_policy.p.id}", "target_id": target}


def test_service_control_policies_of_the_plan_bind_its_own_account() -> None:
    policy = {"name": "p", "content": document(Effect="Deny")}
    everything = {"aws_organizations_policy__p": policy, "data__aws_caller_identity__current": {}}
    for target, count in (("r-a1b2", 1), ("ou-a1b2-c3d4e5f6", 0), ("210987654321", 0)):
        found = estate(**everything, aws_organizations_policy_attachment__a=attachment(target))
        assert len(planned(found)) == count
    found = estate(**everything, aws_organizations_policy_attachment__a=attachment("r-a1b2"))
    ((full, deny),) = planned(found)
    assert statement_of(full, 0) == "statement 1 of the service control policy AWS's p-FullAWSAccess"
    assert (deny.part, deny.via) == (Part.SCP, "aws_organizations_policy_attachment.a")


def test_a_tag_policy_is_no_service_control_policy() -> None:
    found = estate(
        aws_organizations_policy__p={"name": "p", "type": "TAG_POLICY", "content": "{}"},
        aws_organizations_policy_attachment__a=attachment("r-a1b2"),
    )
    assert planned(found) == ()


def test_policies_of_files_are_levels() -> None:
    levels = given([("deny.json", parse_text(document(Effect="Deny"))), ("allow.json", parse_text(document()))])
    assert [[link.called for link in level] for level in levels] == [
        ["the service control policy AWS's p-FullAWSAccess", "the service control policy deny.json"],
        ["the service control policy allow.json"],
    ]


def test_a_hole_is_some_object_of_its_kind() -> None:
    found = estate(
        aws_s3_bucket__inbox={"bucket": "inbox"}, aws_s3_bucket__any={}, aws_s3_bucket__pre={"bucket_prefix": "in-"}
    )
    arns = Arns(found)

    def patterns(*feeds: str, present: bool = True) -> tuple[str, ...] | None:
        return arns.symbols(Unknown(feeds=feeds, present=present))

    assert patterns("aws_s3_bucket.inbox.arn") == ("arn:aws:s3:::inbox*",)
    assert patterns("aws_s3_bucket.any.arn", "aws_s3_bucket.pre.bucket") == ("arn:aws:s3:::*", "arn:aws:s3:::in-*")
    assert patterns("aws_s3_bucket.inbox") == ("arn:aws:s3:::inbox*",)
    assert patterns("aws_s3_bucket.inbox.arn", present=False) is None
    assert patterns("aws_s3_bucket.inbox.arn", "var.other") is None
    assert patterns("aws_s3_bucket.inbox.hosted_zone_id") is None


def test_the_policies_of_resources_know_their_owner() -> None:
    found = estate(
        aws_sqs_queue__q={"name": "q"},
        aws_sqs_queue_policy__q={"queue_url": "${aws_sqs_queue.q.url}", "policy": document(Principal="*")},
        aws_sns_topic__t={"name": "t", "policy": document(Principal="*")},
        aws_sns_topic__bad={"name": "bad", "policy": "[]"},
        aws_kms_key__plain={},
    )
    held = {one.link.address: one for one in resource_policies(found, Arns(found))}
    assert sorted(held) == ["aws_sns_topic.bad", "aws_sns_topic.t", "aws_sqs_queue_policy.q"]
    assert held["aws_sqs_queue_policy.q"].arn == "arn:aws:sqs:us-east-1:*:q"
    assert held["aws_sns_topic.bad"].link.malformed
